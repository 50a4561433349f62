# SPDX-License-Identifier: Apache-2.0
"""What stands between head and first section: the grounds (`Căn cứ ...`), one by one, and the rest, the preamble."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.forms import Form, is_lead_in
from ocr_kh.genre.line import GenreLine
from ocr_kh.language.letters import CAPITALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.structure.items import Item

_NEXT_BASIS = re.compile(r"(?<=;)\s+(?=(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét)\s)")
_LEAD_IN = re.compile(rf"(?<=[.;])\s+(?=[{CAPITALS}])")
_LEAD_IN_BEHIND_COMMA = re.compile(rf"(?<=[.;,])\s+(?=[{CAPITALS}])")


def grounds(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Bases and preamble: what ends in a semicolon among the bases is one of them (`Thực hiện ...;`)."""
    items = _apart(items)
    found = [at for at, item in enumerate(items) if item.form is Form.BASIS]
    last = found[-1] if found else -1
    while found and last + 1 < len(items) and items[last + 1].text.endswith(";"):
        last += 1
    is_basis = [bool(found) and found[0] <= at <= last for at in range(len(items))]
    bases = [item for item, basis in zip(items, is_basis, strict=True) if basis]
    return bases, [item for item, basis in zip(items, is_basis, strict=True) if not basis]


def _apart(items: Sequence[Item]) -> list[Item]:
    """The paragraphs before the first section, grounds that share one with others or with the lead-in apart."""
    return [each for item in items for each in (_pieces(item) if item.form is Form.BASIS else [item])]


def _pieces(item: Item) -> list[Item]:
    pieces = _NEXT_BASIS.split(item.text)
    pattern = _LEAD_IN_BEHIND_COMMA if pieces[-1].endswith(":") else _LEAD_IN
    cuts = [cut.end() for cut in pattern.finditer(pieces[-1]) if is_lead_in(pieces[-1][cut.end() :])]
    if cuts and not pieces[-1].endswith(";"):
        pieces[-1:] = [pieces[-1][: cuts[0]].strip(), pieces[-1][cuts[0] :]]
    return [item._replace(line=GenreLine(piece)) for piece in pieces] if len(pieces) > 1 else [item]
