# SPDX-License-Identifier: Apache-2.0
"""Signatures from lines of authority and names: which lines stand above which name.

With boxes the place decides: a line belongs to the stack above it in its column, a name to the stack over it. Without,
the order does: names that follow several stacks go to them from left to right.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ocr_kh.genre.forms import is_authority
from ocr_kh.genre.issuers import is_unfinished_name
from ocr_kh.genre.organisations import is_body_name
from ocr_kh.genre.titles import deputy_of, deputy_title, is_head, is_title, mended, title_anywhere, titles
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.confusions import translation
from ocr_kh.language.letters import is_capitals, plain_of
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.plan.blocks.centred import completed
from ocr_kh.plan.blocks.completion import whole_lines, with_deputy, with_known_body
from ocr_kh.plan.blocks.lines import Zone
from ocr_kh.plan.blocks.persons import is_readable, person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_SIGN = re.compile(r"(?<=\s)(?:KT|TL|TUQ)\s?\.\s?[A-Z]")
_SIGNS_FOR = re.compile(r"(?:TM|KT|TL|TUQ)\. |[TK]/[MTL]\b")
_GOES_ON = re.compile(r"(?:[^A-Z]|\b(?:KIEM|DOAN|BAN|TM|KT|TL|TUQ|Q|PHO|P|DUYET|CUA)|/[MTL])$")
"""Before a title that belongs to the same line (`TM. ĐOÀN CHỦ TỊCH`, `Ý KIẾN CỦA CHỦ TỊCH`, `BỘ TRƯỞNG, CHỦ NHIỆM`)."""
_EDGES = re.compile(r"^(?:[^\w(]|_)+|(?:[^\w).]|_)+$")
"""Signs that an engine made of strokes beside a line."""
_STROKES = re.compile(r"^(?:\S )+|(?: \S)+$")
"""Lone letters that it made of them."""
_STROKE_INSIDE = re.compile(r" [^\W\d_A-Z](?= )")
_ASIDE = 90.0
"""Points by which a line of a stack may stand aside of the one above it: less than the gap between two signers."""
_ROOM = 4
"""Heights of a line that a signature takes, at least."""
_SHORTEST = 3
"""Letters of the shortest line of authority."""
_DEPUTY = 45
"""Likeness (0 to 100) to its deputy's title of a garbled line below `KT.` and a title: nothing else stands there."""


_END = 4
"""Letters at the end of a garbled title that tell it there."""


@dataclass(slots=True)
class Stack:
    """Lines of authority and the name below them."""

    lines: list[str] = field(default_factory=list)
    pieces: list[BlockLine] = field(default_factory=list)
    signer: str | None = None
    signer_piece: BlockLine | None = None


def stacks(pieces: Iterable[tuple[BlockLine, str]], bodies: Sequence[str] = ()) -> list[Stack]:
    """The signatures in lines labelled `office` or `name`, in reading order; `bodies` are those that issue."""
    found: list[Stack] = []
    rank: BlockLine | None = None
    for piece, label in pieces:
        if label == "rank":
            rank = piece
        elif label == "office":
            _add_office(piece, found)
        else:
            _add_name(piece._replace(text=f"{rank.text} {piece.text}") if rank else piece, found)
            rank = None
    for stack in found:
        if any(piece.confidence < 1 for piece in stack.pieces):
            stack.lines = [with_known_body(line, bodies) for line in whole_lines(stack.lines)]
        if not any(_is_beside(stack, other) for other in found if other is not stack):
            _complete_title(stack)
            stack.lines = completed(stack.lines, stack.pieces, stack.signer_piece)
        if stack.signer_piece and any(piece.confidence < 1 for piece in stack.pieces):
            stack.lines = with_deputy(stack.lines)
    return [stack for stack in found if stack.lines or stack.signer_piece]


def _is_beside(stack: Stack, other: Stack) -> bool:
    """Whether two signers stand side by side: the lines above them may name the parties (`VĂN PHÒNG`, `CÔNG AN`)."""
    if not stack.pieces or not other.pieces:
        return False
    one, two = stack.pieces[-1], other.pieces[-1]
    if one.box is None or two.box is None or one.page != two.page:
        return one.line == two.line
    return min(one.box.y1, two.box.y1) > max(one.box.y0, two.box.y0)


def _complete_title(stack: Stack) -> None:
    """The line above a name, whole, where the seal ate its first word: it covers the left third of a signature."""
    if stack.signer_piece and stack.lines and stack.pieces and stack.pieces[-1].confidence < 1:
        stack.lines[-1] = _beheaded_titles().get(stack.lines[-1], stack.lines[-1])
        if len(stack.lines) == 1:
            stack.lines = [_last_words_of_titles().get(stack.lines[0], stack.lines[0])]


@from_vocabulary
def _beheaded_titles(words: Vocabulary) -> dict[str, str]:
    """Titles without their first word (`THANH TRA`) to the one title that it may be; those of the State's heads apart.

    What is a title itself without it, or a single word, may be anything.
    """
    heads = [title for title in words.titles if not title.startswith("TỔNG ")]
    rests = Counter(title.partition(" ")[2] for title in heads)
    found = ((title.partition(" ")[2], title) for title in heads)
    return {rest: title for rest, title in found if " " in rest and rests[rest] == 1 and rest not in words.titles}


@from_vocabulary
def _last_words_of_titles(words: Vocabulary) -> dict[str, str]:
    """Last words of titles of two (`TỊCH`, `PHÁN`) to the one that ends so: a word alone above a name is such."""
    rests = [title.split() for title in words.titles if title.count(" ") == 1]
    counts = Counter(last for _, last in rests)
    return {last: f"{first} {last}" for first, last in rests if counts[last] == 1 and last not in words.titles}


def _add_office(piece: BlockLine, found: list[Stack]) -> None:
    over = [stack for stack in reversed(found) if _is_over(stack, piece)]
    half = piece.box.width / 2 if piece.box else 0.0
    nearest = (next((stack for stack in over if _overlap(stack, piece) > least), None) for least in (half, 0.0))
    above = next(filter(None, nearest), next(iter(over), None))
    if above and _is_heading(above, piece):
        found.remove(above)
        above = None
    for line in map(spelled, cut_titles(without_strokes(piece.text))):
        if sum(map(str.isalpha, line)) < _SHORTEST:
            continue
        if above is None or above.signer_piece or _opens(line, above) or _is_of_next_row(line, piece, above):
            above = Stack()
            found.append(above)
        _append(line, piece, above)


def _is_heading(above: Stack, piece: BlockLine) -> bool:
    """Whether what stands above a line is a heading over several stacks side by side (`CÁC THÀNH VIÊN DỰ HỌP`)."""
    over = above.pieces[0].zone is Zone.CENTRE and len(above.pieces) == 1 and not above.signer_piece
    return over and piece.zone in (Zone.LEFT, Zone.RIGHT)


def _opens(line: str, above: Stack) -> bool:
    """The bare title of a head below another one: that of the next signer. A post (`CHẤP HÀNH VIÊN`) is held beside."""
    if not _posts().isdisjoint((line, *above.lines)):
        return False
    return is_head(line) and len(above.lines) == 1 and is_head(above.lines[0]) and line != above.lines[0]


@from_vocabulary
def _posts(words: Vocabulary) -> frozenset[str]:
    """Titles of judges, bailiffs, notaries and prosecutors, who may head their office as well."""
    return frozenset(words.fixed("post", "whole"))


def _is_of_next_row(line: str, piece: BlockLine, above: Stack) -> bool:
    """Whether a line that signs for another stands a signature below the stack above it, whose name was not read."""
    over, own = above.pieces[-1].box if above.pieces else None, piece.box
    if over is None or own is None or above.pieces[-1].page != piece.page:
        return False
    return own.y0 - over.y1 > _ROOM * own.height and bool(_SIGNS_FOR.match(line))


def _append(line: str, piece: BlockLine, above: Stack) -> None:
    short = line.startswith("P. ") and is_title(line)  # a deputy's title as some write it
    if not short and (deputy := deputy_of(above.lines, line)):
        above.lines[-1], line = deputy
    elif not short and (wanted := _deputy(above.lines)) and _may_mean(line, wanted):
        line = wanted
    # the same line read again
    twice = above.lines and not (is_title(line) or is_whole(line)) and _may_mean(line, above.lines[-1])
    if above.pieces and is_unfinished_name(above.pieces[-1].text) and not is_authority(line):
        above.lines[-1] += " -"
    if line and line not in above.lines[-1:] and not twice:
        above.lines.append(line)
        above.pieces.append(piece)


def _may_mean(line: str, title: str) -> bool:
    """Whether a garbled line is near enough to a title to be it; a line of whole words says what it says."""
    if is_whole(line):
        return plain_of(line) == plain_of(title)
    plain, meant = plain_of(line).upper(), plain_of(title)
    return plain[-_END:] == meant[-_END:] or fuzz.ratio(plain, meant) >= _DEPUTY


def is_whole(line: str) -> bool:
    """Whether a line consists of words of the language, and of no sign that none has."""
    words = re.findall(r"\w+", line)
    return not re.search(r"[^\w\s.,\-/()]", line) and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    """A syllable, or initials, which have hardly a vowel."""
    return len(word) > 1 and (is_syllable(word.lower()) or (word.isupper() and not set("AEIO") & set(plain_of(word))))


def _deputy(lines: list[str]) -> str | None:
    """The title that stands below `KT.` and the title of a head."""
    found = re.match(r"KT\. (.+)", lines[-1]) if lines else None
    if found is None or not is_head(found[1]):
        return None
    return deputy_title(found[1])


def _add_name(piece: BlockLine, found: list[Stack]) -> None:
    nameless = [stack for stack in found if not stack.signer_piece]
    nameless = [stack for stack in nameless if _beside(stack, piece)] or nameless
    over = _nearest([stack for stack in nameless if _overlap(stack, piece) > 0])
    stack = max(over, key=lambda stack: _overlap(stack, piece)) if over else next(iter(nameless), None)
    if stack is None or not (stack in over or _is_below(stack, piece) or stack.pieces[-1].line == piece.line):
        stack = Stack()
        found.append(stack)
    name = person(piece.text, is_read=piece.confidence < 1) if is_readable(piece.text) else None
    stack.signer, stack.signer_piece = name, piece


def _nearest(over: Sequence[Stack]) -> list[Stack]:
    """Of stacks above a name, those below which no other of them stands in its column."""
    columns = ((stack, [other for other in over if _overlap(stack, other.pieces[0]) > 0]) for stack in over)
    return [stack for stack, column in columns if stack is max(column, key=_foot, default=stack)]


def _foot(stack: Stack) -> float:
    return max((piece.box.y1 for piece in stack.pieces if piece.box), default=0.0)


def _is_over(stack: Stack, piece: BlockLine) -> bool:
    """Whether a line belongs to the column of a stack."""
    if not stack.pieces:
        return False
    if stack.pieces[-1].line == piece.line or not _beside(stack, piece):
        return False
    return not _has_boxes(stack, piece) or _overlap(stack, piece) > 0 or _is_below(stack, piece)


def _is_below(stack: Stack, piece: BlockLine) -> bool:
    """Whether a line stands wholly below a stack, and near to it, though not in one line with it."""
    above, own = stack.pieces[-1].box, piece.box
    if above is None or own is None or stack.pieces[-1].page != piece.page:
        return True
    return own.y0 > above.y1 - above.height / 2 and own.x0 - above.x1 < _ASIDE and above.x0 - own.x1 < _ASIDE


def _beside(stack: Stack, piece: BlockLine) -> bool:
    """Whether both are the same part of lines that were cut, or one of them was not cut."""
    parts = {each.part for each in (stack.pieces[-1], piece)} if stack.pieces else {piece.part}
    return None in parts or len(parts) == 1 or _has_boxes(stack, piece)


def _has_boxes(stack: Stack, piece: BlockLine) -> bool:
    return bool(stack.pieces) and stack.pieces[-1].box is not None and piece.box is not None


def _overlap(stack: Stack, piece: BlockLine) -> float:
    """By how many points a line overlaps the widest line of a stack above it."""
    boxes = [each.box for each in stack.pieces if each.box and each.page == piece.page]
    if piece.box is None or not boxes:
        return 0.0
    return max(min(box.x1, piece.box.x1) - max(box.x0, piece.box.x0) for box in boxes)


def without_strokes(text: str) -> str:
    """A line of authority without what an engine made of a pen's strokes beside it and through it.

    >>> without_strokes("KT. CHỦ TỊCH k"), without_strokes("KT. BỘ ä TRƯỞNG"), without_strokes("_.... TRƯỞNG BAN")
    ('KT. CHỦ TỊCH', 'KT. BỘ TRƯỞNG', 'TRƯỞNG BAN')
    >>> without_strokes("KT. CHỦ h] TỊCH"), without_strokes("PHÓ GIÁM 4€ ĐỐC"), without_strokes("TRƯỞNG PHÒNG Nội vụ")
    ('KT. CHỦ TỊCH', 'PHÓ GIÁM ĐỐC', 'TRƯỞNG PHÒNG Nội vụ')
    """
    core = _EDGES.sub("", text)
    stripped = _STROKES.sub("", core)
    words = _STROKE_INSIDE.sub("", stripped).split()
    if is_title(whole := " ".join(word for word in words if word.isupper() or is_syllable(word.lower()))):
        return whole
    return stripped if not is_capitals(core) and is_capitals(stripped) and is_authority(stripped) else core


def cut_titles(text: str) -> list[str]:
    """The lines of authority in a line.

    >>> cut_titles("KT. CHỦ TỊCH PHÓ CHỦ TỊCH"), cut_titles("TM. HỘI SINH VIÊN TRƯỜNG")
    (['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], ['TM. HỘI SINH VIÊN TRƯỜNG'])
    """
    plain = plain_of(text)
    starts = {
        found.start()
        for found in title_anywhere().finditer(plain)
        if not _GOES_ON.search(plain[: found.start()].rstrip())
        and not _is_garbled_word(text[: found.start()].strip())
        and _bears_marks_of_title(text[found.start() : found.end()])
    }
    cuts = sorted({0, len(text), *starts, *(found.start() for found in _SIGN.finditer(plain))})
    return [text[start:stop].strip() for start, stop in pairwise(cuts) if text[start:stop].strip()]


@from_vocabulary
def _words_of_titles(words: Vocabulary) -> tuple[tuple[str, list[str]], ...]:
    """Each title without marks, and its words."""
    return tuple((plain_of(title), title.split()) for title in titles(words))


def _bears_marks_of_title(text: str) -> bool:
    """Whether a title is not told by its letters alone: `VIÊN TRƯỜNG` is that of no head, `CHU TICH` may be.

    An engine misreads the marks of one word of a title, hardly of all.
    """
    plain = plain_of(text)
    words = {word for title, own in _words_of_titles() if plain.endswith(title) for word in own}
    return any(word.isascii() or word in words for word in place_tones(text).split())


_GARBLED_LETTERS = 5
"""Letters of a word before a title, at most, that is a part of it under ink (`PIIÓ HIỆU TRƯỞNG`)."""


def _is_garbled_word(text: str) -> bool:
    """Whether a text is one short word in capitals that no language has."""
    return text.isalpha() and text.isupper() and len(text) <= _GARBLED_LETTERS and not is_whole(text)


def spelled(line: str) -> str:
    """`KT.CHỦ TỊCH` as `KT. CHỦ TỊCH`, with its first letter where that was lost; a garbled title as the one it means.

    >>> spelled("KT.CHỦ TỊCH"), spelled("M. HỘI ĐỒNG XÉT XỬ")
    ('KT. CHỦ TỊCH', 'TM. HỘI ĐỒNG XÉT XỬ')
    >>> spelled("TÍM ỦY BAN KIỂM TRA"), spelled("KIT CHỦ TỊCH"), spelled("TIM MẠCH")
    ('T/M ỦY BAN KIỂM TRA', 'K/T CHỦ TỊCH', 'TIM MẠCH')
    >>> spelled("(!AM ĐỐC"), spelled("(đã ký)")
    ('GIÁM ĐỐC', '(đã ký)')
    """
    slash = _SLASH_READ_AS_LETTER.match(line)
    if slash and (is_body_name(line[slash.end() :]) or is_title(line[slash.end() :])):
        line = f"{slash[1]}/{slash[2]} {line[slash.end() :]}"
    plain = re.sub(r"^(TM|KT|kT|TL|TUQ|UQ|Q|M|L)\s?[.,]\s*", _sign, " ".join(line.split()))
    if not is_capitals(plain):
        return plain.rstrip(" ,;:")
    title = _UNIT.sub(lambda found: _UNITS[plain_of(found[0])], plain.rstrip(" ,;:."))
    meant = mended(_PEN_STROKES.sub("", title).translate(_STROKES_AS_LETTERS))
    return meant if is_title(meant) else mended(title)


def _sign(found: re.Match[str]) -> str:
    sign = found[1].upper()
    return f"{_BEHEADED_SIGNS.get(sign, sign)}. "


_SLASH_READ_AS_LETTER = re.compile(r"([TK])[ÍÌIl1|!]([MTL])\s+")
"""`T/M` and `K/T` as an engine reads them."""
_PEN_STROKES = re.compile(r"[()\[\]{}<>*“”‘’`]")
_STROKES_AS_LETTERS = translation("roman", "!|")
"""In capitals, as in Roman numbers."""
_BEHEADED_SIGNS = {"M": "TM", "L": "TL", "UQ": "TUQ"}
_UNITS = {plain_of(unit): unit for unit in ("TỈNH", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG")}
_UNIT = re.compile(r"(?<=UBND )(?:T[IÌÍỈĨỊ]NH|HUY[EÊỀẾỂỄỆ]N|QU[AÂẦẤẨẪẬ]N|X[AÀÁẢÃẠ]|PH[ƯU][ƠỜỚỞỠỢ]NG)(?= |$)")
"""The unit behind `UBND`, its marks under ink read as others (`UBND TĨNH`): no other word stands there."""
