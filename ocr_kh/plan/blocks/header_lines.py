# SPDX-License-Identifier: Apache-2.0
"""Which lines may be those of a header, and what each of them shows beside its neighbours."""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.genre.dates import stamp
from ocr_kh.genre.issuers import begins_body, initials, is_bare_head, is_spelled_head, is_unfinished_name
from ocr_kh.genre.office_marks import is_receipt
from ocr_kh.genre.titles import is_head
from ocr_kh.language.letters import plain_of
from ocr_kh.plan.blocks.addressees import names_receiver
from ocr_kh.plan.blocks.captions import caption_lines
from ocr_kh.plan.blocks.features.header import header_features
from ocr_kh.plan.blocks.features.setting import beside_others, mottos
from ocr_kh.plan.blocks.features.strengths import capital_strength
from ocr_kh.plan.blocks.lines import Zone
from ocr_kh.plan.blocks.number_line import goes_on, number_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.document import Box, Line
    from ocr_kh.plan.blocks.lines import BlockLine

_RUNNING = 12
"""Lines of running text, one after the other, behind which no header goes on."""
_LONG = 90
_INITIALS = 2
"""Letters of a group of a symbol from which on it can be told whose initials it is: more than these."""
_OWN_INITIALS = 4
"""Letters from which on initials without that of the kind are no chance."""
_SURELY = 0.8
"""Strength of likeness from which a line in capitals is a motto or a type, and no name of a body."""
_BEHIND_A_NAME = " .,;:*_'‘’"
"""What an engine leaves of specks behind a name."""
_DASHES = "-–+* "
"""Before an entry of a list."""
_PARTED = 3
"""Blank lines from which on a text parts its paragraphs by them."""
_INSET = 0.15
"""Share of the text's width from which on a line stands further in than paragraphs do: 1 cm or a tab (Phụ lục I)."""
_STEP = 0.06
"""Share of the text's width by which the first line of a paragraph is set in, less a tilt: 1 cm at least (ibid.)."""
_INSET_BOTH, _UNEVEN = 0.01, 0.015
"""Shares of the text's width: from which on a line stands in at both ends, and by which these may differ, by a tilt."""
_OF_PRINT = 0.5
"""Mean confidence of the words of a line below which it is a stamp or strokes rather than print."""
_MOSTLY = 0.3
"""Strength of capitals from which a line may be the name of a body, to be told from the one above it."""


def near_lines(lines: Sequence[Line], most: int) -> list[int]:
    """The first lines, `most` of them at most, up to a run of long ones."""
    near: list[int] = []
    running = 0
    for index, line in enumerate(lines):
        if len(near) == most or running == _RUNNING:
            break
        if line.text.strip():
            near.append(index)
            running = running + 1 if len(line.text) > _LONG else 0
        else:
            near.append(index)
    return near


def whole_symbols(pieces: Sequence[BlockLine]) -> list[BlockLine]:
    """The lines, that of the number with the rest of a symbol that goes on below it in its column."""
    whole: list[BlockLine] = []
    for piece in pieces:
        above = next((at for at in reversed(range(len(whole))) if whole[at].zone is piece.zone), None)
        if above is not None and goes_on(whole[above].text, piece.text):
            whole[above] = whole[above]._replace(text=f"{whole[above].text} {piece.text}")
        else:
            whole.append(piece)
    return whole


def line_features(pieces: Sequence[BlockLine]) -> list[dict[str, float]]:
    """What each line of a header shows, those above it in its column and the symbol considered."""
    made: list[dict[str, float]] = []
    groups = _symbol_groups(pieces)
    above: dict[Zone | None, BlockLine] = {}
    names: list[str] = []
    sides = _text_sides(pieces)
    parted = sum(piece.blank for piece in pieces) >= _PARTED
    dated = False
    for at, piece in enumerate(pieces):
        column = piece.zone if piece.zone in (Zone.LEFT, Zone.RIGHT) else None
        shown = header_features(piece, above.get(column), pieces[at - 1] if at else None)
        if dated and shown.get("date_rest"):  # the end of a day inside a subject (`tháng 6 | năm 2026`)
            shown |= {"date_rest": 0.0, "date": 0.0, "goes_on": 1.0}
        dated = dated or _is_whole_day(piece.text, shown)
        if shown.get("capitals", 0.0) > _MOSTLY and max(shown.get("motto", 0.0), shown.get("kind", 0.0)) < _SURELY:
            name = piece.text.upper().rstrip(_BEHIND_A_NAME)
            letters = initials(name)
            own = (
                bool(names)
                and names[-1] != name
                and not is_unfinished_name(names[-1])
                and not is_head(names[-1])
                and any(letters.startswith(group) or _is_unit_of(letters, group) for group in groups)
            )
            rest = is_bare_head(name) and not (is_spelled_head(name) and _goes_on_in_capitals(pieces[at + 1 :], piece))
            if rest or not (own or begins_body(name, names)):
                shown["runs_on"] = 1.0
            names.append(name)
        elif "mixed" in shown or (piece.text.isdigit() and "under_hyphen" in shown):
            shown["runs_on"] = 1.0
        if (piece.zone or piece.box) and piece.zone is not Zone.WIDE:
            shown |= _of_receivers(piece, sides)
        elif piece.box and _stands_centred(piece.box, sides):
            shown["centred"] = 1.0
        if parted and piece.box is None and not piece.blank:
            shown["joined"] = 1.0
        if len(pieces) > at + 1:
            shown |= _above(piece, shown, pieces[at + 1], sides)
        made.append(shown)
        if any(map(str.isalnum, piece.text)):
            above[column] = piece
    return _before_bases(beside_others(_beside_the_page(pieces, made)))


def _beside_the_page(pieces: Sequence[BlockLine], made: Sequence[dict[str, float]]) -> Sequence[dict[str, float]]:
    """The lines with what others on the page tell of them: the day above, the motto, a caption, a closing."""
    for at in _lines_below_day(pieces, made):
        made[at]["low"] = 1.0
    for at in _rests_of_motto(pieces):
        made[at] |= {"motto": 1.0, "short": 0.0}
    for at in caption_lines(pieces, [shown.get("caption", 0.0) == 1 for shown in made]):
        made[at] |= {"caption": 1.0, "to": 0.0, "goes_on": 0.0, "garbled": 0.0}
    for shown, following in pairwise(made):
        if following.get("of_closing") and following.get("goes_on"):
            shown["of_closing"] = 1.0
    return made


def _of_receivers(piece: BlockLine, sides: tuple[float, float]) -> dict[str, float]:
    """What a line shows that is not full: whether it names who may be addressed, and stands in as their list does."""
    left, right = sides
    inset = left + _INSET * (right - left) if right < inf else inf
    shown = {
        "receivers": names_receiver(piece.text.lstrip(_DASHES)),
        "inset": piece.box is not None and piece.box.x0 > inset,
    }
    return {name: 1.0 for name, strength in shown.items() if strength}


def _above(
    piece: BlockLine, shown: Mapping[str, float], below: BlockLine, sides: tuple[float, float]
) -> dict[str, float]:
    """What a line shows with the one below it: the office of a stamp of receipt, the first line of a paragraph."""
    told = {
        "paragraph": _begins_paragraph(piece, below, sides),
        "receiver": bool(shown.get("body")) and is_receipt(below.text),
    }
    found = {name: 1.0 for name, strength in told.items() if strength}
    if "paragraph" in found:  # whatever the line above it lacks
        found["goes_on"] = shown.get("goes_on", 0.0) / 2
    return found


def _text_sides(pieces: Sequence[BlockLine]) -> tuple[float, float]:
    """Where full lines begin and end, in points; infinitely far apart if none is full."""
    full = [piece.box for piece in pieces if piece.box and piece.zone is Zone.WIDE]
    return (median(box.x0 for box in full), median(box.x1 for box in full)) if full else (-inf, inf)


def _stands_centred(box: Box, sides: tuple[float, float]) -> bool:
    """Whether a wide line stands as far in on the right as on the left: no line of a paragraph does."""
    left, right = box.x0 - sides[0], sides[1] - box.x1
    width = sides[1] - sides[0]
    return min(left, right) > _INSET_BOTH * width and abs(left - right) < _UNEVEN * width


def _begins_paragraph(piece: BlockLine, below: BlockLine, sides: tuple[float, float]) -> bool:
    """Whether a line that stands apart is set in at its start alone, and the full one below it at neither end."""
    one, two = piece.box, below.box
    if one is None or two is None or not piece.blank or {piece.zone, below.zone} != {Zone.WIDE}:
        return False
    left, right = sides
    step = _STEP * (right - left)
    return one.x0 > left + step and one.x1 > right - step and two.x0 < left + step / 2 and two.x1 > right - step


def _before_bases(lines: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The lines; one right before a basis or the opening of minutes that ends without a stop is `unended`.

    A subject ends so, and no paragraph.
    """
    ended = ("stop", "colon", "capitals", "basis", "opening")
    return [
        shown | {"unended": 1.0}
        if (below.get("basis") or below.get("opening")) and not any(map(shown.get, ended))
        else shown
        for shown, below in pairwise([*lines, {}])
    ]


def _is_unit_of(letters: str, group: str) -> bool:
    """Whether a group of a symbol is the initials of a body without its kind (`CTSV`: PHÒNG CÔNG TÁC SINH VIÊN)."""
    return len(group) >= _OWN_INITIALS and letters.startswith(group, 1)


def _is_whole_day(text: str, shown: Mapping[str, float]) -> bool:
    """Whether a line is that of place and date, and tells day, month and year: nothing of it stands elsewhere."""
    found = stamp(text) if shown.get("date", 0.0) >= _SURELY else None
    return found is not None and len(found.date or "") == len("2026-01-31")


def _goes_on_in_capitals(below: Sequence[BlockLine], line: BlockLine) -> bool:
    """Whether the next line of the same column is set in capitals; what an engine made of a stamp there is none."""
    following = next((piece for piece in below if piece.zone is line.zone or line.zone is None), None)
    if following is None or following.confidence < _OF_PRINT:
        return False
    return capital_strength(following.text) > _MOSTLY and number_line(following.text) is None


def _lines_below_day(pieces: Sequence[BlockLine], made: Sequence[Mapping[str, float]]) -> Iterator[int]:
    """The lines that stand below place and date and not left of them: none of them names who issues.

    Without a day they stand below the motto, where that is on the right; below one in the middle a body may stand.
    """
    days = [piece.box for piece, shown in zip(pieces, made, strict=True) if shown.get("date", 0.0) >= _SURELY]
    mottos_right = [
        piece.box
        for piece, shown in zip(pieces, made, strict=True)
        if piece.zone is Zone.RIGHT and shown.get("motto", 0.0) >= _SURELY
    ]
    day = next(iter(days or mottos_right[-1:]), None)
    if day is None:
        return
    for at, piece in enumerate(pieces):
        box = piece.box if piece.page == pieces[0].page and piece.zone is not Zone.LEFT else None
        if box and box.x1 > day.x0 and box.y0 > day.y1:
            yield at


def _rests_of_motto(pieces: Sequence[BlockLine]) -> Iterator[int]:
    """The lines that are the last words of a motto whose first line has no more room for them."""
    plain = [plain_of(piece.text).upper() for piece in pieces]
    lost = {motto.removeprefix(f"{each} ") for each in plain for motto in mottos() if motto.startswith(f"{each} ")}
    parts = set(mottos())
    yield from (at for at, each in enumerate(plain) if each in lost and each not in parts)


def _symbol_groups(pieces: Sequence[BlockLine]) -> set[str]:
    """The groups of letters in the symbol, without marks: one of them may be the initials of the issuer."""
    symbols = (found.symbol or "" for piece in pieces if (found := number_line(piece.text)))
    return {group for symbol in symbols for group in re.split(r"[-/.&]", plain_of(symbol)) if len(group) > _INITIALS}
