# SPDX-License-Identifier: Apache-2.0
"""One plan from every shape of a text: as paragraphs, with page numbers, broken at 80 columns, as lines with boxes."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from ocr_kh.document import Box, Document, Line, Page, Role, Word
from ocr_kh.genre.forms import Form, form
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan import parse, parse_text
from ocr_kh.reading.textfile import text_lines

SAMPLES = Path(__file__).parents[2] / "samples" / "truth"
TEXTS = sorted(SAMPLES.glob("*.txt"))
WIDTH = 80
LINES_A_PAGE = 38
CHARACTER, PITCH, LEFT, TOP = 5.6, 18.0, 85.0, 60.0
"""Points: width of a letter of 13-point type, distance of lines, left and upper edge of the text."""
INDENT = 36.0


def stream(path):
    return [paragraph.text for paragraph in paragraphs(text_lines(path.read_text("utf-8")))]


def wrapped(text, width):
    if " | " in text:
        return [text]
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def with_page_numbers(lines, every=30):
    pages = [lines[start : start + every] for start in range(0, len(lines), every)]
    return [line for number, page in enumerate(pages, 1) for line in ([str(number)] if number > 1 else []) + page]


def recognized(texts):
    """The document as an engine reads it from pages: lines with boxes, first lines indented, headers centred."""
    pages, lines = [], []
    for text in texts:
        role = Role.TABLE if " | " in text else Role.BODY
        rows = wrapped(text, WIDTH)
        for at, row in enumerate(rows):
            if len(lines) == LINES_A_PAGE:
                pages.append(lines)
                lines = []
            lines.append(placed(row, len(lines), len(pages) + 1, role, first=at == 0, whole=len(rows) == 1))
    pages.append(lines)
    made = [Page(number, 595, 842, tuple(found), source="ocr") for number, found in enumerate(pages, 1)]
    return Document("a.pdf", "0" * 64, tuple(made))


def placed(row, number, page, role, *, first, whole):
    centred = whole and form(row) in {Form.TYPE, Form.MOTTO}
    x = LEFT + (WIDTH * CHARACTER - len(row) * CHARACTER) / 2 if centred else LEFT + (INDENT if first else 0)
    step = min(CHARACTER, (WIDTH * CHARACTER - (x - LEFT)) / len(row)) if not whole else CHARACTER * 0.9
    y = TOP + PITCH * number
    words = []
    for word in row.split(" "):
        words.append(Word(word, Box(x, y, x + step * max(len(word), 1), y + 12), 0.95))
        x += step * (len(word) + 1)
    return Line.of_words(words, page=page, role=role)


def outline(sections):
    """What an outline says, without pages."""
    return [
        (s.path, s.level, s.title, [(b.kind, b.marker, b.text, b.rows) for b in s.blocks], outline(s.sections))
        for s in sections
    ]


def facts(plan):
    """What a plan says, without the places."""
    found = plan.model_dump(exclude={"source", "evidence", "quality", "warnings", "sections", "appendices", "notes"})
    return {
        **found,
        "sections": outline(plan.sections),
        "appendices": [(a.title, outline(a.sections)) for a in plan.appendices],
    }


SHAPES = {
    "page numbers": lambda texts: parse_text("\n".join(with_page_numbers([*texts]))),
    "80 columns": lambda texts: parse_text("\n".join(row for text in texts for row in wrapped(text, WIDTH))),
    "80 columns with page numbers": lambda texts: parse_text(
        "\n".join(with_page_numbers([row for text in texts for row in wrapped(text, WIDTH)]))
    ),
    "recognized lines": lambda texts: parse(recognized(texts)),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_same_plan_from_every_shape(path, shape):
    texts = stream(path)
    assert facts(SHAPES[shape](texts)) == facts(parse_text("\n".join(texts)))
