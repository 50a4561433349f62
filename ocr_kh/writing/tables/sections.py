# SPDX-License-Identifier: Apache-2.0
"""sections.csv: one row a block of the outlines and annexes of all documents, for analysts.

A section without a block of its own, which only holds others, has one row too, with its heading and no text: without
it nobody would find the headings there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.tables.table import Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ocr_kh.plan.model import Block, Plan, Section
    from ocr_kh.writing.tables.csv_file import Row

_KINDS: Mapping[str, Kind] = {
    "folder": "text",
    "path": "text",
    "level": "whole",
    "marker": "text",
    "title": "text",
    "kind": "text",
    "block_marker": "text",
    "text": "text",
    "page": "whole",
}
COLUMNS = tuple(_KINDS)


def section_rows(folder: str, plan: Plan) -> Iterator[Row]:
    """The rows of one document, in reading order; paths inside an annex begin with its marker (`Phụ lục I.II`)."""
    yield from _sections(folder, plan.sections, "")
    for annex in plan.appendices:
        heading = {"path": annex.marker, "level": "", "marker": annex.marker, "title": annex.title or ""}
        yield from _blocks({"folder": folder, **heading}, annex.blocks)
        yield from _sections(folder, annex.sections, annex.marker)


def _sections(folder: str, sections: Iterable[Section], annex: str) -> Iterator[Row]:
    for section in sections:
        heading = {
            "folder": folder,
            "path": f"{annex}.{section.path}" if annex else section.path,
            "level": str(section.level),
            "marker": section.marker,
            "title": section.title or "",
        }
        yield from _blocks(heading, section.blocks)
        yield from _sections(folder, section.sections, annex)


def _blocks(heading: Row, blocks: Iterable[Block]) -> Iterator[Row]:
    """A row a block."""
    for block in blocks:
        yield heading | {
            "kind": block.kind,
            "block_marker": block.marker or "",
            "text": block.text,
            "page": _number(block.page),
        }


def _number(page: int | None) -> str:
    return "" if page is None else str(page)


SECTIONS = Table("sections", _KINDS, lambda document, plan: section_rows(document["folder"], plan))
