# SPDX-License-Identifier: Apache-2.0
"""The outline: numbered and unnumbered headings with what stands under them, as a tree of sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.enumerators import WORDED, lost_strokes, readings, step
from ocr_kh.genre.forms import Form
from ocr_kh.genre.line import GenreLine
from ocr_kh.genre.specks import specks_before, without_specks
from ocr_kh.language.letters import is_capitals
from ocr_kh.plan.model import PLAN, Block, Section, Sections
from ocr_kh.plan.review.warnings import warn
from ocr_kh.plan.structure import tables
from ocr_kh.plan.structure.headings import Below, clean, is_heading, split
from ocr_kh.plan.structure.items import Item, Places
from ocr_kh.plan.structure.quotations import quoted
from ocr_kh.plan.structure.sequence import COSTS, Candidate, decide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.genre.enumerators import Reading
    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.structure.sequence import Decision, OutlineCosts

_SECTIONS = PLAN / "sections"
_HEADING_LENGTH = 160
"""Longest heading without a number, in characters."""
_NEXT = re.compile(r"decimal|lower$")
"""Styles that a speck before the number may hide."""
_LOWER_ITEMS = frozenset({"lower", "paren", "bracket", "parenletter"})
"""Styles whose items go on in lower case."""
_PARTY = re.compile(r"BÊN (?:[A-D]|GIAO|NHẬN|MUA|BÁN|THUÊ|CHO THUÊ)\b")
"""A party to a contract, presented in capitals."""
_ENACTED = re.compile(r"(?:NAY )?(?:QUYET DINH|QUYET NGHI|CHI THI|NGHI DINH|BAN HANH)\s?:?")
"""The word between grounds and articles, which is no heading of them."""
_BOLD, _CAPITALS = 7, 8
"""Weights of unnumbered headings that no Markdown level ranks."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a run of paragraphs, and what stands before the first of them."""

    before: tuple[Item, ...]
    sections: Sections
    warnings: tuple[Warning, ...]
    places: Places
    """Where sections and blocks stand."""


@dataclass(slots=True)
class _Node:
    """A section while it is being filled."""

    marker: str
    rest: str
    depth: int
    item: Item
    reading: Reading | None = None
    named_by: list[Item] = field(default_factory=list)
    """The lines below a lone `Chương I` that are its title."""
    listed: bool = False
    """The one before it ends in a semicolon: an item of a list, whatever follows it."""
    contents: list[Item] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)


def outline(
    items: Sequence[Item],
    *,
    recognized: bool = False,
    headed: bool = False,
    pointer: Pointer = _SECTIONS,
    costs: OutlineCosts = COSTS,
) -> Outline:
    """The outline of `items`: the body of a document, or of one of its annexes.

    With `recognized`, the text comes from an engine, and numbers may have lost a stroke. With `headed`, a title stands
    above, and a first line in capitals is a heading of the body. `pointer` is where the sections stand in the plan.
    """
    candidates = _candidates(items, costs, recognized=recognized, headed=headed)
    places = dict(zip(candidates, decide(list(candidates.values()), costs), strict=True))
    root = _assembled(items, places)
    warnings: list[Warning] = []
    _check(root, warnings, {})
    seen: dict[str, int] = {}
    stands: Places = {}
    sections = Sections(_section(node, "", "", seen, stands, pointer / at) for at, node in enumerate(root.children))
    return Outline(tuple(root.contents), sections, tuple(warnings), stands)


def placed_blocks(items: Iterable[Item]) -> list[tuple[Block, tuple[Item, ...]]]:
    """Paragraphs as blocks, each with what it was made of; rows in a row are one table, over pages too."""
    made: list[tuple[Block, tuple[Item, ...]]] = []
    for is_table, run in groupby(items, key=lambda item: item.is_table):
        if is_table:
            found = list(run)
            texts = tables.rows_of([item.text for item in found])
            rows = tables.settled([(row, item.page) for row, item in zip(texts, found, strict=True) if row])
            if rows:
                text = tables.as_text(rows)
                made.append((Block(kind="table", marker=None, text=text, page=found[0].page, rows=rows), tuple(found)))
        else:
            made += [(_block(item), (item,)) for item in run]
    return made


def _block(item: Item) -> Block:
    marked = item.line.bullet
    if marked:
        return Block(kind="bullet", marker=marked[0], text=marked[1], page=item.page)
    return Block(kind="paragraph", marker=None, text=_clear(item.text), page=item.page)


def _clear(text: str) -> str:
    """`text` without specks before and behind it; a number behind one is not to be taken for that of a section."""
    clear = without_specks(text)
    return text if clear != text and readings(clear) else clear


def _candidates(items: Sequence[Item], costs: OutlineCosts, *, recognized: bool, headed: bool) -> dict[int, Candidate]:
    """The paragraphs that may open a section, by index; the title under a lone `Chương I` is none."""
    found: dict[int, Candidate] = {}
    untitled = False
    inside = quoted([item.text for item in items])
    for at, item in enumerate(items):
        if at in inside:
            continue
        candidate = _candidate(item, costs, first=at == 0 and not headed, recognized=recognized)
        candidate = _before_first(candidate, item, items[at + 1] if at + 1 < len(items) else None)
        if candidate and (candidate.readings or not untitled):
            found[at] = candidate
        head = candidate.readings[0] if candidate and candidate.readings else None
        goes_on = untitled and candidate is not None and head is None and item.line.capitals
        untitled = goes_on or (head is not None and head.style in WORDED and head.start >= len(item.text))
    return found


def _candidate(item: Item, costs: OutlineCosts, *, first: bool, recognized: bool) -> Candidate | None:
    if item.is_table or item.role is not Role.BODY:
        return None
    if marked := item.line.bullet:
        return _behind_speck(marked[1], len(item.text), costs) if recognized else None
    found = item.line.readings or (_behind_specks(item.text, costs) if recognized else ())
    if found:
        rest = item.text[found[0].start :]
        capitals = is_capitals(rest)
        weight = item.heading or (_BOLD if item.bold else 0)
        every = lost_strokes(found) if recognized else found
        refusal = _refusal(found[0], rest, costs, capitals=capitals) + (costs.text_marked if weight else 0.0)
        return Candidate(every, refusal, capitals, weight)
    weight = 0 if first and not item.heading else _unnumbered_weight(item)
    unread = item.text if recognized and weight == _CAPITALS else ""
    return Candidate((), 0.0, item.line.capitals, weight, unread) if weight else None


def _before_first(candidate: Candidate | None, item: Item, following: Item | None) -> Candidate | None:
    """A line without a number, with the numberings that the next line may begin: its heading, if they begin again."""
    if following is None or following.is_table or (candidate and candidate.readings):
        return candidate
    begins = frozenset(each.style for each in following.line.readings if each.ordinal == (1,))
    if not begins or (candidate is None and not _may_be_heading(item)):
        return candidate
    return replace(candidate or Candidate((), 0.0, item.line.capitals), begins=begins)


def _may_be_heading(item: Item) -> bool:
    """Whether a plain line could be a heading: `Đối với các hộ dân:`, but not `Cụ thể như sau:`."""
    plain = not item.is_table and item.role is Role.BODY and item.line.bullet is None and item.form is None
    text = item.text
    short = len(text) <= _HEADING_LENGTH and text[:1].isupper() and not text.endswith(".")
    return plain and short and is_heading(text, "list")


def _behind_specks(text: str, costs: OutlineCosts) -> tuple[Reading, ...]:
    """The readings behind signs that an engine made of specks (`. b) Tên`)."""
    shift, dear = specks_before(text), costs.behind_specks
    found = readings(text[shift:]) if shift else ()
    return tuple(replace(reading, start=reading.start + shift, cost=reading.cost + dear) for reading in found)


def _behind_speck(rest: str, length: int, costs: OutlineCosts) -> Candidate | None:
    """`- 6. Tên` where the others are `5. Tên`: a speck read as a dash; taken only for what comes next."""
    shift = length - len(rest)
    found = tuple(
        replace(reading, start=reading.start + shift, cost=reading.cost + costs.behind_bullet)
        for reading in readings(rest)
        if _NEXT.match(reading.style) and reading.cost < 1 and reading.ordinal != (1,)
    )
    return Candidate(found, costs.text_speck, capitals=False) if found else None


def _refusal(reading: Reading, rest: str, costs: OutlineCosts, *, capitals: bool) -> float:
    """What it costs to take a numbered line for running text."""
    cost = costs.text
    if reading.style in WORDED:
        cost = costs.text_worded
    elif not rest:
        cost = costs.text_number
    elif capitals:
        cost = costs.text_capitals if len(rest) > 3 else costs.text_short_capitals
    elif rest[0].islower():
        cost = costs.text_lower_item if reading.style in _LOWER_ITEMS else costs.text_lower
    elif reading.style in {"upper", "lowerdot"}:
        cost = costs.text_letter
    return cost


def _unnumbered_weight(item: Item) -> int:
    """The weight of a heading without a number; 0 for text."""
    text = item.text
    if len(text) > _HEADING_LENGTH or text.endswith((".", ";", ",")) or item.form not in (None, Form.BASIS):
        return 0
    if _PARTY.match(text) or _ENACTED.fullmatch(item.line.plain):
        return 0
    if item.heading:
        return item.heading
    if item.bold:
        return _BOLD
    return _CAPITALS if item.line.capitals and len(text.split()) > 1 and not text.endswith(":") else 0


def _assembled(items: Sequence[Item], places: dict[int, Decision | None]) -> _Node:
    root = _Node("", "", -1, Item(GenreLine("")))
    path = [root]
    for at, item in enumerate(items):
        place = places.get(at)
        if place is None:
            if not _names(path[-1], item):
                path[-1].contents.append(item)
            continue
        if place.reading is None and _names(path[-1], item):
            continue
        node = _node(item, place)
        del path[place.depth + 1 :]
        path[-1].children.append(node)
        path.append(node)
    return root


def _node(item: Item, place: Decision) -> _Node:
    reading = place.reading
    if reading is None:
        return _Node("", item.text, place.depth, item)
    return _Node(reading.marker, item.text[reading.start :].strip(), place.depth, item, reading)


def _names(node: _Node, item: Item) -> bool:
    """Take `item` for the title of a `Chương I` that stands alone on its line, or for its next line in capitals."""
    reading = node.reading
    if reading is None or reading.style not in WORDED or node.contents or node.children:
        return False
    if item.is_table or len(item.text) > _HEADING_LENGTH or item.text.endswith((".", ";", ":")) or item.line.bullet:
        return False
    if node.rest and not (is_capitals(node.rest) and item.line.capitals):
        return False
    if not (item.line.capitals or item.heading or item.bold or item.centred):
        return False
    node.rest = f"{node.rest} {item.text}".strip()
    node.named_by.append(item)
    return True


def _section(  # noqa: PLR0913, PLR0917 - one call, below itself
    node: _Node, parent_path: str, parent_marker: str, seen: dict[str, int], places: Places, pointer: Pointer
) -> Section:
    path = _path(node, parent_path, parent_marker, seen)
    places[pointer] = (node.item, *node.named_by)
    for before, child in pairwise(node.children):
        child.listed = before.rest.endswith(";")
    of_children, of_blocks = pointer / "sections", pointer / "blocks"
    children = Sections(
        _section(child, path, node.marker, seen, places, of_children / at) for at, child in enumerate(node.children)
    )
    below = placed_blocks(node.contents)
    if node.marker:
        content = _content(node, [block for block, _ in below])
        title, text = split(node.rest, content, marked=node.item.heading > 0)
    else:
        title, text = clean(node.rest), ""
    if text:
        first = Block(kind="paragraph", marker=None, text=_clear(text), page=node.item.page)
        below.insert(0, (first, (node.item,)))
    places.update({of_blocks / at: items for at, (_, items) in enumerate(below)})
    return Section(
        marker=node.marker,
        level=node.depth + 1,
        path=path,
        title=title,
        page=node.item.page,
        blocks=tuple(block for block, _ in below),
        sections=children,
    )


def _content(node: _Node, blocks: Sequence[Block]) -> Below:
    """What stands under the number of `node`."""
    if node.children and not blocks:
        return "numbers"
    if node.children or (blocks and blocks[0].kind != "paragraph"):
        return "list"
    return "text" if blocks and not node.listed else "nothing"


def _path(node: _Node, parent_path: str, parent_marker: str, seen: dict[str, int]) -> str:
    """`II.1.1` for `1.1` below `1` below `II`; a second holder of a path gets `~2`."""
    own = node.marker
    if parent_marker and own.startswith(f"{parent_marker}."):
        own = own[len(parent_marker) + 1 :]
    path = f"{parent_path}.{own}" if parent_path else own
    number = seen[path] = seen.get(path, 0) + 1
    if not node.marker:
        return f"{path}~{number}"
    return path if number == 1 else f"{path}~{number}"


def _check(node: _Node, warnings: list[Warning], last: dict[str, int]) -> None:
    """Misnumbering among the children of `node`, and below: kept as printed, warned of.

    `last` holds the last place taken in each style, as articles run on through chapters.
    """
    previous: _Node | None = None
    markers: set[str] = set()
    for child in node.children:
        if child.reading is None:
            previous, markers = None, set()
        else:
            if child.reading.inferred:
                warnings.append(warn("outline.lost", page=child.item.page, marker=child.marker))
            runs_on = child.reading.ordinal[-1] == last.get(child.reading.style, 0) + 1
            if warning := _misnumbering(previous, child, repeated=child.marker in markers, runs_on=runs_on):
                warnings.append(warning)
            last[child.reading.style] = child.reading.ordinal[-1]
            if child.marker in markers and child.reading.ordinal[-1] == 1:  # all that follows repeats for one cause
                markers = set()
            previous = child
            markers.add(child.marker)
        _check(child, warnings, last)


def _misnumbering(previous: _Node | None, node: _Node, *, repeated: bool, runs_on: bool) -> Warning | None:
    reading = node.reading
    if reading is None:
        return None
    if repeated:
        return warn("outline.repeat", page=node.item.page, marker=node.marker)
    before = previous.reading if previous else None
    if before is None or before.style != reading.style:
        if reading.ordinal[-1] == 1 or (runs_on and reading.style in WORDED):
            return None
        return warn("outline.start", page=node.item.page, marker=node.marker)
    distance = step(reading.style, before.ordinal[-1], reading.ordinal[-1])
    if distance == 1 or before.ordinal[:-1] != reading.ordinal[:-1]:
        return None
    return warn(
        "outline.gap" if distance > 1 else "outline.order",
        page=node.item.page,
        before=before.marker,
        after=reading.marker,
    )
