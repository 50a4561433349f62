# SPDX-License-Identifier: Apache-2.0
"""What a person says of pages: blank or not, how it lies, in which order, whether a document begins there.

It is done by reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from ocr_kh.document import Order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ocr_kh.corrections.correction import Correction

Thing = Literal["blank", "turned", "columns", "begins"]
"""What may be said of a page."""
POINTER = "/page/"
"""How the field of such a decision begins; its value stands nowhere in plan.json."""
VALUES: Mapping[str, Mapping[str, bool | int | str]] = {
    "blank": {"yes": True, "no": False},
    "turned": {str(degrees): degrees for degrees in (0, 90, 180, 270)},
    "columns": {order: order for order in get_args(Order)},
    "begins": {"yes": True, "no": False},
}
"""What each may be, as corrections.jsonl has it: `turned` in degrees clockwise, of the page as its file shows it;
`columns` the order of its lines."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one page; None for nothing."""

    blank: bool | None = None
    turned: int | None = None
    columns: Order | None = None
    begins: bool | None = None


def meaning(decision: Correction) -> dict[str, bool | int | str]:
    """What a decision says, by name; nothing for one that is none about pages.

    >>> from ocr_kh.corrections.correction import Correction
    >>> meaning(Correction("page", "0", "90", pointer="/page/turned"))
    {'turned': 90}
    """
    name = decision.pointer.removeprefix(POINTER)
    value = VALUES.get(name, {}).get(decision.right) if decision.kind == "page" else None
    return {} if value is None else {name: value}


def said_of_pages(folder: Path) -> dict[int, Said]:
    """What people say of pages, in the folder of an input and those of its documents, by page of the file from 1."""
    from ocr_kh.corrections import journal
    from ocr_kh.corrections.correction import standing
    from ocr_kh.corrections.folder import document_folders
    from ocr_kh.corrections.written import pages_of

    found: dict[int, Said] = {}
    for each in document_folders(folder):
        first, _ = pages_of(each) or (1, 1)
        for decision in standing(journal.read_journal(each / journal.NAME).corrections):
            if decision.anchor.page and (said := meaning(decision)):
                page = decision.anchor.page + first - 1
                found[page] = replace(found.get(page, Said()), **said)  # type: ignore[arg-type]
    return found
