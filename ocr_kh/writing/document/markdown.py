# SPDX-License-Identifier: Apache-2.0
"""plan.md: a plan as Markdown that reads well, and that `parse` turns into the same outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.writing.document.printed import PARTY, date_line, is_party, marker_text, number_line, recipient_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.plan.model import Appendix, Block, Header, Plan, Recipient, Section, Signature

_MAX_HEADING_LEVEL = 6
"""Markdown has six levels of headings; the document type takes the first."""


def plan_markdown(plan: Plan) -> str:
    """The whole plan, parts in the order of the page, a blank line between paragraphs."""
    parts = [
        *_header(plan.header),
        *_title(plan),
        *plan.bases,
        *plan.preamble,
        *_sections(plan.sections, ()),
        *([plan.closing] if plan.closing else []),
        *_recipients(plan.recipients),
        *(part for signature in plan.signatures for part in _signature(signature)),
        *(part for appendix in plan.appendices for part in _appendix(appendix)),
    ]
    return "\n\n".join(parts) + "\n"


def _header(header: Header) -> Iterator[str]:
    bodies = [f"**{body}**" for body in (header.parent_issuer, header.issuer) if body]
    if bodies:
        yield "  \n".join(bodies)
    marks = [mark for mark in (header.urgency, header.secrecy, header.copy_mark) if mark]
    if marks:
        yield "  \n".join(marks)
    if is_party(header):  # its types are those of the Party; the State's motto tells a reader nothing
        yield f"**{PARTY}**"
    if number := number_line(header):
        yield number
    if date := date_line(header):
        yield f"*{date}*"


def _title(plan: Plan) -> Iterator[str]:
    if plan.document_type:
        yield f"# {plan.document_type}"
    if plan.subject:
        yield f"**{plan.subject}**"
    if plan.addressees:
        yield "Kính gửi:" + "".join(f"\n- {name};" for name in plan.addressees)
    if plan.authority_line:
        yield f"**{plan.authority_line}**"


def _sections(sections: Iterable[Section], above: tuple[str, ...]) -> Iterator[str]:
    for section in sections:
        blocks = list(section.blocks)
        number = marker_text(section.marker, above)
        if section.title is None and blocks and blocks[0].kind == "paragraph":
            yield f"{number} {blocks.pop(0).text}"
        else:
            level = min(len(above) + 2, _MAX_HEADING_LEVEL)
            yield f"{'#' * level} {number} {section.title or ''}".replace("  ", " ").rstrip()
        yield from _blocks(blocks)
        yield from _sections(section.sections, (*above, number))


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """Blocks as parts; bullets that follow each other stay together."""
    listed: list[str] = []
    for block in blocks:
        if block.kind == "bullet":
            listed.append(f"{block.marker} {block.text}")
            continue
        if listed:
            yield "\n".join(listed)
            listed = []
        yield _table(block.rows) if block.kind == "table" else block.text
    if listed:
        yield "\n".join(listed)


def _table(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    lines = [_row([*row, *[""] * (width - len(row))]) for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _recipients(recipients: Sequence[Recipient]) -> Iterator[str]:
    if recipients:
        yield "**Nơi nhận:**\n\n" + "\n".join(recipient_lines(recipients))


def _signature(signature: Signature) -> Iterator[str]:
    if signature.authority:
        yield "  \n".join(f"**{line}**" for line in signature.authority)
    if signature.signer:
        yield f"**{signature.signer}**"


def _appendix(appendix: Appendix) -> Iterator[str]:
    if appendix.marker:
        yield f"# {appendix.marker}"
    if appendix.title:
        yield f"**{appendix.title}**"
    if appendix.note:
        yield f"*({appendix.note})*"
    yield from _blocks(appendix.blocks)
    yield from _sections(appendix.sections, ())
