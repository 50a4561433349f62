# SPDX-License-Identifier: Apache-2.0
"""What was changed surely in one place of a document, in its other places.

A short form stands for one thing throughout a document: `CDS`, told to be CĐS in seven places and left in four that
surprise nobody, is CĐS in all. Any other word is the same only among the same words: where `công Thông tin` was
surely mended, `các công thông tin điện tử` is too, and `công trình thông tin` is not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.repair.decoding.case import carry_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.repair.edits import Edit

    Key = tuple[int, tuple[str, ...]]
    """Where the word stands among the words, and these."""

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = ((0, 3), (-1, 2), (-2, 1))
"""From which word to before which, the one in question being 0: three words that run on."""


def same_word_edits(lines: Sequence[str], found: Sequence[Sequence[Edit]]) -> list[list[Edit]]:
    """What is found in the lines, in order, and with it what follows for the other places of the same words.

    `lines`: those that are right or nearly so; others are given as empty ones.
    """
    changes = [(line, edit) for line, edits in zip(lines, found, strict=True) for edit in edits if _is_sure(line, edit)]
    if not changes:
        return [list(edits) for edits in found]
    forms, words = _forms(lines, found), _words(changes)
    wanted = {*forms, *(key[at] for at, key in words)}
    return [_with_same(line, edits, forms, words, wanted) for line, edits in zip(lines, found, strict=True)]


def _is_sure(line: str, edit: Edit) -> bool:
    """Whether one word of a line was surely changed into another."""
    before = line[edit.start : edit.end]
    is_word = _WORD.fullmatch(before) and _WORD.fullmatch(edit.after)
    return bool(is_word) and not edit.doubtful and edit.after != before and edit.source in {"channel", "phrase"}


def _forms(lines: Sequence[str], found: Sequence[Sequence[Edit]]) -> dict[str, Edit]:
    """The short forms that the document has wrong, each with its least sure change; those oftener doubted stay."""
    forms: dict[str, Edit] = {}
    votes: Counter[str] = Counter()
    for line, edits in zip(lines, found, strict=True):
        for edit in edits:
            before = line[edit.start : edit.end]
            if _is_form(before, edit.after) and _is_sure(line, edit):
                votes[before] += 1
                forms[before] = min(forms.get(before, edit), edit, key=lambda each: each.probability)
            elif edit.doubtful and before.isupper():
                votes[before] -= 1
    return {form: edit for form, edit in forms.items() if votes[form] >= 0}


def _is_form(before: str, after: str) -> bool:
    """Whether a short form is changed; one that is a word too may be another elsewhere (`CHU TỊCH`, `CHU VĂN AN`)."""
    if is_syllable(before.lower()):
        return False
    return len(before) > 1 and before.isupper() and skeleton(before) == skeleton(after)


def _words(changes: Sequence[tuple[str, Edit]]) -> dict[Key, Edit]:
    """The words around each change, with it; those changed in two ways are left out."""
    found: dict[Key, Edit] = {}
    torn: set[Key] = set()
    for line, edit in changes:
        tokens = list(_WORD.finditer(line))
        at = next(at for at, token in enumerate(tokens) if token.end() >= edit.end)
        for key in _keys(line, tokens, at) if tokens[at].span() == (edit.start, edit.end) else ():
            if key in found and found[key].after.lower() != edit.after.lower():
                torn.add(key)
            found[key] = edit
    return {key: edit for key, edit in found.items() if key not in torn}


def _keys(line: str, tokens: Sequence[re.Match[str]], at: int) -> Iterator[Key]:
    """The runs of three words that a word is of, spaces alone between them."""
    for first, end in _AROUND:
        run = tokens[at + first : at + end] if at + first >= 0 else []
        gaps = {line[a.end() : b.start()] for a, b in pairwise(run)}
        if len(run) == len(_AROUND) and gaps == {" "}:
            yield -first, tuple(place_tones(token.group().lower()) for token in run)


def _with_same(
    line: str, edits: Sequence[Edit], forms: Mapping[str, Edit], words: Mapping[Key, Edit], wanted: set[str]
) -> list[Edit]:
    """The edits of one line with those of the same words."""
    lower = place_tones(line.lower())
    if not any(word in lower or word in line for word in wanted):
        return list(edits)
    tokens = list(_WORD.finditer(line))
    made = {edit.start: edit for edit in edits}
    taken = [(edit.start, edit.end) for edit in edits if edit.after != line[edit.start : edit.end]]
    for at, token in enumerate(tokens):
        text, (start, end) = token.group(), token.span()
        if text not in wanted and place_tones(text.lower()) not in wanted:
            continue
        if any(first < end and start < last for first, last in taken):
            continue
        source = forms.get(text) or next((words[key] for key in _keys(line, tokens, at) if key in words), None)
        if source:
            after = carry_case(text, source.after.lower())
            made[start] = replace(source, start=start, end=end, after=after, runner_up=text)
    return sorted(made.values(), key=lambda edit: edit.start)
