# SPDX-License-Identifier: Apache-2.0
"""`.reading.json.gz`: what was read of a document and repaired, so that its files can be made again without reading.

Hidden, as it is for programs; not among the outputs that provenance.json lists. One JSON object, compressed, with the
version of its form; docs/formats.md describes it. Numbers are kept as they are: what is made from it is the same byte
for byte. `texts` are the files that a person may edit, as they were written: what differs from them was edited.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ocr_kh.document import Box, Condition, Document, LayerVerdict, LeftOut, Line, Page, Part, Repair, Role, Word
from ocr_kh.plan.fields import DigitalSignature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = ".reading.json.gz"
VERSION = 1
"""Of the file's form. A file of another version is as none: its document is read again when it is converted."""
_LEVEL = 6
"""Of compression; 9 takes twice the time for 1 % less."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a document are made from, beside a person's decisions."""

    document: Document
    """Repaired, without a person's decisions."""
    signatures: tuple[DigitalSignature, ...] = ()
    """Digital signatures of the input."""
    sources: tuple[str, ...] = ()
    """The files of the input, relative to the document's folder where that can be said."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """text.txt and record.xml as they were written beside it."""
    decisions: str = ""
    """SHA-256 of the decisions that the files beside it were made with; empty for none."""
    made_by: str = ""
    """The version of ocr_kh that made the files beside it."""


def reading_bytes(reading: Reading) -> bytes:
    """The content of the file; the same for the same reading."""
    document = reading.document
    record = {
        "version": VERSION,
        "name": document.name,
        "sha256": document.sha256,
        "has_pages": document.has_pages,
        "part": asdict(document.part) if document.part else None,
        "doubtful_starts": document.doubtful_starts,
        "pages": [_page_record(page) for page in document.pages],
        "repairs": [_repair_record(repair) for repair in document.repairs],
        "signatures": [signature.model_dump() for signature in reading.signatures],
        "sources": reading.sources,
        "texts": dict(reading.texts),
        "decisions": reading.decisions,
        "made_by": reading.made_by,
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=float)
    return gzip.compress(text.encode("utf-8", "surrogatepass"), _LEVEL, mtime=0)  # names of files may be no UTF-8


def read_reading(folder: Path) -> Reading | None:
    """The reading of the document in `folder`; None where there is none, or none that this version can use."""
    try:
        record = json.loads(gzip.decompress((folder / NAME).read_bytes()))
        return _reading(record) if record["version"] == VERSION else None
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def made_with(folder: Path) -> str | None:
    """Only the `decisions` of the reading in `folder`; None where there is none that this version can use."""
    try:
        record = json.loads(gzip.decompress((folder / NAME).read_bytes()))
        return str(record["decisions"]) if record["version"] == VERSION else None
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def _reading(record: dict[str, Any]) -> Reading:
    document = Document(
        name=record["name"],
        sha256=record["sha256"],
        pages=tuple(map(_page, record["pages"])),
        repairs=tuple(map(_repair, record["repairs"])),
        has_pages=record["has_pages"],
        part=Part(**record["part"]) if record["part"] else None,
        doubtful_starts=tuple(record["doubtful_starts"]),
    )
    signatures = tuple(DigitalSignature(**each) for each in record["signatures"])
    sources, texts = tuple(record["sources"]), record["texts"]
    return Reading(document, signatures, sources, texts, record["decisions"], record["made_by"])


def _page_record(page: Page) -> dict[str, object]:
    """All but the seconds that it took: provenance.json has them, and the same reading gives the same bytes."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "order": page.order,
        "source": page.source,
        "condition": asdict(page.condition),
        "layer": asdict(page.layer),
        "words_read": page.words_read,
        "left_out": [asdict(each) | {"box": _corners(each.box)} for each in page.left_out],
        "error": page.error,
        "lines": [_line_record(line, page) for line in page.lines],
    }


def _page(record: dict[str, Any]) -> Page:
    parts = {
        "lines": tuple(_line(each, record["number"]) for each in record["lines"]),
        "condition": Condition(**record["condition"]),
        "layer": LayerVerdict(**record["layer"]),
        "left_out": tuple(LeftOut(**each | {"box": _box(each["box"])}) for each in record["left_out"]),
    }
    return Page(**record | parts)


def _line_record(line: Line, page: Page) -> list[object]:
    """Role, text as read, text where it was repaired, page where it is not its own, and the words."""
    repaired = None if line.text == line.original else line.text
    return [line.role, line.original, repaired, line.page == page.number, [_word_record(word) for word in line.words]]


def _line(record: list[Any], page: int) -> Line:
    role, original, repaired, has_page, words = record
    text = original if repaired is None else repaired
    return Line(text, original, tuple(map(_word, words)), page if has_page else None, Role(role))


def _word_record(word: Word) -> list[object]:
    """Text, confidence, box; at the end, for a number by hand, the likeliest or 1, and which it is known to be."""
    number = [word.likely or 1, *([word.known] if word.known else [])] if word.by_hand else []
    return [word.text, word.confidence, _corners(word.box), *number]


def _word(record: list[Any]) -> Word:
    text, confidence, corners, *by_hand = record
    likely = str(by_hand[0]) if by_hand and by_hand[0] != 1 else ""
    known = str(by_hand[1]) if by_hand[1:] else ""
    return Word(text, _box(corners), confidence, by_hand=bool(by_hand), likely=likely, known=known)


def _corners(box: Box | None) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1] if box else []


def _box(corners: list[float]) -> Box | None:
    return Box(*corners) if corners else None


def _repair_record(repair: Repair) -> dict[str, object]:
    return asdict(repair) | {"box": _corners(repair.box)}


def _repair(record: dict[str, Any]) -> Repair:
    return Repair(**record | {"box": _box(record["box"])})
