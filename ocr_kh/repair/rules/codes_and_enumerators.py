# SPDX-License-Identifier: Apache-2.0
"""Codes and enumerators in lines that an engine read: of all that it saw, what their grammar allows.

`304/0Đ-UB` is no code; the engine also saw `304/QĐ-UB`, which is one. `©)` between `b)` and `d)` is `c)`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import SYMBOL_AS_READ
from ocr_kh.language.code_fragments import GROUP
from ocr_kh.language.confusions import TYPED_FIGURES, meanings
from ocr_kh.language.damage import VIETNAMESE_LETTER
from ocr_kh.language.letters import skeleton
from ocr_kh.repair.alternatives import MIN_LOG_LIKELIHOOD, shift_alternatives, texts_seen
from ocr_kh.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ocr_kh.document import Alternative
    from ocr_kh.repair.readings import Reading

    Chunk = tuple[int, str, tuple[Alternative, ...]]
    """Start, text, and what else the engine saw."""

_PART = re.compile(r"[\w&]+")
_GROUP = re.compile(GROUP)
_ENUMERATOR = re.compile(r"(?P<sign>[^\s\w(]|\w)(?P<end>[.)])$")
_SPECK = re.compile(r"[-–—.,:'‘’`*|_•·]")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Those that number items, in order (Nghị định 30/2020, Phụ lục I: điểm)."""
_NUMBER_HEAD = re.compile(r"^\W{0,3}(?P<word>[Ss]\w)(?=\s?:[^/:]{0,12}/\s?[A-ZĐ]{2})")
"""The first word of the line of a document's number: `Số: .../KH-SYT`."""
_OPEN_CODE = re.compile(rf"\d/{GROUP}-\s*$")
"""A line ends within a code, behind its type."""
_LONGEST_CODE = 24
"""Characters at the end of a line in which it is sought."""
_UNCLEAR = "unclear"
"""Key of the last enumerator since which one was met that could not be read."""
_FIGURES_MEANT = meanings("figure", TYPED_FIGURES)
_LIKE_FIGURES = re.compile(rf"(?<=[^\W_]|-)[{TYPED_FIGURES}](?=\d)")
"""Within a token, before a figure: `I` of `LI0`, of `F7-I9`."""
MAX_CODE_LOSS = -12.0
"""Natural log below which the engine's alternatives to a part of a code no longer count; seen: -1.5 to -3.4."""
MAX_BODY_LOSS = -4.0
"""The same for a part that looks like letters of a body: one that nobody has heard of may be right (`DCT`)."""
MAX_ENUMERATOR_LOSS = -3.0
"""The same for an enumerator that is one as it stands."""


def figure_edits(readings: Sequence[Reading], known: Collection[str]) -> list[list[Edit]]:
    """The edits of each line, in order; `known`: the parts of symbols, as they are written (`QĐ`, `TTg`)."""
    known = {*known, *_own_parts(readings)}
    edits: list[list[Edit]] = [[] for _ in readings]
    last: dict[str, str] = {}
    is_open = False
    for found, reading in zip(edits, readings, strict=True):
        chunks = list(_chunks(reading))
        if is_open and chunks:
            found.extend(_rest_of_code(*chunks[0][:2], known))
        is_open = _OPEN_CODE.search(reading.text, max(0, len(reading.text) - _LONGEST_CODE)) is not None
        for start, chunk, alternatives in chunks:
            if alternatives:
                found.extend(_code(start, chunk, alternatives, known) or _figures(start, chunk, alternatives))
        if (head := _head(chunks, last)) and (edit := _enumerator(*head, last)):
            found.insert(0, edit)
    return edits


def _own_parts(readings: Sequence[Reading]) -> set[str]:
    """Parts of symbols, letters throughout, that the document writes twice and more: no slip of the engine."""
    symbols = (match["symbol"] for reading in readings for match in SYMBOL_AS_READ.finditer(reading.text))
    parts = Counter(part for symbol in symbols for part in _PART.findall(symbol))
    return {part for part, times in parts.items() if times > 1 and _GROUP.fullmatch(part)}


def _head(chunks: Sequence[Chunk], last: dict[str, str]) -> Chunk | None:
    """The chunk that may be the enumerator of a line: the first, or behind a speck (`- 7.`) the one expected."""
    first, second, third = (*chunks[:3], *[None] * 3)[:3]
    if not first or not second:
        return None
    match = _ENUMERATOR.match(second[1]) if third and _SPECK.fullmatch(first[1]) else None
    is_next = match and (not match["sign"].isalnum() or match["sign"] == _following(last.get(match["end"], "")))
    return second if is_next else first


def _chunks(reading: Reading) -> Iterator[Chunk]:
    chunks = list(re.finditer(r"\S+", reading.text))
    fits = len(reading.alternatives) == len(chunks)
    for at, match in enumerate(chunks):
        yield match.start(), match.group(), reading.alternatives[at] if fits else ()


def _figures(start: int, chunk: str, alternatives: Sequence[Alternative]) -> Iterator[Edit]:
    """A letter like a figure beside a figure (`LI0`, `F7-I9`) that the engine also saw as the figure."""
    for match in _LIKE_FIGURES.finditer(chunk):
        right = _FIGURES_MEANT[match.group()]
        seen = texts_seen(match.group(), shift_alternatives(alternatives, *match.span()))
        if seen.get(right, MIN_LOG_LIKELIHOOD) > MAX_CODE_LOSS:
            yield Edit(start + match.start(), start + match.end(), right, "rule")


def _code(start: int, chunk: str, alternatives: Sequence[Alternative], known: Collection[str]) -> list[Edit]:
    """Parts of a code's symbol that no symbol has, as the engine's likeliest alternative that one has."""
    match = SYMBOL_AS_READ.search(chunk)
    return list(_parts(start, chunk, match, alternatives, known)) if match else []


def _parts(
    start: int, chunk: str, match: re.Match[str], alternatives: Sequence[Alternative], known: Collection[str]
) -> Iterator[Edit]:
    for part in _PART.finditer(chunk, *match.span("symbol")):
        if part.group() in known or part.group().isdecimal():
            continue
        seen = texts_seen(part.group(), shift_alternatives(alternatives, *part.span()))
        least = MAX_BODY_LOSS if _GROUP.fullmatch(part.group()) else MAX_CODE_LOSS
        right = [(loss, text) for text, loss in seen.items() if text in known and loss > least]
        if right:
            yield Edit(start + part.start(), start + part.end(), max(right)[1], "rule")


def _rest_of_code(start: int, chunk: str, known: Collection[str]) -> Iterator[Edit]:
    """The body of a code that was broken at its hyphen, without letters that are none of ours (`TTr-` | `SGŒDĐT`)."""
    part = _PART.match(chunk)
    if part and (right := "".join(filter(_is_vietnamese, part.group()))) in known and right != part.group():
        yield Edit(start, start + part.end(), right, "rule")


def _is_vietnamese(char: str) -> bool:
    return char.isascii() or VIETNAMESE_LETTER.match(char) is not None


def _enumerator(start: int, chunk: str, alternatives: Sequence[Alternative], last: dict[str, str]) -> Edit | None:
    """The enumerator at the head of a line as the one before it says, if the engine saw that or saw no enumerator."""
    match = _ENUMERATOR.match(chunk)
    if not match:
        return None
    sign, end = match["sign"], match["end"]
    is_one = sign in _LETTERS if end == ")" else sign.isdecimal()
    expected = _following(last.get(end, ""))
    loss = (
        texts_seen(sign, shift_alternatives(alternatives, 0, 1)).get(expected, MAX_CODE_LOSS)
        if expected
        else MAX_CODE_LOSS
    )
    is_misread = expected not in {"", sign} and (
        loss > MAX_ENUMERATOR_LOSS if is_one else not sign.isascii() or loss > MAX_CODE_LOSS
    )
    # No list goes from `c)` to `đ)`, or has two `d)`: the stroke was eaten, or a speck taken for one.
    is_misread |= {expected, sign} == {"d", "đ"} and _UNCLEAR not in last
    if is_one or is_misread:
        last[end] = expected if is_misread else sign
        last.pop(_UNCLEAR, None)
    else:
        last[_UNCLEAR] = sign
    return Edit(start, start + 1, expected, "rule") if is_misread else None


def _following(sign: str) -> str:
    """The enumerator after this one; none after `9`, which has two figures.

    >>> _following("d"), _following("4"), _following("9")
    ('đ', '5', '')
    """
    if sign.isdecimal():
        return str(int(sign) + 1) if sign != "9" else ""
    return _LETTERS[_LETTERS.index(sign) + 1 :][:1] if sign else ""


def number_head_edits(line: str) -> list[Edit]:
    """The edit of the word before the document's number, also where it is right: nothing else stands there.

    >>> [edit.after for edit in number_head_edits("Sở: 12 /KH-SYT")], number_head_edits("Sở: 12 nhà/ 3 thôn")
    (['Số'], [])
    """
    found = _NUMBER_HEAD.match(line)
    if not found or skeleton(found["word"]).lower() != "so":
        return []
    return [Edit(*found.span("word"), "Số" if found["word"][0].isupper() else "số", "rule")]
