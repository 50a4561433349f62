# SPDX-License-Identifier: Apache-2.0
"""The plan as data: the contract's plan.json, as frozen pydantic models with a published JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, SupportsIndex, overload

from pydantic import AfterValidator, ConfigDict, Field

from ocr_kh.plan.base import FrozenModel, PageNumber
from ocr_kh.plan.chunks import MAX_WORDS, Chunk, chunks
from ocr_kh.plan.fields import (  # noqa: TC001 - pydantic asks for them
    DigitalSignature,
    Evidence,
    FieldProbability,
    Note,
    Received,
)
from ocr_kh.plan.findings import Assignment, Citation, Deadline, Target  # noqa: TC001 - pydantic asks for them
from ocr_kh.plan.html import plan_html
from ocr_kh.plan.papers.model import DossierPaper  # noqa: TC001 - pydantic asks for it
from ocr_kh.plan.pointers import Pointer
from ocr_kh.plan.reading_account import LeftOut, Quality
from ocr_kh.plan.texts import Unit, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Source(FrozenModel):
    """The file the plan was read from."""

    name: str | None = Field(default=None, description="File name with extension; null for text without a name.")
    sha256: str | None = Field(
        default=None, description="SHA-256 of the file, in hexadecimal; null for text from a stream."
    )
    pages: int | None = Field(
        default=None, description="Number of pages of the document; null where the input is plain text."
    )
    page_range: tuple[int, int] | None = Field(
        default=None, description="First and last page of the document in the file."
    )


class Header(FrozenModel):
    """Who issued the document, its number, place and date (Nghị định 30/2020, ô 2-4, 10)."""

    parent_issuer: str | None = Field(
        default=None, description="Superior body, in capitals, printed lines joined by a space."
    )
    issuer: str | None = Field(default=None, description="Issuing body, in capitals, printed lines joined by a space.")
    issuer_inferred: bool = Field(
        default=False, description="The issuer was inferred from the body: the header block is missing."
    )
    number: str | None = Field(
        default=None, description="Number without leading words and symbol; null when the form is blank."
    )
    symbol: str | None = Field(default=None, description="Symbol of type and body, as `KH-UBND`.")
    place: str | None = Field(default=None, description="Place name before the date.")
    date: str | None = Field(default=None, description="As precise as the page: `2026-03-04`, `2025-07` or `2025`.")
    urgency: str | None = Field(default=None, description="Degree of urgency (HỎA TỐC, THƯỢNG KHẨN, KHẨN).")
    secrecy: str | None = Field(default=None, description="Degree of secrecy (TUYỆT MẬT, TỐI MẬT, MẬT).")
    copy_mark: str | None = Field(default=None, alias="copy", description="Copy mark (SAO Y, SAO LỤC, TRÍCH SAO).")
    circulation: str | None = Field(
        default=None, description="How far it may go (XEM XONG TRẢ LẠI, LƯU HÀNH NỘI BỘ); ô 11."
    )
    issuers: tuple[str, ...] = Field(
        default=(), description="The bodies one by one where several issue together; `issuer` has them all."
    )
    received: Received | None = Field(
        default=None, description="The stamp of receipt; null where there is none that can be read."
    )

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Block(FrozenModel):
    """A paragraph, a bulleted item or a table in a section."""

    kind: Literal["paragraph", "bullet", "table"]
    marker: str | None = Field(default=None, description="The bullet as printed (`-`, `+`, `*`); null for other kinds.")
    text: str = Field(description="The text without the bullet; for a table its rows as lines, cells joined by ` | `.")
    page: PageNumber = None
    rows: tuple[tuple[str, ...], ...] = Field(
        default=(), description="The cell texts of a table, row by row; empty for other kinds."
    )


class Sections(tuple["Section", ...]):
    """Sections that stand side by side: a tuple that also knows the paths of all sections in it.

    `sections[0]` is the first, `sections["II.1"]` the section of that path, at whatever depth; KeyError where none is.
    `"II.1" in sections` tells whether there is one, `sections.get("II.1")` gives it, or None.
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Section: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Section, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Section | tuple[Section, ...]:
        if not isinstance(key, str):
            return super().__getitem__(key)
        if (found := self.get(key)) is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None if isinstance(key, str) else super().__contains__(key)

    def get(self, path: str, default: Section | None = None) -> Section | None:
        """The section of that path, at whatever depth; `default` where none is."""
        return next((section for section in self.walk() if section.path == path), default)

    def walk(self) -> Iterator[Section]:
        """All sections in reading order, each before those under it."""
        for section in self:
            yield section
            yield from section.sections.walk()


if TYPE_CHECKING:
    _SectionTuple = Sections
else:
    _SectionTuple = Annotated[tuple["Section", ...], AfterValidator(Sections)]


class Section(FrozenModel):
    """A numbered heading or numbered paragraph with all that stands under it."""

    marker: str = Field(
        description="As printed, without final punctuation: `I`, `1.1`, `a`, `Điều 1`; empty for a heading without."
    )
    level: int = Field(description="Depth in this document, from 1.")
    path: str = Field(description="Unique address: markers from the top, as `II.1.a`; the second `II.6` is `II.6~2`.")
    title: str | None = Field(
        default=None, description="The heading without final punctuation; null for a numbered paragraph."
    )
    page: PageNumber = None
    blocks: tuple[Block, ...] = Field(
        default=(), description="What stands directly under it, before its first subsection."
    )
    sections: _SectionTuple = Field(default=(), validate_default=True)

    def text(self, *, deep: bool = False) -> str:
        """The texts directly under its heading, one a line; `deep`: also headings and texts of the sections in it."""
        lines = [block.text for block in self.blocks]
        for section in self.sections if deep else ():
            heading = ". ".join(filter(None, (section.marker, section.title)))
            lines += [heading, section.text(deep=True)]
        return "\n".join(filter(None, lines))


class Recipient(FrozenModel):
    """One printed recipient (Nơi nhận); the last is the `Lưu:` line."""

    name: str
    purpose: str | None = Field(
        default=None, description="Why it is sent, as printed, without `để`: `b/c`, `c/đ`, `t/h`."
    )


class Signature(FrozenModel):
    """One signer and what stands above the name."""

    authority: tuple[str, ...] = Field(
        default=(), description="One entry a printed line: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, ..."
    )
    signer: str | None = Field(default=None, description="The name; null when there is none.")


class Appendix(FrozenModel):
    """An annex with its own heading and outline."""

    marker: str = Field(description="As printed: `Phụ lục I`, `QUY CHẾ`; empty for matter without a heading.")
    title: str | None = None
    note: str | None = Field(
        default=None, description="What stands in parentheses under the title (`Kèm theo Kế hoạch số ...`)."
    )
    page: PageNumber = None
    blocks: tuple[Block, ...] = ()
    sections: _SectionTuple = Field(default=(), validate_default=True)


class Warning(FrozenModel):  # noqa: A001 - the contract's word
    """Something a person should look at."""

    code: str = Field(description="What kind: `outline.gap`, `outline.repeat`, `header.number`, ...")
    message: str
    page: PageNumber = None


class Plan(FrozenModel):
    """An administrative document as data: header, outline, closing."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    source: Source = Source()
    header: Header = Header()
    document_type: str | None = Field(
        default=None, description="In capitals: one of the 29 types of Nghị định 30/2020, of the Party or of law."
    )
    subject: str | None = Field(default=None, description="Trích yếu: what the document is about.")
    addressees: tuple[str, ...] = Field(default=(), description="Kính gửi: whom it is addressed to.")
    authority_line: str | None = Field(default=None, description="Who decides, printed above the bases of a decision.")
    bases: tuple[str, ...] = Field(
        default=(), description="Grounds before the decision or lead-in (`Căn cứ ...`), one entry each."
    )
    preamble: tuple[str, ...] = Field(
        default=(), description="What else stands before the first section, one entry a paragraph."
    )
    sections: _SectionTuple = Field(default=(), validate_default=True)
    closing: str | None = Field(
        default=None, description="`Trên đây là Kế hoạch ...` and what follows it before the recipients."
    )
    recipients: tuple[Recipient, ...] = ()
    signatures: tuple[Signature, ...] = Field(default=(), description="One entry a signer, in reading order.")
    appendices: tuple[Appendix, ...] = ()
    citations: tuple[Citation, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = Field(default=(), description="Every time that is set for a task.")
    targets: tuple[Target, ...] = ()
    budget: str | None = Field(default=None, description="Where the money comes from, in the plan's own words.")
    period: str | None = Field(
        default=None,
        description="The time the plan is for, ISO 8601: `2026`, `2026/2030`, `../2030` where no start is known.",
    )
    warnings: tuple[Warning, ...] = ()
    failed_pages: tuple[int, ...] = ()
    blank_pages: tuple[int, ...] = Field(
        default=(), description="Pages that were called blank; why, is told of each in `quality.pages`."
    )
    left_out: tuple[LeftOut, ...] = Field(
        default=(), description="Words that were read and are not in original.txt, and lines of it not in text.txt."
    )
    quality: Quality = Quality()
    notes: tuple[Note, ...] = Field(
        default=(), description="Typed notes of officials and marks of receipt (bút phê, đến), which are not the text."
    )
    digital_signatures: tuple[DigitalSignature, ...] = ()
    dossier_paper: DossierPaper | None = Field(
        default=None,
        description="What a cover or contents list of a hồ sơ says; such a paper has no header, type or closing.",
    )
    record: dict[str, str] = Field(
        default_factory=dict,
        description="Fields of record.xml that a person filled in, corrected or confirmed, and that stand nowhere "
        "else here.",
    )
    evidence: dict[str, Evidence] = Field(
        default_factory=dict,
        description="Where each value stands: from its JSON Pointer (RFC 6901) in this file, as `/header/number` or "
        "`/sections/0/blocks/1`, to the place. A pointer to an object stands for all in it that has none of its own.",
    )

    fields: dict[str, FieldProbability] = Field(
        default_factory=dict,
        description="How probable each field of header and closing is, by JSON Pointer, and what it would be else.",
    )

    def walk(self) -> Iterator[Section]:
        """All sections of the outline and of the annexes in reading order, each before those under it."""
        yield from self.sections.walk()
        for annex in self.appendices:
            yield from annex.sections.walk()

    def texts(self) -> Iterator[Unit]:
        """Every text between header and recipients in reading order, with its kind, path and pointer; annexes last."""
        return units(self)

    def find(self, text: str) -> tuple[Unit, ...]:
        """Where `text` stands, in reading order; case, white space and tone placement (`hòa`, `hoà`) do not count."""
        return tuple(unit for unit in units(self) if holds(unit.text, text))

    def chunks(self, *, max_words: int = MAX_WORDS, overlap: int = 0) -> tuple[Chunk, ...]:
        """Its texts in pieces of at most `max_words`, each with headings and places; raises UsageError.

        Without `overlap` each text is in exactly one; with it a piece begins with as many words of the one before.
        """
        return chunks(self.texts(), self.evidence, max_words=max_words, overlap=overlap)

    def __hash__(self) -> int:
        """Equal plans have equal ones; what lies in dictionaries is left out."""
        return hash((self.source, self.header, self.document_type, self.subject, self.sections, self.closing))

    def _repr_html_(self) -> str:
        """For notebooks: header and outline."""
        header = self.header
        facts = {
            "number": "/".join(filter(None, (header.number, header.symbol))),
            "date": header.date,
            "issuer": header.issuer,
            "subject": self.subject,
            "signer": "; ".join(each.signer for each in self.signatures if each.signer),
            "warnings": "; ".join(warning.message for warning in self.warnings),
        }
        return plan_html(self.document_type or "", facts, self.walk())

    def page_of(self, pointer: str) -> int | None:
        """The page, from 1, on which what `pointer` points to stands; None where that is not known."""
        found = self.evidence.get(pointer)
        return found.page if found else None

    def to_json(self, *, indent: int | None = 2) -> str:
        """plan.json: every key present, Vietnamese letters as they are."""
        return self.model_dump_json(indent=indent, by_alias=True)


PLAN = Pointer(Plan)
"""The whole of plan.json, from which pointers go down."""


def units(plan: Plan) -> Iterator[Unit]:
    """Every text of `plan` but its header, recipients and signatures."""
    if plan.subject:
        yield Unit(PLAN / "subject", "subject", plan.subject)
    yield from (Unit(PLAN / "bases" / at, "basis", text) for at, text in enumerate(plan.bases))
    yield from (Unit(PLAN / "preamble" / at, "preamble", text) for at, text in enumerate(plan.preamble))
    yield from section_units(plan.sections, PLAN / "sections", (), "")
    if plan.closing:
        yield Unit(PLAN / "closing", "closing", plan.closing)
    for at, annex in enumerate(plan.appendices):
        own, titles = PLAN / "appendices" / at, (annex.title,) if annex.title else ()
        if annex.title:
            yield Unit(own, "title", annex.title, annex.marker)
        if annex.note:
            yield Unit(own, "note", annex.note, annex.marker)
        yield from _blocks(annex.blocks, own, annex.marker, titles)
        yield from section_units(annex.sections, own / "sections", titles, annex.marker)


def section_units(sections: Iterable[Section], pointer: Pointer, above: tuple[str, ...], annex: str) -> Iterator[Unit]:
    """The texts of `sections`; paths inside an annex begin with its marker (`Phụ lục I`)."""
    for at, section in enumerate(sections):
        own = pointer / at
        path = f"{annex}.{section.path}" if annex else section.path
        titles = (*above, section.title) if section.title else above
        if section.title:
            yield Unit(own, "title", section.title, path, above)
        yield from _blocks(section.blocks, own, path, titles)
        yield from section_units(section.sections, own / "sections", titles, annex)


def _blocks(blocks: Iterable[Block], pointer: Pointer, path: str, above: tuple[str, ...]) -> Iterator[Unit]:
    own = pointer / "blocks"
    for at, block in enumerate(blocks):
        yield Unit(own / at, block.kind, block.text, path, above, block.rows)
