# SPDX-License-Identifier: Apache-2.0
"""What differs between two outputs, word by word or field by field, and which of the two is nearer to the truth."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, Literal

from rapidfuzz.distance import Levenshtein

from ocr_kh.metrics import fold_for_comparison

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Verdict = Literal["loss", "gain", "not judged"]
Place = tuple[str | int, ...]
"""Keys and indices that lead to a value."""

ABSENT = object()
"""Stands for a value that one of two outputs has not; null is a value."""
_CONTEXT = 2
"""Words shown on both sides of a change."""
_GAP = "[…]"
"""Stands among them for what changed."""
_WHOLE = 8
"""Words up to which a text is shown whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """One word or field, or a run of words, that is not what it was."""

    where: str
    """As a JSON pointer, or the words around it."""
    old: str
    new: str
    verdict: Verdict = "not judged"
    """Nearer to the truth than before, or farther from it; not judged where no truth says so."""


@dataclass(slots=True)
class _Score:
    """What the truth says of one side of a change."""

    right: int = 0
    wrong: int = 0


def text_changes(old: str, new: str, truth: str | None = None) -> Iterator[Change]:
    """Runs of words that differ. A word is right that the truth has in this place.

    >>> [(change.old, change.new, change.verdict) for change in text_changes("kê hoạch", "kế hoạch", "kế hoạch")]
    [('kê', 'kế', 'gain')]
    """
    words = old.split(), new.split()
    right = [_right_words(side, truth) for side in words] if truth is not None else None
    if words[0] == words[1] and old != new:
        yield Change("", "line breaks", "other line breaks")
    for before, after in _hunks(*words):
        sides = " ".join(words[0][before]), " ".join(words[1][after])
        start = max(before.start - _CONTEXT, 0)
        around = (*words[0][start : before.start], _GAP, *words[0][before.stop : before.stop + _CONTEXT])
        scores = [_count(each[side]) for each, side in zip(right, (before, after), strict=True)] if right else []
        yield Change(" ".join(around), *sides, _verdict(*scores) if scores else "not judged")


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """The runs of words that differ, steps of edits that touch taken together."""
    steps = Levenshtein.opcodes(*_numbered(old, new))
    for is_equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        run = list(group)
        if not is_equal:
            yield slice(run[0].src_start, run[-1].src_end), slice(run[0].dest_start, run[-1].dest_end)


def _right_words(words: Sequence[str], truth: str) -> list[bool]:
    right = [False] * len(words)
    for step in Levenshtein.opcodes(
        *_numbered([fold_for_comparison(word) for word in words], fold_for_comparison(truth).split())
    ):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    return right


def _numbered(*texts: Sequence[str]) -> list[list[int]]:
    """Equal words as equal numbers, which are compared faster."""
    numbers: dict[str, int] = {}
    return [[numbers.setdefault(word, len(numbers)) for word in words] for words in texts]


def _count(right: Sequence[bool]) -> _Score:
    return _Score(sum(right), len(right) - sum(right))


def value_changes(old: object, new: object, truth: object = ABSENT) -> Iterator[Change]:
    """Fields of two JSON values that differ; items of lists are laid beside each other first.

    A field is right whose value the truth has under the same keys, whatever its place in a list.

    >>> plans = {"items": ["một", "hai"]}, {"items": ["không", "một", "hay"]}
    >>> [(change.where, change.old, change.new) for change in value_changes(*plans)]
    [('/items/0', '', '"không"'), ('/items/2', '"hai"', '"hay"')]
    """
    known = Counter(_facts(truth))
    keys = {place for place, _ in known}
    for place, before, after in _different(old, new, ()):
        named = _named(place)
        sides = [[fact for fact in _facts(side, named) if fact[0] in keys] for side in (before, after)]
        scores = [_judged(facts, known) for facts in sides]
        pointer = "".join(f"/{step}" for step in place)
        yield Change(pointer, *_shown_sides(before, after), _verdict(*scores))


def _different(old: object, new: object, place: Place) -> Iterator[tuple[Place, object, object]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _different(old.get(key, ABSENT), new.get(key, ABSENT), (*place, key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _different_items(old, new, place)
    elif _shown(old) != _shown(new):  # 1 and 1.0 are equal in Python, not in a file
        yield place, old, new


def _different_items(old: list[Any], new: list[Any], place: Place) -> Iterator[tuple[Place, object, object]]:
    """The index is that in the new list, in the old one where the new has no such item."""
    before_keys, after_keys = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
    matcher = SequenceMatcher(None, before_keys, after_keys, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            befores = ((at, old[at]) for at in range(start, end))
            afters = ((at, new[at]) for at in range(new_start, new_end))
            for before, after in zip_longest(befores, afters):
                at = after[0] if after else before[0]
                yield from _different(before[1] if before else ABSENT, after[1] if after else ABSENT, (*place, at))


def _facts(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Each single value in `value` with the keys that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _facts(item, (*place, key))
    elif isinstance(value, list):
        for item in value:
            yield from _facts(item, place)
    elif value is not ABSENT:
        yield place, fold_for_comparison(value) if isinstance(value, str) else json.dumps(value)


def _named(place: Place) -> Place:
    return tuple(step for step in place if isinstance(step, str))


def _judged(facts: Sequence[tuple[Place, str]], known: Counter[tuple[Place, str]]) -> _Score:
    right = (Counter(facts) & known).total()
    return _Score(right, len(facts) - right)


def _verdict(old: _Score, new: _Score) -> Verdict:
    """More right things, or as many and fewer wrong ones, are a gain."""
    before, after = (old.right, -old.wrong), (new.right, -new.wrong)
    return "not judged" if before == after else "gain" if after > before else "loss"


def _shown_sides(old: object, new: object) -> tuple[str, str]:
    """Of two long texts only the words that differ, with those around them."""
    if isinstance(old, str) and isinstance(new, str) and min(len(old.split()), len(new.split())) > _WHOLE:
        found = [change for change in text_changes(old, new) if change.where]
        if found:
            old, new = (_in_place(found, side) for side in ("old", "new"))
    return _shown(old), _shown(new)


def _in_place(changes: Sequence[Change], side: str) -> str:
    return " … ".join(change.where.replace(_GAP, getattr(change, side)) for change in changes)


def _shown(value: object) -> str:
    return "" if value is ABSENT else json.dumps(value, ensure_ascii=False)


def parsed(name: str, text: str) -> object:
    """A file that is no text as a JSON value: a table is a list of rows by column."""
    if name.endswith(".csv"):
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text)
