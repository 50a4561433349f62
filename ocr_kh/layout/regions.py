# SPDX-License-Identifier: Apache-2.0
"""Where in the document each printed line stands: header, subject, grounds, body, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.document_types import party_types
from ocr_kh.genre.forms import Form
from ocr_kh.layout.printed_lines import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.layout.printed_lines import Printed

_HEADER_LINES = 30
"""Lines at the start of a document within which its header stands."""
_SHORTEST_SENTENCE = 40
"""Characters of a line that ends a sentence, as no line of a subject does."""
_HEADER_FORMS = (Form.MOTTO, Form.NUMBER, Form.DATE, Form.TYPE)


def with_regions(printed: Sequence[Printed]) -> list[Printed]:
    """The lines, each with the region of the document that it stands in, as far as those before it show."""
    has_header = any(item.form in _HEADER_FORMS for item in printed[:_HEADER_LINES])
    party = any("DANG CONG SAN" in item.line.plain for item in printed[:_HEADER_LINES])
    region = Region.HEADER if has_header else Region.BODY
    placed = []
    for number, item in enumerate(printed):
        region = _next_region(region, item, number)
        placed.append(item._replace(region=region))
        party_type = party and " ".join(item.line.plain.split()) in party_types()
        of_name = number > 0 and printed[number - 1].text.endswith(("-", "–", " VÀ"))  # `SỞ KẾ HOẠCH -` above
        if region is Region.HEADER and (item.form is Form.TYPE or party_type or item.line.names_kind) and not of_name:
            region = Region.SUBJECT
    return placed


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where header and closing stand among the lines, as indices: lines of theirs are joined to none of the text's."""

    body: int
    """The first line behind the header."""
    closing: int
    """The first line of recipients and signatures."""
    behind: int
    """The first line behind them."""

    def part(self, index: int) -> int:
        """Which part a line belongs to: 0 header, 1 body, 2 closing, 3 what stands behind it."""
        return (index >= self.body) + (index >= self.closing) + (index >= self.behind)


def with_regions_of(blocks: Blocks, printed: Sequence[Printed]) -> list[Printed]:
    """The lines with their regions, where it is known which are header and closing."""
    region, placed = Region.GROUNDS if blocks.body else Region.BODY, []
    for number, item in enumerate(printed):
        part = blocks.part(item.at)
        if part in (1, 3):
            region = _next_region(region, item, number)
            region = Region.BODY if part == 1 and region is Region.CLOSING else region
        own = {0: Region.HEADER, 2: Region.CLOSING}.get(part, region)
        region = Region.CLOSING if part == 2 else region
        placed.append(item if item.region is own else item._replace(region=own))
    return placed


def _next_region(region: Region, item: Printed, number: int) -> Region:
    if region is Region.HEADER:
        behind = Region.GROUNDS if item.form is Form.BASIS else Region.BODY
        return behind if _ends_header(item, number) else region
    if region is Region.SUBJECT:
        starts = item.line.starts_item and not item.line.is_span
        ended = item.form is not None or item.line.is_lead_in or starts or item.table
        ended = ended or item.text.lower().endswith(" điện:")  # who is called follows
        ended = ended or (item.text.endswith((".", ";")) and len(item.text) > _SHORTEST_SENTENCE)
        region = Region.GROUNDS if ended else region
    if region is Region.GROUNDS:
        return Region.BODY if item.line.starts_item or item.heading else region
    if region is Region.BODY and item.form in (Form.RECIPIENTS, Form.AUTHORITY):
        return Region.CLOSING
    if region is Region.CLOSING and item.form is Form.TYPE:
        return Region.HEADER  # of a regulation that the document issues; its title follows
    if region is Region.CLOSING and (item.line.annex_heading or len(item.text) > 160):
        return Region.BODY
    return region


def _ends_header(item: Printed, number: int) -> bool:
    if item.form in _HEADER_FORMS or item.source.role in (Role.ISSUER, Role.MOTTO):
        return False
    return number >= _HEADER_LINES or item.form is Form.BASIS or len(item.text) > 110 or item.line.starts_item
