# SPDX-License-Identifier: Apache-2.0
"""Is a wrong word the page's own slip, or was a right one misread? The engine's alternatives tell.

A slip of the author stands clearly on the page (`đỉnh kèm`, `y học` printed `YIỆT`): the engine, asked what else the
strokes may be, does not see what should stand there. Marks are another matter: thin ones are eaten by printers and
scanners, and two of them run into one, so that a mark that is missing or merged says nothing.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Alternative

PRINTED_CONFIDENCE = 0.92
"""Confidence of the engine in a word from which it shows what is printed. On the development scans 5 of the 8
slips that repair would mend are told at 0.92, an old spelling (`qui`) and one right word are reported with them and
stay as they are, and no misreading is taken for a slip; at 0.90 one is."""
CLEAR_CONFIDENCE = 0.8
"""Confidence from which a word is not changed into one that its alternatives do not show. On 16 development scans
four such changes lay between this and PRINTED_CONFIDENCE, all wrong."""
_CIRCUMFLEX, _BREVE = "\N{COMBINING CIRCUMFLEX ACCENT}", "\N{COMBINING BREVE}"


def is_printed(before: str, after: str, alternatives: Sequence[Alternative], confidence: float) -> bool:
    """Whether `before` stands on the page though `after` should: the engine is sure, and sees nothing of `after`.

    `alternatives`: those of the part of the word that is `before`. Case does not count.

    >>> is_printed("đỉnh", "đính", (), 0.95), is_printed("tô", "tổ", (), 0.95)
    (True, False)
    """
    return confidence >= PRINTED_CONFIDENCE and is_unseen(before, after, alternatives)


def is_far_fetched(before: str, after: str, alternatives: Sequence[Alternative], confidence: float) -> bool:
    """Whether the engine, which was nearly sure and saw other things, saw nothing of `after`.

    Letters that lack at an edge prove nothing: a seal or a fold takes them.
    """
    old, new = before.lower(), after.lower()
    if not alternatives or confidence < CLEAR_CONFIDENCE or new.startswith(old) or new.endswith(old):
        return False
    return is_unseen(before, after, alternatives)


def is_unseen(before: str, after: str, alternatives: Sequence[Alternative]) -> bool:
    """Whether neither the alternatives nor eaten marks explain how `after` was read as `before`.

    >>> is_unseen("điêm", "đêm", ()), is_unseen("điêm", "điểm", ()), is_unseen("móng", "mông", ())
    (True, False, True)
    """
    seen = {(a.at, a.text.lower()) for a in alternatives}
    old, new = before.lower(), after.lower()
    return any(
        len_of_change != (1, 1) or not (_may_be_eaten(old[at], new[to]) or (at, new[to]) in seen)
        for at, to, len_of_change in _changes(old, new)
    )


def _changes(old: str, new: str) -> list[tuple[int, int, tuple[int, int]]]:
    """Where each changed part begins in both, and its lengths; equally long words letter by letter."""
    if len(old) == len(new):
        return [(at, at, (1, 1)) for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    return [
        (op.src_start, op.dest_start, (op.src_end - op.src_start, op.dest_end - op.dest_start))
        for op in Levenshtein.opcodes(old, new)
        if op.tag != "equal"
    ]


def _may_be_eaten(read: str, true: str) -> bool:
    """Whether only ink is missing, or marks have run into one.

    The true letter is the read one with marks more, or one whose circumflex or breve was lost in its tone.
    """
    base, marks = _parts(read)
    true_base, true_marks = _parts(true)
    if base != true_base:
        return {base, true_base} == {"d", "đ"} and true == "đ"
    merged = len(true_marks) > 1 and {_CIRCUMFLEX, _BREVE} & (true_marks - marks)
    return marks < true_marks or bool(merged)


def _parts(letter: str) -> tuple[str, frozenset[str]]:
    whole = unicodedata.normalize("NFD", letter)
    return whole[0], frozenset(whole[1:])
