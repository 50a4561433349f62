# SPDX-License-Identifier: Apache-2.0
"""An outline as texts with their readings: each heading or first line a head, what stands below it its lines."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import is_unit, unit_of, without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import CAPITALS
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.acts import act, is_with_whom
from ocr_kh.plan.values.assignments.choosing import Clause, Knot, Line
from ocr_kh.plan.values.assignments.clauses import Sentence, unit_and_task
from ocr_kh.plan.values.assignments.headings import (
    hands_out,
    hands_out_nothing,
    leads_on,
    only_leads_in,
    tasks_below,
    tells_what_was_done,
    unit_line,
)
from ocr_kh.plan.values.assignments.joints import names_units
from ocr_kh.plan.values.assignments.labelled import is_label
from ocr_kh.plan.values.assignments.naming import says_no_unit
from ocr_kh.plan.values.assignments.readings.reading import of_clause, of_heading, of_line, of_names, of_several
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.findings import Assignment
    from ocr_kh.plan.model import Section
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Found

    Labelled = Callable[[Section, Pointer], Iterator[tuple[Assignment, Found]]]


def outline_of(
    sections: Sequence[tuple[Section, Pointer]], by_label: Labelled, before: tuple[str, Pointer] | None = None
) -> Knot:
    """Sections side by side, with all that is below them; the line `before` them heads them where it only names units.

    `Đối với các phòng:`, or `Công an xã` alone on its line.
    """
    knots = knots_of(sections, by_label)
    lines = [knot for knot in knots if not is_empty(knot)]
    marks = ("top", *_readable(knots))
    if before is None or not _only_names(before[0]):
        return Knot(None, lines, marks)
    text, where = before
    below = tuple(task for section, _ in sections for task in tasks_below(section))
    reading = of_names(text, below[0] if below else "", "bare")
    return Knot(Line(text, where, "", (reading,), ("paragraph", "untitled", "prose")), lines, marks, below)


def _readable(lines: Sequence[Line | Knot]) -> tuple[str, str]:
    """How many of the texts side by side may name a unit, and what share of them: in quarters."""
    heads = [line.head if isinstance(line, Knot) else line for line in lines]
    named = sum(head is not None and any(each.marks[0] != "strange" for each in head.readings) for head in heads)
    return f"readable {min(named, 3)}", f"readable quarters {round(4 * named / len(heads)) if heads else 0}"


def is_empty(text: Line | Knot) -> bool:
    """Whether nothing can be read in a text, nor in those below it."""
    if isinstance(text, Knot):
        return not text.lines and not text.given and (text.head is None or is_empty(text.head))
    return not text.readings and not text.later


def knots_of(
    sections: Sequence[tuple[Section, Pointer]], by_label: Labelled, above: tuple[str, ...] = ()
) -> list[Knot]:
    """One knot a section; those whose labels tell who does what hold only what is below them."""
    made = []
    for section, pointer in sections:
        if section.title and tells_what_was_done(section.title):
            continue
        made.append(_knot(section, pointer, by_label, above))
    return made


def _knot(section: Section, pointer: Pointer, by_label: Labelled, above: tuple[str, ...]) -> Knot:
    sections = pointer / "sections"
    below = [(child, sections / at) for at, child in enumerate(section.sections)]
    if given := tuple(by_label(section, pointer)):
        rest = knots_of([each for each in below if not is_label(each[0])], by_label)
        full = [each for each in rest if not is_empty(each)]
        return Knot(None, full, ("labelled", *_readable(rest)), given=given)
    title = section.title
    if title and hands_out_nothing(title):
        above = ("in aims",)
    handing = title is not None and hands_out(title)
    if handing:
        above = (*(mark for mark in above if mark != "handing out"), "handing out")
    tasks = tuple(tasks_below(section))
    head, first = _head(section, pointer, above, tasks)
    children = knots_of(below, by_label, above)
    every = [*_lines(section, pointer, first, above), *children]
    lines = [line for line in every if not is_empty(line)]
    kind = "none" if title is None else "hands out" if handing else "unit" if unit_of(title) else "other"
    marks = [f"title {kind}", *above, f"children {min(len(below), 3)}"]
    marks += _readable(every)
    if title and telling("all of").match(title):
        marks.append("title all of")
    if only_leads_in(section):
        marks.append("only leads in")
    if section.blocks and not first and section.blocks[0].text.endswith(":"):
        marks.append("led in by colon")
    if title and says_no_unit(title):
        marks.append("title of no unit")
    if is_with_whom(title):
        marks.append("with whom")
    return Knot(head, lines, tuple(marks), tasks[first:] if head else ())


def _head(
    section: Section, pointer: Pointer, above: tuple[str, ...], tasks: tuple[str, ...]
) -> tuple[Line | None, int]:
    """The text of a section that may name whose `tasks` stand below it, and how many blocks it takes."""
    title, blocks = section.title, section.blocks
    if only_leads_in(section):
        above = (*above, "leads in alone")
    asks = title is not None and without_request(f"{title} X") == "X"
    if title is not None and not asks:
        at_once = of_several(f"{title}: {blocks[0].text}", taken=1) if blocks else ()
        readings = (*at_once, *of_heading(title, tasks[0] if tasks else ""))
        marks = (*above, "heading place", f"tasks {min(len(tasks), 3)}")
        return Line(title, pointer, section.path, readings, marks, is_heading=True), 0
    line = unit_line(section)
    if not blocks or blocks[0].kind == "table" or (asks and line is None):
        return None, 0
    text, first = blocks[0].text, next(iter(tasks[1:]), "")
    readings = () if asks else (*of_several(text), *of_line(text))
    if line:
        readings = (of_names(line, first, "line"), *readings)
    marks = (*above, "behind asks" if asks else "first of number")
    said = {
        f"more {len(blocks) + len(section.sections) > 1}": True,
        "ends in colon": text.endswith(":"),
        "leads on": leads_on(section, tasks),
        "article": section.marker.startswith("Điều"),
    }
    marks = (*marks, *(mark for mark, holds in said.items() if holds))
    return Line(text, pointer, section.path, readings, marks, tuple(_later(text, above)), is_heading=True), 1


def _lines(section: Section, pointer: Pointer, first: int, above: tuple[str, ...]) -> Iterator[Line | Knot]:
    """The blocks behind the head, those that stand above bullets of another sign as heads of them."""
    at, blocks = first, pointer / "blocks"
    while at < len(section.blocks):
        block = section.blocks[at]
        stop = at + 1
        if block.kind != "table":
            below = _below(section, at)
            line = _line(section, blocks / at, at, above, below)
            if below and line.readings:
                stop = at + 1 + len(below)
                under = [_line(section, blocks / each, each, above, ()) for each in range(at + 1, stop)]
                full = [each for each in under if not is_empty(each)]
                kind = "bullets" if block.kind == "bullet" else "paragraphs"
                named = "title unit" if unit_of(block.text.rstrip(":")) else "title other"
                yield Knot(line, full, (kind, named, *above, *_readable(under)), below)
            else:
                yield line
        at = stop


def _line(section: Section, where: Pointer, at: int, above: tuple[str, ...], below: tuple[str, ...]) -> Line:
    block = section.blocks[at]
    readings = tuple(of_line(block.text))
    if below:
        form = "headed" if block.kind == "bullet" else "bare"
        readings = (of_names(block.text, below[0], form), *readings)
    marks = (*above, block.kind, "untitled" if section.title is None else "titled")
    if block.text.endswith(":"):
        marks = (*marks, "ends in colon")
    if below and block.kind == "bullet":
        marks = (*marks, "bullets below")
    return Line(block.text, where, section.path, readings, marks, tuple(_later(block.text, above)))


def line_of(text: str, where: Pointer, path: str) -> Knot:
    """A line by itself, outside lists of units."""
    line = Line(text, where, path, tuple(of_line(text)), ("paragraph", "titled"), tuple(_later(text, ())))
    return Knot(None, [line], ("top", *_readable([line])))


def prose_of(texts: Iterable[tuple[str, Pointer]], above: tuple[str, ...] = ()) -> Knot:
    """The paragraphs of a document without sections, or before them; `above` is said of all."""
    marks = (*above, "paragraph", "prose")
    lines = [Line(text, where, "", tuple(of_line(text)), marks, tuple(_later(text, above))) for text, where in texts]
    return Knot(None, [line for line in lines if not is_empty(line)], ("top", "prose", *_readable(lines)))


def _below(section: Section, at: int) -> tuple[str, ...]:
    """The bullets behind a bullet, up to the next of its sign, or behind units and a colon (`Đối với các thôn:`).

    The paragraphs behind a line of units with no number.
    """
    block = section.blocks[at]
    if block.kind == "paragraph" and block.text.endswith(":") and _only_names(block.text):
        return tuple(each.text for each in takewhile(lambda each: each.kind == "bullet", section.blocks[at + 1 :]))
    if block.kind == "paragraph" and _only_names(block.text):
        behind = takewhile(
            lambda each: each.kind != "table" and not _is_bare_heading(each.text), section.blocks[at + 1 :]
        )
        return tuple(each.text for each in behind)
    if block.kind != "bullet":
        return ()
    below = takewhile(lambda each: each.kind == "bullet" and each.marker != block.marker, section.blocks[at + 1 :])
    return tuple(each.text for each in below)


_LONGEST_HEADING = 14
"""Words of a heading that lost its number."""


def _is_bare_heading(text: str) -> bool:
    """Whether a line is a heading by its form: short, with a capital, and no mark at its end."""
    return text[:1].isupper() and text[-1:].isalpha() and len(text.split()) <= _LONGEST_HEADING


def _only_names(text: str) -> bool:
    """Whether a line without a number names units and nothing else: as a heading does, or before a colon."""
    heads = text[:1].isupper() if text.endswith(":") else _is_bare_heading(text)
    return heads and names_units(without_request(text)) and unit_and_task(without_request(text)) is None


def _later(text: str, above: tuple[str, ...]) -> Iterator[Clause]:
    for start, clause in _clauses(text):
        if readings := tuple(of_clause(clause)):
            sign = text[start - 2]
            pleads = ("pleads",) if without_request(clause) != clause.strip(" ,;:-–") else ()
            asks = ("asks",) if pleads and not telling("concerning").match(clause) else ()
            led = ("behind a lead",) if _ends_in_lead().search(text, max(0, start - _LONGEST_LEAD), start - 2) else ()
            marks = (*above, *pleads, *asks, *led, f"behind {sign}", f"{sign} {clause[:1].isupper()}")
            yield Clause(start, clause, readings, marks)


_LONGEST_LEAD = 40
"""Characters of an act of one who leads, before the clause behind it."""


@from_vocabulary
def _ends_in_lead(words: Vocabulary) -> re.Pattern[str]:
    """Where one leads, and the next clause says who supports: `Sở Y tế chủ trì, | Sở Tài chính phối hợp`."""
    leads = any_of(each.name for each in words.acts if each.says == "lead")
    return re.compile(rf"\s(?:{leads})$")


_CLAUSE = re.compile(rf"(?P<stop>\.)\s+(?=\S)|;\s+(?=\S)|,\s(?=[{CAPITALS}])")


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """The clauses of a text behind the first, each with where it begins; what stands between units parts none.

    >>> [clause for _, clause in _clauses("Rà soát hồ sơ. Sở Y tế, Sở Nội vụ chủ trì; Công an tỉnh phối hợp.")]
    ['Sở Y tế, Sở Nội vụ chủ trì', 'Công an tỉnh phối hợp.']
    """
    starts = [0]
    for found in _CLAUSE.finditer(text):
        if found["stop"] or not _only_named(text[starts[-1] : found.start()]):
            starts.append(found.end())
    for start, stop in pairwise([*starts[1:], len(text)]):
        yield start, text[start:stop].strip(" ;,")


def _lowered(found: re.Match[str]) -> str:
    return found.group().lower()


def _only_named(text: str) -> bool:
    """Whether a piece of text names somebody, perhaps behind a request, and does not say yet what they do."""
    begun = re.sub(r":\s\w", _lowered, text) if ":" in text else text  # `Công an xã: Giữ trật tự`
    asked = begun[max((found.end() for found in _gives().finditer(begun)), default=0) :]
    named = asked if is_unit(asked) else Sentence(asked).behind.text
    return is_unit(named) and act().search(named) is None


@from_vocabulary
def _gives(words: Vocabulary) -> re.Pattern[str]:
    """Before those whom a request names, or with whom somebody works: `phối hợp với | Công an xã, Trạm Y tế`."""
    support = any_of(each.name for each in words.acts if each.says == "support")
    return re.compile(rf"(?<!\w)(?i:{pattern_of(words.saying('gives'))}|(?:{support})\s(?:với|cùng))\s")
