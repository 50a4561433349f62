# SPDX-License-Identifier: Apache-2.0
"""The issuer inferred from the body, where the header block is missing or unreadable."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.letters import bare
from ocr_kh.language.spellings import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_NAMED = re.compile(
    r"\b(?P<body>(?:[Uu]y ban nhan dan|UBND|[Hh]oi dong nhan dan|HDND))(?:\s*\((?:UBND|HDND)\))?\s+"
    rf"(?P<unit>{alternatives([*KINDS, *map(str.capitalize, KINDS)], bare)})"
    r"(?P<name>(?:\s[A-Z][\w\-]*){1,6}|\s\d{1,2}\b)?"
)
_ACTS = r"(?:ban hanh|xay dung|trien khai|to chuc|yeu cau|de nghi|thong bao|bao cao|giao|huong dan)\b"
_ACTING = re.compile(rf"\s*(?:da\s)?{_ACTS}")


@from_vocabulary
def _acting_office(words: Vocabulary) -> re.Pattern[str]:
    """An office that acts, from its first words to the verb (`Sở Nội vụ xây dựng ...`); councils need their names."""
    offices = words.bodies("speaks", bare, also="issues")
    return re.compile(
        rf"(?P<office>(?!Uy ban|UBND|Hoi dong|HDND){offices}\s[^,.;:()]{{2,80}}?)\s(?:phoi hop\b[^.;:]{{0,60}})?{_ACTS}"
    )


_FULL = {"UBND": "ỦY BAN NHÂN DÂN", "HDND": "HỘI ĐỒNG NHÂN DÂN"}


def infer_issuer(lead_in: Iterable[str], elsewhere: Iterable[str], place: str | None) -> str | None:
    """The issuing body in full and in capitals, from the texts before the first section and others.

    A body that acts (`UBND xã ... ban hành`) weighs most, then one named after the place of issue.
    """
    lead_in, score = list(lead_in), Counter[str]()
    for text in lead_in:
        for name, acts, named in _bodies(text, place):
            score[name] += 1 + (5 if acts else 0) + (3 if named else 0)
    for text in elsewhere:
        for name, acts, named in _bodies(text, place):
            score[name] += (1 if acts else 0) + (2 if named else 0)
    if score and max(score.values()) > 1:
        return max(score, key=lambda name: (score[name], -len(name)))
    return next(filter(None, map(_office, lead_in)), None)


def _bodies(text: str, place: str | None) -> Iterator[tuple[str, bool, bool]]:
    """Bodies named in `text`: full name, whether it acts there, whether it bears the name of the place."""
    plain = bare(text[:5_000])
    for found in _NAMED.finditer(plain):
        name = text[found.start("name") : found.end("name")].strip() if found["name"] else ""
        acts = bool(_ACTING.match(plain, found.end()))
        if not name and place and acts:
            name = place
        if name:
            full = _FULL.get(found["body"]) or text[found.start("body") : found.end("body")].upper()
            unit = text[found.start("unit") : found.end("unit")].upper()
            yield f"{full} {unit} {name.upper()}", acts, bool(place) and name == place


def _office(text: str) -> str | None:
    found = _acting_office().match(bare(text[:400]))
    return text[found.start("office") : found.end("office")].upper() if found else None
