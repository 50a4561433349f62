# SPDX-License-Identifier: Apache-2.0
"""Initials of the document's own units in the line of what is filed: `Lưu: VT, VHXX.` where it names Văn hóa - Xã hội.

An office files under the initials of who wrote the document, and names them in the text. Initials that are one letter
off those of such a name, and of one only, are a doubt; they stay, since other offices are filed under too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocr_kh.language.letters import CAPITALS
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_SYLLABLE_PAIR = rf"[{CAPITALS}][^\W\d_]+ [^\W\d_]+"
_NAME = re.compile(rf"(?<![^\W\d_]){_SYLLABLE_PAIR}(?:(?: ?[-–] ?| và ){_SYLLABLE_PAIR})+")
"""Pairs of syllables, each begun with a capital, with dashes between: `Văn hóa - Xã hội`, `Kinh tế - Hạ tầng`."""
_FILED = re.compile(r"^\W*[Ll]ưu\b")
_INITIALS = re.compile(r"(?<![\w/.-])[A-ZĐ]{4,8}(?![\w/-])")
_PROBABILITY = 0.5
"""That the initials are those of the unit."""


def initials_doubts(lines: Sequence[str], known: Collection[str]) -> list[list[Edit]]:
    """The doubts in each line; `known`: short forms that are right, in small letters.

    >>> lines = ["Giao phòng Văn hóa - Xã hội chủ trì.", "- Lưu: VT, VHXX."]
    >>> [(edit.after, edit.runner_up) for edit in initials_doubts(lines, ())[1]]
    [('VHXX', 'VHXH')]
    >>> initials_doubts([lines[0], "- Lưu: VT, TCKH."], ())[1]
    []
    """
    filed = [number for number, line in enumerate(lines) if _FILED.match(line)]
    doubts: list[list[Edit]] = [[] for _ in lines]
    own = {initials for line in lines for initials in _own(line)} if filed else set()
    for number in filed:
        for match in _INITIALS.finditer(lines[number]):
            text = match.group()
            near = [each for each in own if Levenshtein.distance(text, each, score_cutoff=1) == 1]
            if text not in own and text.lower() not in known and len(near) == 1:
                doubts[number].append(Edit(*match.span(), text, "rule", _PROBABILITY, near[0], doubtful=True))
    return doubts


def _own(line: str) -> Iterator[str]:
    """The initials of the names in a line, in capitals."""
    for match in _NAME.finditer(line) if " - " in line or "–" in line or "-" in line or " và " in line else ():
        words = re.findall(r"[^\W\d_]+", match.group())
        yield "".join(word[0].upper() for word in words if word != "và")
