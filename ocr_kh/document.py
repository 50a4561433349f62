# SPDX-License-Identifier: Apache-2.0
"""What flows from stage to stage: Document, Page, Line, Word, Box, Repair.

All values are frozen; a stage returns a new value (`dataclasses.replace`). Boxes are in PDF
points (1/72 inch) of the upright page, origin at its top left corner, y growing downwards.
Offsets count Unicode code points. All text is NFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

RepairSource = Literal["channel", "lexicon", "phrase", "rule", "layout", "person"]
RepairKind = Literal["misread", "printed_fault"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, origin top left, `x0 <= x1` and `y0 <= y1`."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.y1 < self.y0:
            message = f"box corners are out of order: {self!r}"
            raise ValueError(message)

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """The centre, as (x, y)."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def as_list(self) -> list[float]:
        """`[x0, y0, x1, y1]`, rounded to a hundredth of a point, as the output files give it."""
        return [round(value, 2) for value in (self.x0, self.y0, self.x1, self.y1)]


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all of `boxes`; None when there is none."""
    if not (present := list(boxes)):
        return None
    return Box(
        min(box.x0 for box in present),
        min(box.y0 for box in present),
        max(box.x1 for box in present),
        max(box.y1 for box in present),
    )


class Alternative(NamedTuple):
    """What else the engine saw in a part of a word."""

    at: int
    """Offset of the part in the word."""
    read: str
    """The part as it was read."""
    text: str
    """What else it may be."""
    loss: float
    """Natural log of its likelihood over that of `read`; below 0 but where the engine chose against its own numbers."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space."""

    text: str
    box: Box | None = None
    """None where the input is plain text."""
    confidence: float = 1.0
    """0 to 1; 1 for text that was not recognised but read."""
    alternatives: tuple[Alternative, ...] = ()
    """Empty once the word is repaired."""
    by_hand: bool = False
    """A number where forms leave room for one written by hand, of which the engine was not sure."""
    likely: str = ""
    """The likeliest number in it where no reader was sure of any; empty where there is none, or one was sure."""
    may_be: tuple[tuple[str, float], ...] = ()
    """Numbers that may stand there, how probable each is; kept until the documents of a file are told apart."""
    known: str = ""
    """The one of them that something else in the file bears out, if anything does."""


LeftOutReason = Literal[
    "sign", "edge", "twice", "blank page", "unreadable page", "page number", "running head", "caption", "noise", "speck"
]
"""Why something that was read stands in no file of text. Of words, which are not in original.txt either:

sign             no letter and no digit: what the engine makes of rules, frames and specks
edge             such signs run together with a word, which stays without them
twice            the same ink was read twice; the surer reading stays
blank page       words that the engine made of a page which is none of print
unreadable page  words that the engine made of print it could not read

Of lines of original.txt, which text.txt has not:

page number      alone on its line, or fallen into a sentence of plain text
running head     of the gazette
caption          of a digital signature
noise            a seal, a signature, a note by hand: few words, of which the engine is not sure
speck            a lone letter or sign, a drawn rule
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was read and left out."""

    text: str
    reason: LeftOutReason
    box: Box | None = None
    line: int | None = None
    """From 1, in original.txt; None for words that are not there."""
    page: int | None = None
    """Of that line; words belong to the page that has them."""


class Role(StrEnum):
    """What a line is on the page, as far as its place shows it."""

    BODY = "body"
    ISSUER = "issuer"
    """Left column of the header: issuing body, number and symbol."""
    MOTTO = "motto"
    """Right column of the header: motto of the state, place and date."""
    RECIPIENTS = "recipients"
    """Left column of the closing (Nơi nhận)."""
    SIGNATURE = "signature"
    """Right column of the closing: authority and name of the signer."""
    TABLE = "table"
    """A row of a table; the cells are joined by ` | `."""
    PAGE_NUMBER = "page_number"
    NOISE = "noise"
    """Captions of digital signatures, seals, handwriting: kept in original.txt, out of text.txt."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, as the page shows it."""

    text: str
    """The line as it stands now: repaired, once `repair` has passed."""
    original: str
    """The line as the engine or the text layer gave it."""
    words: tuple[Word, ...] = ()
    """The words of `text` with their boxes; empty where the input is plain text."""
    page: int | None = None
    """The page it stands on, from 1; None where the input is plain text."""
    role: Role = Role.BODY

    @classmethod
    def of_words(cls, words: Iterable[Word], *, page: int, role: Role = Role.BODY) -> Line:
        """A line just read: its text is its words with single spaces between."""
        words = tuple(words)
        text = " ".join(word.text for word in words)
        return cls(text=text, original=text, words=words, page=page, role=role)

    def with_text_as_read(self) -> Line:
        """The line as if it had been read as it stands now: its words have their places in `original` again."""
        return replace(self, original=self.text)

    @property
    def box(self) -> Box | None:
        """The box around all words; None where there are no boxes."""
        return around(word.box for word in self.words if word.box) if self.words else None


BlankReason = Literal["too small", "no letters", "no words", "other side", "person"]
"""Why a page is called blank: its image is too small for a line; no letters stand side by side on it, whichever way it
lies; the engine made no words of what stands on it, whichever way it was turned; it made words of it in the mirror
alone, so that the print is that of the other side; a person says so."""

ARCHIVE_DPI = 200
_ROUNDING = 0.99
"""Scanners cut pages to whole blocks of pixels: 1,650 pixels across A4 are 199.6 dpi."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What the page image is like, as `inspect` shows it."""

    width: int = 0
    """Pixels of the page image as it is in the file; 0 where there is no image."""
    height: int = 0
    dpi: float = 0.0
    colour: Literal["colour", "grey", "bilevel", "none"] = "none"
    rotation: int = 0
    """Quarter turns the page was turned clockwise to stand upright: 0, 90, 180 or 270 degrees."""
    rotation_confidence: float = 0.0
    skew: float = 0.0
    """Degrees by which the text lines fall to the right (clockwise); the page was turned back by it."""
    blank_reason: BlankReason | None = None
    """Why it is called blank; None for a page with print."""
    ink: float = 0.0
    """Share of the page image that is dark, print and all else."""
    stamp: bool = False
    """Coloured ink (a seal, a signature) covers a part of the page."""
    facing: bool = False
    """Two facing pages lie side by side; they are read one after the other, and count as the one page they are."""
    cut: bool = False
    """The data of the page image end early, as after an interrupted scan or copy: a part of the page is lost."""

    @property
    def blank(self) -> bool:
        """Whether there is no print on it."""
        return self.blank_reason is not None

    @property
    def below_archive_rule(self) -> tuple[Literal["resolution", "colour"], ...]:
        """What a scan lacks of the archive's demands: 200 dpi, in colour (Thông tư 05/2025/TT-BNV, Điều 8)."""
        if not self.width:
            return ()
        found: tuple[Literal["resolution", "colour"], ...] = ()
        if self.dpi < ARCHIVE_DPI * _ROUNDING:
            found += ("resolution",)
        return found if self.colour == "colour" else (*found, "colour")


@dataclass(frozen=True, slots=True)
class LayerVerdict:
    """Whether a page's own text layer is to be believed, and why."""

    verdict: Literal["right", "wrong", "none"] = "none"
    reason: str = ""
    encoding: str | None = None
    """The legacy encoding it is in (`tcvn3`, `vni`, ...; several joined by `+`), decoded; None for Unicode."""
    over_image: bool = False
    """A picture covers the page: what text there is was laid over a scan."""


Order = Literal["found", "columns", "rows"]
"""In which order the lines of a page are put: as it is found; the left column wholly, then the right one; line by line
across the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, from 1. `width` and `height` are in points, of the page as it stands upright."""

    number: int
    width: float = 0.0
    height: float = 0.0
    lines: tuple[Line, ...] = ()
    """In reading order."""
    source: Literal["ocr", "text", "none"] = "none"
    """Where the words come from: the engine, the page's own text layer, or nowhere (blank, failed)."""
    condition: Condition = field(default_factory=Condition)
    layer: LayerVerdict = field(default_factory=LayerVerdict)
    words_read: int = 0
    """Words of the reading that was taken: those of the lines, and those left out of them."""
    left_out: tuple[LeftOut, ...] = ()
    """Words, and parts of words, of that reading that are in no line."""
    error: str | None = None
    """Code and message of what stopped this page; None when it was read."""
    seconds: float = 0.0
    order: Order = "found"
    """Of its lines: as the layout finds it, or as a person says."""

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of its lines, in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def unreadable(self) -> bool:
        """Whether there is print on it of which the engine made no words: no blank page, and none that is read."""
        return self.source == "ocr" and not self.lines

    @property
    def mean_confidence(self) -> float | None:
        """Mean word confidence, 0 to 1; None for a page without words."""
        scores = [word.confidence for word in self.words]
        return sum(scores) / len(scores) if scores else None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change, as a record that can be explained, replayed and undone."""

    line: int
    """From 1, in original.txt."""
    start: int
    """Code points into the original line; `original[start:end] == before`."""
    end: int
    before: str
    after: str
    source: RepairSource
    kind: RepairKind = "misread"
    probability: float = 1.0
    runner_up: str | None = None
    """The next best reading, if there was one."""
    doubtful: bool = False
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The place of a document in a file that holds several."""

    number: int
    """From 1; its folder is named after it."""
    count: int
    """How many documents the file holds."""
    first_page: int
    """The page of the file, from 1, that is the document's page 1."""

    @property
    def name(self) -> str:
        """`01`, `02`, ...: as wide as all of them need, so that they sort."""
        return f"{self.number:0{max(2, len(str(self.count)))}}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its pages in order; plain text is one page without sizes."""

    name: str
    """File name, with extension."""
    sha256: str
    pages: tuple[Page, ...]
    repairs: tuple[Repair, ...] = ()
    has_pages: bool = True
    """False for plain text: page numbers are null in what is written."""
    part: Part | None = None
    """None where the file is this document alone."""
    doubtful_starts: tuple[int, ...] = ()
    """Pages of which it is doubtful whether a document begins there: this one, or another."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, over all pages, in reading order: the lines of original.txt."""
        return (
            self.pages[0].lines if len(self.pages) == 1 else tuple(line for page in self.pages for line in page.lines)
        )

    @property
    def widths(self) -> dict[int, float]:
        """Widths of the pages in points, by number."""
        return {page.number: page.width for page in self.pages}

    @property
    def failed_pages(self) -> tuple[int, ...]:
        return tuple(page.number for page in self.pages if page.error)

    @property
    def blank_pages(self) -> tuple[int, ...]:
        return tuple(page.number for page in self.pages if page.condition.blank)

    @property
    def page_range(self) -> tuple[int, int]:
        """First and last page in the file, from 1."""
        first = self.part.first_page if self.part else 1
        return first, first + len(self.pages) - 1


@dataclass(frozen=True, slots=True)
class Apart:
    """A file whose documents are told apart."""

    pages: tuple[Page, ...]
    """All of the file."""
    documents: tuple[Document, ...]
