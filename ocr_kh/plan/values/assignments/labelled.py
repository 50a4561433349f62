# SPDX-License-Identifier: Apache-2.0
"""Who does what, where labels say it: `- Đơn vị chủ trì: ...`, or a heading each (`b) Đơn vị chủ trì`).

The name of a unit alone is a label too: a bullet `- Công an xã` above its tasks, bullets of another sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import Block
from ocr_kh.plan.texts import Found
from ocr_kh.plan.values.assignments.acts import LEAD, SUPPORT
from ocr_kh.plan.values.assignments.clauses import kinds, unit_and_task
from ocr_kh.plan.values.assignments.joints import units_in
from ocr_kh.plan.values.assignments.naming import BRACKETS, is_kind
from ocr_kh.plan.values.assignments.posts import post_of, without_adjunct
from ocr_kh.plan.values.labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ocr_kh.plan.model import Section
    from ocr_kh.plan.pointers import Pointer


_ROLES = {"lead": LEAD, "doer": LEAD, "support": SUPPORT}


def labelled(
    section: Section, pointer: Pointer, in_text: Callable[[str, Pointer], Iterator[tuple[Assignment, Found]]]
) -> Iterator[tuple[Assignment, Found]]:
    """The units that labels below a heading give the task to; nothing where none names units (`Thời hạn: ...` alone).

    The task is what a label names so (`a) Nhiệm vụ: ...`), the line before the labels, else the heading. What lines
    without labels give their units is read by `in_text`.
    """
    lines = list(_lines(section, pointer))
    if not any(label.field in _ROLES for each in lines for label in labels_in(each.text)):
        return
    tasks: tuple[str, ...] = (section.title or "",)
    open_for_more = False  # the last line was a task by its label: more of them may follow
    for line in lines:
        labels = list(labels_in(line.text))
        if before := line.text[: labels[0].start].strip(" -–;") if labels else line.text:
            tasks, open_for_more = (before,), False
        for label in labels:
            if label.field == "task" and label.value:
                tasks = (*(tasks if open_for_more else ()), label.value)
                open_for_more = True
            elif role := _ROLES.get(label.field):
                open_for_more = False
                for name in _units_of(label.value):
                    found = line.found(label.start, label.at + len(label.value))
                    yield Assignment(unit=post_of(name), role=role, tasks=tasks, path=section.path), found
        if not labels:
            yield from in_text(line.text, line.where)


class _Line(NamedTuple):
    """A line that may be a label, or stand below a heading that is one and so is put before it."""

    text: str
    where: Pointer
    own: bool
    """Whether the text is all its own."""

    def found(self, start: int, stop: int) -> Found:
        return part_of(self.where, start, stop) if self.own else Found(self.where)


def part_of(where: Pointer, start: int, stop: int) -> Found:
    """A part of the text at `where`; all of it where that is no text but a section."""
    return Found(where, start, stop) if where.kind in {Block, str} else Found(where)


def _lines(section: Section, pointer: Pointer) -> Iterator[_Line]:
    """The lines of a section, and those below headings that are labels."""
    blocks, label, sign = pointer / "blocks", "", ""
    for at, block in enumerate(section.blocks):
        if block.kind == "table":
            continue
        if label and block.kind == "bullet" and block.marker != sign and next(labels_in(block.text), None) is None:
            yield _Line(f"{label} {block.text}", blocks / at, own=False)
            continue
        yield _Line(block.text, blocks / at, own=True)
        label, sign = (block.text, block.marker or "") if _is_bare_label(block.text) else ("", "")
    for at, child in enumerate(section.sections):
        if is_label(child):
            yield from _below(child, f"{child.title}: ", pointer / "sections" / at)


def _is_bare_label(text: str) -> bool:
    """Whether a line is a label and nothing else, whose units stand in the bullets below: `- Đơn vị phối hợp:`."""
    label = next(labels_in(text), None) if text.endswith(":") else None
    if label is None or label.value or label.field not in _ROLES:
        return False
    return text[: label.start].strip(" ,").lower() in {"", *kinds()}  # `Cơ quan, | đơn vị phối hợp:`


def _below(section: Section, label: str, pointer: Pointer) -> Iterator[_Line]:
    for at, block in enumerate(section.blocks):
        if block.kind != "table":
            own = next(labels_in(block.text), None) is not None
            yield _Line(block.text if own else f"{label}{block.text}", pointer / "blocks" / at, own)
    for at, child in enumerate(section.sections):
        text = " ".join(filter(None, [child.title, *(block.text for block in child.blocks)]))
        yield _Line(f"{label}{text}", pointer / "sections" / at, own=False)


def is_label(section: Section) -> bool:
    """Whether the heading of a section is a label, and the section no task with label lines of its own."""
    label = next(labels_in(f"{section.title}: "), None) if section.title else None
    if label is None or label.start or not (section.blocks or (label.field == "task" and section.sections)):
        return False  # none, or one behind other words: `Chủ trì, phối hợp:`
    return label.field != "task" or not any(
        each.field in _ROLES for block in section.blocks for each in labels_in(block.text)
    )


def _units_of(value: str) -> Iterator[str]:
    """The units of a label's value, which may tell what each does: `Sở Nội vụ chủ trì ...; Sở Tư pháp ...`."""
    for each in value.split(";"):
        kind, sign, named = each.strip().partition(": ")
        part = named if sign and is_kind(kind) else each
        told = unit_and_task(part.strip())
        yield from units_in(BRACKETS.sub("", told.unit if told else without_adjunct(part)))
