# SPDX-License-Identifier: Apache-2.0
"""Names of places that the document itself proves wrong: `XÃ KHE LÃM` where it says `xã Khe Lẫm` throughout.

A name is two syllables with capitals after the word for a unit (`xã`, `phường`, `tỉnh` ...), or before `, ngày` on
the date line. One that stands there once or twice and differs in marks only from one that the document has much
oftener is that one, misread. Names of persons are not touched: two people may well differ in a mark.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.repair.decoding.case import carry_case
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = r"(?P<name>[^\W\d_]+ [^\W\d_]+)(?![^\W\d_])"
_AFTER_UNIT = re.compile(r"(?<![^\W\d_])(?i:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh) " + _NAME)
_DATE_LINE = re.compile(r"^\s*" + _NAME + r"(?=, ?ng[àa]y )")
_DOUBLE = re.compile(r"([aeiouy])\1")
MIN_RIGHT_COUNT = 3
"""Times the document must have the right name ..."""
MIN_RIGHT_RATIO = 3
"""... and times as often as the other."""


def name_edits(lines: Sequence[str]) -> list[list[Edit]]:
    """The edits of each line."""
    seen = Counter(_fold_name(match["name"]) for line in lines for match in _names(line))
    right = _misread_names(seen)
    return [
        [
            Edit(match.start("name"), match.end("name"), _as_written(name, match["name"]), "rule")
            for match in _names(line)
            if (name := right.get(_fold_name(match["name"])))
        ]
        for line in lines
    ]


def proven_names(lines: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Start and end, in each line, of the names that the document has often: nothing there is to be changed."""
    found = [[(_fold_name(match["name"]), match.span("name")) for match in _names(line)] for line in lines]
    seen = Counter(name for names in found for name, _ in names)
    return [[span for name, span in names if seen[name] >= MIN_RIGHT_COUNT] for names in found]


def _names(line: str) -> Iterator[re.Match[str]]:
    yield from (match for pattern in (_AFTER_UNIT, _DATE_LINE) for match in pattern.finditer(line) if _is_name(match))


def _is_name(match: re.Match[str]) -> bool:
    return all(word[0].isupper() for word in match["name"].split())


def _as_written(name: str, observed: str) -> str:
    """`name` in the case of what was read."""
    return " ".join(carry_case(old, new) for old, new in zip(observed.split(), name.split(), strict=True))


def _fold_name(name: str) -> str:
    return place_tones(name.lower())


def _misread_names(seen: Counter[str]) -> dict[str, str]:
    """Each name that is another, misread, with that other."""
    best: dict[str, str] = {}
    for name, times in seen.most_common():
        bare = _bare(name)
        if times >= MIN_RIGHT_COUNT and bare not in best:
            best[bare] = name
    return {
        name: best[_bare(name)]
        for name, times in seen.items()
        if best.get(_bare(name), name) != name and seen[best[_bare(name)]] >= MIN_RIGHT_RATIO * times
    }


def _bare(name: str) -> str:
    """Letters without marks; a vowel that the engine saw twice (`Lẫãm`), so that there is no such syllable, once."""
    return " ".join(
        skeleton(word) if is_syllable(word) else _DOUBLE.sub(r"\1", skeleton(word)) for word in name.split()
    )
