# SPDX-License-Identifier: Apache-2.0
"""Where the money comes from: what the section on `Kinh phí` says, or a sentence elsewhere that names the source."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import bare_capitals
from ocr_kh.plan.texts import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.texts import Unit

_SOURCE = re.compile(
    r"(?:^|[.;:]\s)(?P<sentence>[^.;]{0,80}?(?:[Kk]inh phí|[Nn]guồn vốn)[^.;]{0,200}?"
    r"(?:từ (?:nguồn )?|nguồn |do )(?:ngân sách|kinh phí|xã hội hóa|quỹ|Quỹ|dự toán|các nguồn|đóng góp|NSNN)[^.]*)"
)

_STATED = re.compile(
    r"(?P<sentence>(?:Nguồn )?[Kk]inh phí\s[^.;]{0,120}?(?<!\w)"
    r"(?:được (?:bố trí|bảo đảm|đảm bảo|phân bổ|cân đối|trích|sử dụng|lấy)|"
    r"được (?:thực hiện|chi|cấp|hỗ trợ)|thực hiện (?:theo|từ)|chi từ|do|từ|bố trí|bảo đảm|đảm bảo|trích)(?!\w)[^.]*)"
)
"""A paragraph on money that has no section of its own."""

_LATER = re.compile(rf"(?:[.;]\s){_STATED.pattern}")
"""The same behind another sentence."""


@from_vocabulary
def _money(words: Vocabulary) -> re.Pattern[str]:
    """Titles (capitals, no marks) of sections on money."""
    begins, whole = (words.said(each, bare_capitals) for each in ("source of money", "source of money alone"))
    return re.compile(rf"{begins}|{whole}$")


def _under(title: Unit, texts: Sequence[Unit], at: int) -> list[Unit]:
    """What is said under a title, from index `at` on, but for tables."""
    under = takewhile(
        lambda each: each.pointer.startswith(f"{title.pointer}/"), map(texts.__getitem__, range(at, len(texts)))
    )
    return [each for each in under if each.kind != "table"]


def budget(texts: Sequence[Unit]) -> tuple[str, Found] | None:
    """The words on the source of money, and where they begin; None when the plan has none."""
    for at, unit in enumerate(texts):
        if unit.kind == "title" and unit.path and _money().match(plain_of(unit.text).upper()):
            said = _under(unit, texts, at + 1)
            if said:
                return " ".join(each.text for each in said), Found(said[0].pointer)
    for unit in texts:
        if unit.kind in {"paragraph", "bullet"} and unit.path:
            found = _STATED.match(unit.text) or _SOURCE.search(unit.text) or _LATER.search(unit.text)
            if found:
                return found["sentence"].strip(), Found(unit.pointer, found.start("sentence"), found.end())
    return None
