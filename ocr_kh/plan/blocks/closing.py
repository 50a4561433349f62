# SPDX-License-Identifier: Apache-2.0
"""The closing of a document: recipients and signatures, their lines labelled by one search.

Nghị định 30/2020, Phụ lục I, ô 7a, 7b, 9b. Where it may begin is told by lines like `Nơi nhận` or a title; whether it
does, by the search: a window in which no closing is the cheapest reading has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.forms import Form, authority_behind, is_authority
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.line import judged
from ocr_kh.genre.markdown import unmarked
from ocr_kh.genre.people import has_surname, is_name, is_rank, without_rank
from ocr_kh.genre.titles import titles
from ocr_kh.language.letters import CAPITALS, is_capitals, plain_of
from ocr_kh.plan.blocks.features.closing import closing_features
from ocr_kh.plan.blocks.features.setting import SIGN, beside_others
from ocr_kh.plan.blocks.features.strengths import AROUND, capital_strength
from ocr_kh.plan.blocks.lines import Zone, block_lines, spaced_cells
from ocr_kh.plan.blocks.recipients import entries, heads_second_list, recipients
from ocr_kh.plan.blocks.search.costs import costs_of
from ocr_kh.plan.blocks.search.labelling import Margin, label_lines
from ocr_kh.plan.blocks.signatures import stacks
from ocr_kh.plan.model import Recipient, Signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.document import Line
    from ocr_kh.plan.blocks.lines import BlockLine
    from ocr_kh.plan.blocks.search.labelling import Labelling
    from ocr_kh.plan.structure.items import Item

_BEFORE, _BEHIND = 14, (30, 90)
"""Printed lines of a window before and behind the line that it was opened for; nearly all end in the first of these."""
_SURELY_AFTER = 6
"""Lines at the end of a window, all behind the closing, that show that it has ended."""
_ANCHOR_LENGTH = 60
_LOW = 0.4
"""Part of the height of most lines below which nothing is a line: a piece of the seal, a stroke. Lines without marks
and tails have half of it."""
_CLOSE = 0.5
"""Room between two lines of one entry or title, in heights of a line, at most."""
_SIGNERS_ABREAST = 3
"""Who sign side by side, at most."""
_LISTED = ("head", "entry", "more")
_SIGNED = ("office", "name")
_FIELDS = {
    "/recipients": _LISTED,
    "/signatures/authority": ("office",),
    "/signatures/signer": ("name",),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """Recipients and signatures, and where they stand."""

    recipients: tuple[Recipient, ...] = ()
    signatures: tuple[Signature, ...] = ()
    start: int = 0
    """Index of the first line among the lines of the document."""
    end: int = 0
    """Index of the first line behind them."""
    places: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    margins: Mapping[str, Margin] = field(default_factory=dict)
    notes: tuple[Item, ...] = ()


def closing(
    lines: Sequence[Line],
    body: int,
    widths: Mapping[int, float],
    *,
    place: str | None = None,
    bodies: Sequence[str] = (),
) -> Closing:
    """The closing in the lines from `body` on; empty, at their end, where there is none.

    `place` is that of issue, `bodies` those that issue: their seals bear their names.
    """
    stop = next((at for at in range(body + 1, len(lines)) if _opens_annex(lines[at])), len(lines))
    searched, plain_bodies = body, [plain_of(each).upper() for each in bodies]
    for anchor in range(body, stop):
        if anchor < searched or not _is_anchor(lines[anchor]):
            continue
        pieces, labelling = _labelled(lines, max(body, anchor - _BEFORE), anchor, widths, plain_bodies)
        if labelling is None:
            continue
        if any(label in (*_LISTED, *_SIGNED) for label in labelling.labels):
            return _read(pieces, labelling, place, bodies)
        searched = anchor + 1
    return Closing(start=stop, end=stop)


def _labelled(
    lines: Sequence[Line], first: int, anchor: int, widths: Mapping[int, float], bodies: Sequence[str]
) -> tuple[list[BlockLine], Labelling | None]:
    """The lines from `first` on, up to some behind an anchor, and their labels; None where all are blank."""
    pieces: list[BlockLine] = []
    labelling: Labelling | None = None
    for behind in _BEHIND:
        last = min(len(lines), anchor + behind)
        pieces = block_lines(lines, range(first, last), widths, cut=_cut)
        labelling = label_lines(_features(pieces, bodies), costs_of("closing")) if pieces else None
        ended = labelling and labelling.labels[-_SURELY_AFTER:] == ("after",) * _SURELY_AFTER
        if last == len(lines) or ended:
            break
    return pieces, labelling


def _opens_annex(line: Line) -> bool:
    """The heading of an annex: no closing of the document stands behind the first of them."""
    return len(line.text) < _ANCHOR_LENGTH and judged(unmarked(line.text).text).form is Form.APPENDIX


def _is_anchor(line: Line) -> bool:
    if line.role in (Role.RECIPIENTS, Role.SIGNATURE):
        return True
    text = _within_bars(line.text.strip(" *#_'‘’`"))
    if not 3 < len(text) < 2 * _ANCHOR_LENGTH:
        return False
    if is_capitals(text) or " | " in text:
        cells = _CELLS.split(text)
        return landmark(text) is Form.AUTHORITY or (any(map(is_authority, cells)) and not _is_of_list(cells))
    if len(text) < _ANCHOR_LENGTH and "nh" in text.lower() and landmark(text) is Form.RECIPIENTS:
        return True
    if len(text) < _ANCHOR_LENGTH and (capital_strength(text) > 0 or SIGN.match(plain_of(text))):
        return is_authority(text)  # a letter misread, or `TM. Ban tổ chức`
    return judged(text).form is Form.RECIPIENTS


_SHORTEST_TITLE = 6
"""Letters of an authority behind a recipient, at least: less are a mark in the file copy (`Lưu: VT, TM. H12`)."""
_SHORT_NAME = 2
"""Words of a name that, in one line with others, may as well be those of something else."""
_TAIL = re.compile(r"(?<=[.;])\s+(?=\S+(?:\s\S+){0,6}$)")
"""Behind a recipient that has ended."""
_CELLS = re.compile(r" \| |\s{3,}")
_ENTRY = re.compile(r"[^\w\s]\s?\w")
_SPACES = re.compile(rf"(?:\t+|\s{{3,}})(?=[{CAPITALS}\-])")


def _within_bars(text: str) -> str:
    """A row of a table without the bars at its ends and its empty cells; other text, a bar alone too, as it is.

    >>> _within_bars("| THƯ KÝ |  | CHỦ TỌA |"), _within_bars("| 1 |"), _within_bars("Nơi nhận:"), _within_bars("|")
    ('THƯ KÝ | CHỦ TỌA', '1', 'Nơi nhận:', '|')
    """
    if not (text.startswith("|") and text.endswith("|")):
        return text
    return " | ".join(cell for cell in map(str.strip, text.split("|")) if cell) or text


def _is_of_list(cells: Sequence[str]) -> bool:
    """Whether cells are a row of a list of persons: with an ordinal, a title behind a name, or more than sign abreast.

    >>> _is_of_list(["Lê Thị Bông", "CHỦ TỊCH"]), _is_of_list(["THƯ KÝ Lê Thị Bông", "CHỦ TỌA"])
    (True, False)
    """
    listed = any(_is_person(one) and is_authority(two) for one, two in pairwise(cells))
    return listed or len(cells) > _SIGNERS_ABREAST or any(cell.strip(".").isdigit() for cell in cells)


def _cut(text: str) -> list[str]:
    """A line into the parts of its columns."""
    row, text = text, _within_bars(text)
    cells = [cell.strip() for cell in re.split(r"\s\|\s", text)] if " | " in text else spaced_cells(_SPACES, text)
    if " | " in text and (_is_of_list(cells) or not any(is_authority(c) or is_name(c, plain_of(c)) for c in cells)):
        return [row]
    return [part for cell in cells for part in _cut_cell(cell.strip()) if part]


def _cut_cell(text: str) -> list[str]:
    line = judged(text)
    listed = bool(_ENTRY.match(text) and line.bullet) or line.form is Form.RECIPIENTS or line.plain.startswith("Luu")
    if listed and line.form is not Form.AUTHORITY:
        if (at := authority_behind(text)) is not None and sum(map(str.isalpha, text[at:])) >= _SHORTEST_TITLE:
            return [text[:at].strip(), text[at:]]
        found = next((cut for cut in _TAIL.finditer(text) if _is_of_signature(text[cut.end() :])), None)
        return [text[: found.start()], text[found.end() :]] if found else [text]
    at = _name_behind(text)
    return [text[:at].strip(), text[at:]] if at else [text]


def _name_behind(text: str) -> int | None:
    """Where the signer's name begins behind an authority on its line; None for none."""
    if not is_authority(text):
        return None
    cuts = [found.end() for found in re.finditer(r"\s", text) if is_capitals(text[: found.start()])]
    return next((at for at in cuts if _is_person(text[at:])), None)


def _is_of_signature(text: str) -> bool:
    """A person, a rank or a title as it stands alone: no recipient."""
    return _is_person(text) or is_rank(text) or (text.isupper() and (text in titles() or _is_person(text.title())))


def _is_person(text: str) -> bool:
    """A name with a family name, no word of it in capitals but for the rank before it.

    >>> _is_person("PGS.TS. Nguyễn Văn Long"), _is_person("UBND xã Tân An"), _is_person("Nguyễn Văn Long VT")
    (True, False, False)
    """
    words = without_rank(text).split()
    named = len(words) > _SHORT_NAME and is_name(text, plain_of(text)) and has_surname(text)
    return named and not any(word.isupper() and word[1:] for word in words)


def _features(pieces: Sequence[BlockLine], bodies: Sequence[str]) -> list[dict[str, float]]:
    made: list[dict[str, float]] = []
    above: dict[Zone | None, BlockLine] = {}
    usual = median(heights) if (heights := [piece.box.height for piece in pieces if piece.box]) else 0.0
    filed = False  # the file copy ends the recipients with a full stop (Nghị định 30/2020, Phụ lục I, II.9)
    for piece, below in zip(pieces, (*pieces[1:], None), strict=True):
        column = piece.zone if piece.zone in (Zone.LEFT, Zone.RIGHT) else None
        over = above.get(column)
        shown = closing_features(piece, over)
        if over is not None and not over.text.rstrip().endswith((";", ".", ":")):
            shown["open"] = 1.0
        if _is_of_seal(piece.text, bodies) or (piece.box and piece.box.height < _LOW * usual):
            shown["seal"] = 1.0
        if "role" in shown:  # `Ý KIẾN CỦA` in print is no note by hand, and no `V. KIẾN`
            shown |= {"item": 0.0, "note": 0.0}
        if " " not in piece.text.strip():
            shown["lone"] = 1.0
        if heads_second_list(piece.text):
            shown["second_head"] = 1.0
        if filed:
            shown["filed"] = 1.0
        if below and _is_of_seal(f"{piece.text} {below.text}", bodies):
            shown |= {"seal": 1.0, "title": 0.0, "body": 0.0}  # `TRƯỜNG` above `ĐẠI HỌ`, also close below a title
        elif _is_close(piece, pieces):
            shown["close"] = 1.0
        elif _is_word_of_seal(piece.text, bodies):
            shown |= {"seal": 1.0, "title": 0.0, "body": 0.0}  # `TRƯỜNG` is like `TRƯỞNG`
        if over is not None and _runs_on(piece, over):
            shown["runs_on"] = 1.0
        filed = filed or ("archive" in shown and piece.text.endswith("."))
        made.append(shown)
        if any(map(str.isalnum, piece.text)):
            above[column] = piece
    return beside_others(made)


def _is_close(piece: BlockLine, pieces: Sequence[BlockLine]) -> bool:
    """Whether a line in capitals stands close below another: no room for the hand of one who signs between them."""
    own = piece.box
    if own is None or not is_capitals(piece.text):
        return False
    return any(
        over.page == piece.page
        and over.box is not None
        and min(over.box.x1, own.x1) > max(over.box.x0, own.x0)
        and over.box.y0 < own.y0 - _CLOSE * own.height < over.box.y1
        and is_capitals(over.text)
        for over in pieces
        if over is not piece
    )


def _runs_on(piece: BlockLine, over: BlockLine) -> bool:
    """Whether a line goes on with a recipient that did not end: it begins where that does, right below it.

    The file copy is the last of them, and a name may stand below it.
    """
    above, own = over.box, piece.box
    if above is None or own is None or over.page != piece.page or judged(over.text).bullet is None:
        return False
    ended = over.text.rstrip()[-1:] in ";.,:)" or judged(over.text).plain.lstrip("-– ").startswith("Luu")
    return not ended and abs(own.x0 - above.x0) < own.height and own.y0 < above.y1 + _CLOSE * own.height


def _is_of_seal(text: str, bodies: Sequence[str]) -> bool:
    """A piece of an issuer's name, cut inside a word: what can be read of the seal."""
    core = text.strip(AROUND + "¿")
    if len(core) > max(map(len, bodies), default=0):
        return False
    piece = plain_of(core).upper()
    for name in bodies:
        at = name.find(piece) if piece else -1
        stop = at + len(piece)
        if at >= 0 and (name[at - 1 : at].isalpha() or name[stop : stop + 1].isalpha()):
            return True
    return False


def _is_word_of_seal(text: str, bodies: Sequence[str]) -> bool:
    """Whether a line is one word of an issuer's longer name: in print it goes on with a line close above."""
    word = plain_of(text).strip()
    return word.isalpha() and word.isupper() and any(word in name.split()[:-1] for name in bodies)


def _read(pieces: Sequence[BlockLine], labelling: Labelling, place: str | None, bodies: Sequence[str]) -> Closing:
    found = _fields(pieces, labelling.labels, place, bodies)
    margins: dict[str, Margin] = {}
    read: dict[tuple[str, ...], Closing] = {}  # one other path is the rival of several fields
    for pointer, of in _FIELDS.items():
        members = {at for at, label in enumerate(labelling.labels) if label in of}
        cost, other = labelling.rival(members, of)
        if other and other not in read:
            read[other] = _fields(pieces, other, place, bodies)
        value = _value(read[other], pointer) if other else None
        margins[pointer] = Margin(cost, value if value != _value(found, pointer) else None)
    return Closing(found.recipients, found.signatures, found.start, found.end, found.places, margins, found.notes)


def _fields(pieces: Sequence[BlockLine], labels: Sequence[str], place: str | None, bodies: Sequence[str]) -> Closing:
    """The closing that the labels give."""
    labelled = list(zip(pieces, labels, strict=True))
    own = [piece.line for piece, label in labelled if label in (*_LISTED, *_SIGNED)]
    behind = next((piece.line for piece, label in labelled if label == "after"), pieces[-1].line + 1)
    listed = recipients(entries(pair for pair in labelled if pair[1] in _LISTED), place)
    signed = stacks((pair for pair in labelled if pair[1] in (*_SIGNED, "rank")), bodies)
    places: dict[str, tuple[Item, ...]] = {
        f"/recipients/{at}": tuple(line.item for line in of) for at, (_, of) in enumerate(listed)
    }
    for at, stack in enumerate(signed):
        places |= {f"/signatures/{at}/authority": tuple(piece.item for piece in stack.pieces)} if stack.pieces else {}
        places |= {f"/signatures/{at}/signer": (stack.signer_piece.item,)} if stack.signer_piece else {}
    return Closing(
        recipients=tuple(recipient for recipient, _ in listed),
        signatures=tuple(Signature(authority=tuple(stack.lines), signer=stack.signer) for stack in signed),
        start=min(own, default=behind),
        end=max(behind, max(own, default=0) + 1) if own else behind,
        places=places,
    )


def _value(found: Closing, pointer: str) -> str | None:
    if pointer == "/recipients":
        return "; ".join(each.name for each in found.recipients) or None
    if pointer.endswith("authority"):
        return "; ".join(" / ".join(each.authority) for each in found.signatures if each.authority) or None
    return "; ".join(each.signer for each in found.signatures if each.signer) or None
