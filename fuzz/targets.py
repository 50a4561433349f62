# SPDX-License-Identifier: Apache-2.0
"""What is fuzzed, and what must hold for any input: a target takes bytes and raises only where something is wrong.

The tests call these too, with every input that once broke one (`tests/cases/fuzz`); they need no Atheris.
"""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.document import Box, Word
from ocr_kh.errors import InputError, NotADocumentError, PageError
from ocr_kh.plan import Plan, parse_text
from ocr_kh.plan.review.pdf_signatures import digital_signatures
from ocr_kh.reading.layer import read_layer
from ocr_kh.reading.source import open_source, read_raster
from ocr_kh.reading.textfile import decoded
from ocr_kh.reading.verdict import judge
from ocr_kh.repair import apply, repair_text
from ocr_kh.settings import Settings
from ocr_kh.writing.document.text_files import plan_json

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_CHARACTERS = 2_000
"""Of a text: what is longer breaks nothing else, and takes the time of many."""
_MOST_PAGES = 2
_MOST_PIXELS = 4_000_000
_A4 = (595.0, 842.0)


def repair(data: bytes) -> None:
    """Repair keeps the lines, and its records replayed on the original give its text."""
    text = _text(data)
    repaired = repair_text(text)
    original = unicodedata.normalize("NFC", text)
    _hold(apply(original, repaired.repairs) == repaired.text, "the records do not give the text")
    _hold(repaired.text.count("\n") == original.count("\n"), "a line came or went")


def parse(data: bytes) -> None:
    """The plan of any text fits its schema, written and read again."""
    plan = parse_text(_text(data), "a.txt")
    _hold(Plan.model_validate_json(plan_json(plan)) == plan, "the plan is another when it is read again")


def legacy(data: bytes) -> None:
    """A file becomes NFC text with `\\n` line ends, or is refused as none."""
    try:
        found = decoded(data[: 4 * _MOST_CHARACTERS], "a.txt")
    except NotADocumentError:
        return
    _hold(unicodedata.is_normalized("NFC", found.text), "not NFC")
    _hold("\r" not in found.text, "a carriage return is left")
    _hold(decoded(found.text.encode(), "a.txt").text == found.text or bool(found.encodings), "right text was changed")


def verdict(data: bytes) -> None:
    """A layer of any words at any place is right, wrong or none, with a reason. The first byte says what lies below."""
    flags, words = (data[0] if data else 0), _text(data[1:]).split()
    placed = [Word(text, _box(place, text)) for place, text in enumerate(words)]
    judged = judge(
        placed, over_image=bool(flags & 1), has_picture=bool(flags & 2), encodings=("tcvn3",) if flags & 4 else (),
        size=_A4,
    )  # fmt: skip
    _hold(judged.layer.verdict in {"right", "wrong", "none"}, "an unknown verdict")
    _hold(bool(judged.layer.reason), "no reason")
    _hold(bool(words) or not judged.usable, "no words, and usable")


def pdf(data: bytes) -> None:
    """A PDF is opened, its pages read and drawn, or refused with an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(data)
        try:
            source = open_source(path, Settings())
        except InputError:
            return
        if source.kind != "pdf":
            return
        digital_signatures(path, None)
        for number in range(1, min(source.page_count, _MOST_PAGES) + 1):
            try:
                read_layer(source, number)
                read_raster(source, number, Settings(max_pixels=_MOST_PIXELS))
            except (InputError, PageError):
                continue


TARGETS: dict[str, Callable[[bytes], None]] = {each.__name__: each for each in (repair, parse, legacy, verdict, pdf)}


def _text(data: bytes) -> str:
    """Any text: what is no UTF-8 in `data` is shown a character a byte, as old encodings are."""
    try:
        return data.decode()[:_MOST_CHARACTERS]
    except UnicodeDecodeError:
        return data.decode("latin-1")[:_MOST_CHARACTERS]


def _box(place: int, text: str) -> Box:
    """Where the word with that number stands, ten to a line."""
    x, y = 56.0 + 50 * (place % 10), 56.0 + 14 * (place // 10)
    return Box(x, y, x + 4 * len(text), y + 11)


def _hold(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - it reads as a sentence
    if not holds:
        raise AssertionError(otherwise)
