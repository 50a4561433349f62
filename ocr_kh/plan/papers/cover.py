# SPDX-License-Identifier: Apache-2.0
"""The fields of a cover: what stands behind its labels, above the word HỒ SƠ and below it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.genre.papers.matching import labels, whole_matches
from ocr_kh.language.letters import is_capitals
from ocr_kh.plan.papers.placed import Read, day_of, filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.genre.papers.matching import Match
    from ocr_kh.plan.papers.placed import Numbered

KEYS = {
    "period": "start", "last": "end", "sheets": "sheets", "retention": "retention", "mode": "mode", "fonds": "fonds",
    "catalogue": "catalogue", "dossier": "dossier", "box": "box", "sign": "sign",
}  # fmt: skip
"""The key of plan.json that each item of dossier_papers.tsv fills."""
_DAYS = frozenset({"start", "end"})
_LABEL_AT_LEAST = 0.45
"""Likeness of a label that a value is taken from. One to the letter with no colon behind it has 0.5; the title `Hồ sơ
về việc ...` is like `hộp số` by 0.35."""
_TITLE_AT_LEAST = 0.3
"""Likeness of the line HỒ SƠ: two of its letters may be misread."""


def cover_fields(lines: Sequence[Numbered]) -> Mapping[str, Read]:
    """What a cover says, by key of plan.json."""
    found = [labelled(each.text, "cover") for each in lines]
    fields: dict[str, Read] = {}
    for each, matches in zip(lines, found, strict=True):
        for key, read in labelled_values(each, matches):
            fields.setdefault(key, read)
    first, last = _around_title(lines, found)
    for key, part in (("agency", lines[:first]), ("title", lines[last:])):
        if told := _unlabelled(part, found[:first] if key == "agency" else found[last:]):
            fields[key] = Read(" ".join(filled(each.text) for each in told), tuple(told))
    return fields


def labelled(text: str, paper: str) -> list[Match]:
    """The labels of a paper in a line, from left to right, without what is hardly like one.

    >>> [match.item.item for match in labelled("Phông số: 12 Hồ sơ số: 15", "cover")], labelled("VĂN PHÒNG", "cover")
    (['fonds', 'dossier'], [])
    """
    return [match for match in labels(text) if match.item.paper == paper and match.likeness >= _LABEL_AT_LEAST]


def labelled_values(numbered: Numbered, matches: Sequence[Match]) -> Iterator[tuple[str, Read]]:
    """Key and value of each label that has one; it goes to the next label."""
    text = numbered.text
    ends = [*(match.start for match in matches), len(text)][1:]
    for match, end in zip(matches, ends, strict=True):
        key = KEYS.get(match.item.item)
        said = filled(text[match.end : end])
        if key and (value := _value(key, said)):
            yield key, Read(value, (numbered,), match.end, end)


def _value(key: str, said: str) -> str | None:
    if key in _DAYS:
        return day_of(said)
    if key == "sheets":
        found = re.search(r"\d+", said)
        return str(int(found[0])) if found else None
    return said


def _around_title(lines: Sequence[Numbered], found: Sequence[Sequence[Match]]) -> tuple[int, int]:
    """Where the agency ends and the title begins: around the line HỒ SƠ, else below the first lines in capitals."""
    likest = max(range(len(lines)), key=lambda at: _title_likeness(lines[at].text), default=0)
    if lines and _title_likeness(lines[likest].text) >= _TITLE_AT_LEAST:
        return likest, likest + 1
    free = [at for at, matches in enumerate(found) if not matches]
    gap = next((two for one, two in pairwise(free) if is_capitals(lines[one].text) != is_capitals(lines[two].text)), 0)
    return gap, gap


def _title_likeness(text: str) -> float:
    return max((match.likeness for match in whole_matches(text) if match.item.paper == "cover"), default=0.0)


def _unlabelled(lines: Sequence[Numbered], found: Sequence[Sequence[Match]]) -> list[Numbered]:
    """The lines up to the first with a label behind one without, and without those."""
    kept: list[Numbered] = []
    for each, matches in zip(lines, found, strict=True):
        if matches and kept:
            break
        if not matches and filled(each.text):
            kept.append(each)
    return kept
