# SPDX-License-Identifier: Apache-2.0
"""What becomes of the words that plain Tesseract gets wrong on real scans: mended, left, and right ones spoilt.

Twice: by repair of that very reading, and by the whole way (our own reading of the same pages, then repair).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from pdf2image import convert_from_path

from ocr_kh.batch import reading
from ocr_kh.document import Role
from ocr_kh.language.syllables import place_tones
from ocr_kh.recognition.tesseract import read_words
from ocr_kh.repair.edits import apply_edits
from ocr_kh.repair.passes import repair_lines
from ocr_kh.repair.readings import Reading
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr_kh.recognition.hocr import EngineWord

WORD = re.compile(r"\w+")
DPI = 200
COLUMN_MODE = 4
"""Page segmentation of the plain engine: one column."""
SECONDS = 120.0


Change = tuple[str, str]
"""What stood there, and what stands there now."""


@dataclass(slots=True)
class Tally:
    """Sums over pages."""

    words: int = 0
    missed: list[int] = field(default_factory=lambda: [0, 0])
    """Words of the truth that the text lacks: plainly read, and in the end."""
    changes: Counter[str] = field(default_factory=Counter)
    """How many are right, wrong (without it the page would miss fewer words), or neither."""
    worse: int = 0
    """Pages with more words missed than plainly read."""

    def add(self, truth: str, plain: str, after: str, changes: Sequence[Change]) -> str:
        """Add a page; its figures."""
        true, result = bag(truth), bag(after)
        missed = [_missed(true, bag(plain)), _missed(true, result)]
        self.words += sum(true.values())
        self.missed = [total + new for total, new in zip(self.missed, missed, strict=True)]
        self.changes.update(verdict(true, result, change) for change in changes)
        self.worse += missed[1] > missed[0]
        return f"missed {missed[0]} -> {missed[1]} of {sum(true.values())}, changes {len(changes)}"

    def __str__(self) -> str:
        """All figures on one line."""
        plain, ours = self.missed
        made = sum(self.changes.values())
        return (
            f"missed {plain / self.words:.4f} -> {ours / self.words:.4f} of {self.words} words, "
            f"{1 - ours / plain:.1%} mended; of {made} changes {self.changes['right']} right, "
            f"{self.changes['wrong']} wrong ({self.changes['wrong'] / max(1, made):.1%}), {self.changes['neither']} of "
            f"signs, or of one wrong word to another; pages made worse {self.worse}"
        )


def _missed(true: Counter[str], result: Counter[str]) -> int:
    return sum((true - result).values())


def verdict(true: Counter[str], result: Counter[str], change: Change) -> str:
    """Whether the page would miss more words without the change, or fewer."""
    before, after = change
    undone = result - bag(after) + bag(before)
    gained = _missed(true, undone) - _missed(true, result)
    return "right" if gained > 0 else "wrong" if gained < 0 else "neither"


def vietnamese(data: Path) -> Iterator[str]:
    """Figure 4."""
    alone, whole = Tally(), Tally()
    for pdf, truths in _documents(data):
        plain = [_plain_lines(pdf, number) for number in truths]
        edits = iter(repair_lines([line for page in plain for line in page], Settings()))
        pages = _whole_way(pdf)
        for (number, truth), lines in zip(truths.items(), plain, strict=True):
            read = "\n".join(line.text for line in lines)
            found = [next(edits) for _ in lines]
            after = "\n".join(apply_edits(line.text, changed) for line, changed in zip(lines, found, strict=True))
            changes = [(line.text[e.start : e.end], e.after) for line, es in zip(lines, found, strict=True) for e in es]
            yield f"{pdf.stem[:12]} p{number} repair: {alone.add(truth, read, after, _made(changes))}"
            yield f"{pdf.stem[:12]} p{number} whole way: {whole.add(truth, read, *pages[number])}"
    yield f"repair of the plain reading: {alone}"
    yield f"the whole way: {whole}"


def _made(changes: Sequence[Change]) -> list[Change]:
    """Those that are more than doubts."""
    return [(before, after) for before, after in changes if before != after]


def _documents(data: Path) -> Iterator[tuple[Path, dict[int, str]]]:
    """The transcribed scans: each file, and the truth of its pages by number."""
    documents: dict[str, dict[int, str]] = {}
    for path in sorted((data / "scans" / "truth").glob("*_p[0-9][0-9].txt")):
        name, _, number = path.stem.rpartition("_p")
        documents.setdefault(name, {})[int(number)] = path.read_text(encoding="utf-8")
    for name, truths in documents.items():
        yield next((data / "scans" / "scanned").glob(f"{name}*.pdf")), truths


def _plain_lines(pdf: Path, number: int) -> list[Reading]:
    """What the plain engine reads at 200 dpi grey, with what else it saw."""
    image = convert_from_path(pdf, dpi=DPI, grayscale=True, first_page=number, last_page=number)[0]
    words = read_words(np.asarray(image), language="vie", dpi=DPI, timeout=SECONDS, mode=COLUMN_MODE)
    return [_reading(list(line)) for _, line in groupby(words, key=lambda word: word.line)]


def _reading(words: Sequence[EngineWord]) -> Reading:
    text = " ".join(word.text for word in words)
    return Reading(text, tuple(word.confidence for word in words), tuple(word.alternatives for word in words))


def _whole_way(pdf: Path) -> dict[int, tuple[str, list[Change]]]:
    """The text of each page as we read it, and the changes that repair made in it."""
    document = reading.read(pdf, Settings(jobs=2))
    return {
        page.number: (
            "\n".join(line.text for line in page.lines if line.role not in {Role.PAGE_NUMBER, Role.NOISE}),
            _made([(r.before, r.after) for r in document.repairs if r.page == page.number]),
        )
        for page in document.pages
    }


def bag(text: str) -> Counter[str]:
    """The multiset of words, as the contract counts missed words."""
    return Counter(WORD.findall(place_tones(unicodedata.normalize("NFC", text))))
