# SPDX-License-Identifier: Apache-2.0
"""Documents as data (tests/cases/plan/*.toml): each must give the outline and the fields it states, in every shape.

The shapes of a text: as paragraphs, with page numbers, broken at 80 columns, as an engine's lines with boxes.
"""

from __future__ import annotations

import textwrap
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ocr_kh.document import Box, Document, Line, Page, Role, Word
from ocr_kh.genre.forms import Form, form
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan import parse, parse_text
from ocr_kh.reading.textfile import text_lines

CASES = Path(__file__).parents[2] / "cases" / "plan"
SAMPLES = Path(__file__).parents[3] / "samples" / "truth"
TEXTS = sorted(SAMPLES.glob("*.txt"))
WIDTH = 80
LINES_A_PAGE = 38
CHARACTER, PITCH, LEFT, TOP = 5.6, 18.0, 85.0, 60.0
"""Points: width of a letter of 13-point type, distance of lines, left and upper edge of the text."""
INDENT = 36.0


def cases(name):
    return tomllib.loads((CASES / name).read_text("utf-8"))["case"]


def outline(sections):
    for section in sections:
        yield f"{section.path} | {section.title or '-'}"
        yield from outline(section.sections)


def recipients(plan):
    return [each.name + (f" | {each.purpose}" if each.purpose else "") for each in plan.recipients]


def signatures(plan):
    return [" / ".join([*each.authority, each.signer or "-"]) for each in plan.signatures]


def appendices(plan):
    return [f"{each.marker} | {each.title} | {len(each.sections)}" for each in plan.appendices]


def rows(sections, found):
    for section in sections:
        if tables := [block for block in section.blocks if block.kind == "table"]:
            found[section.path] = sum(len(table.rows) for table in tables)
        rows(section.sections, found)
    return found


def citations(plan):
    """`type code | date | issuer | mentions`, and behind it the variants."""
    return [
        " | ".join(
            [f"{each.type or '-'} {each.code or each.title}", each.date or "-", each.issuer or "-", str(each.mentions)]
        )
        + "".join(f" | {variant}" for variant in each.variants)
        for each in plan.citations
    ]


def assignments(plan):
    return [f"{each.path} | {each.unit} | {each.role or '-'} | {len(each.tasks)}" for each in plan.assignments]


def targets(plan):
    return [f"{each.path} | {each.value:g} {each.unit} | {each.deadline or '-'}" for each in plan.targets]


READERS = {
    "outline": lambda plan: list(outline(plan.sections)),
    "paragraphs": lambda plan: [unit.text for unit in plan.texts() if unit.kind == "paragraph"],
    "bases": lambda plan: len(plan.bases),
    "preamble": lambda plan: len(plan.preamble),
    "closing": lambda plan: plan.closing or "",
    "authority_line": lambda plan: plan.authority_line or "",
    "addressees": lambda plan: list(plan.addressees),
    "recipients": recipients,
    "signatures": signatures,
    "appendices": appendices,
    "rows": lambda plan: rows(plan.sections, {}),
    "document_type": lambda plan: plan.document_type,
    "subject": lambda plan: plan.subject,
    "citations": citations,
    "assignments": assignments,
    "targets": targets,
    "budget": lambda plan: plan.budget or "",
    "period": lambda plan: plan.period or "",
    "notes": lambda plan: [note.text for note in plan.notes],
    "issuers": lambda plan: list(plan.header.issuers),
    "copy": lambda plan: plan.header.copy_mark or "",
}
STATED = (
    "plans.toml", "outlines.toml", "genres.toml", "faults.toml", "values.toml", "offices.toml", "kinds.toml",
    "marked.toml",
)  # fmt: skip
BODY_WARNINGS = (
    "header.issuer",
    "header.date_missing",
    "header.symbol",
    "header.type",
    "header.subject",
    "closing.recipients",
    "closing.signature",
)
"""What a case without header and closing lacks by its nature."""


def check(case):
    scanned = recognized(case["text"].strip("\n").split("\n")) if case.get("scanned") else None
    plan = parse(scanned) if scanned else parse_text(case["text"])
    stated = {key: value for key, value in case.items() if key not in {"label", "text", "warnings", "scanned"}}
    found = {key: READERS[key](plan) if key in READERS else getattr(plan.header, key) or "" for key in stated}
    if "issuer_inferred" in stated:
        found["issuer_inferred"] = plan.header.issuer_inferred
    assert found == stated
    if "warnings" in case:
        codes = [warning.code for warning in plan.warnings]
        assert [code for code in codes if case.get("issuer") or code not in BODY_WARNINGS] == case["warnings"]


@pytest.mark.parametrize("case", [case for name in STATED for case in cases(name)], ids=lambda case: case["label"])
def test_case_gives_what_it_states(case):
    check(case)


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("case", cases("known_failures.toml"), ids=lambda case: case["label"])
def test_known_failure(case):
    check(case)


def stream(text):
    return [paragraph.text for paragraph in paragraphs(text_lines(text))]


def wrapped(text, width):
    if " | " in text or form(text) is Form.MOTTO:
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


def tree(sections):
    """What an outline says, without pages."""
    return [
        (s.path, s.level, s.title, [(b.kind, b.marker, b.text, b.rows) for b in s.blocks], tree(s.sections))
        for s in sections
    ]


NOT_COMPARED = {"source", "evidence", "quality", "warnings", "sections", "appendices", "notes", "left_out", "fields"}
"""Of plans: what tells of the shape the text came in."""


def facts(plan):
    """What a plan says, without the places."""
    found = plan.model_dump(exclude=NOT_COMPARED)
    return {
        **found,
        "sections": tree(plan.sections),
        "appendices": [(a.title, tree(a.sections)) for a in plan.appendices],
    }


SHAPES = {
    "page numbers": lambda texts: parse_text("\n".join(with_page_numbers([*texts]))),
    "80 columns": lambda texts: parse_text("\n".join(row for text in texts for row in wrapped(text, WIDTH))),
    "80 columns with page numbers": lambda texts: parse_text(
        "\n".join(with_page_numbers([row for text in texts for row in wrapped(text, WIDTH)]))
    ),
    "recognized lines": lambda texts: parse(recognized(texts)),
}


@cache
def in_paragraphs(text):
    """Its paragraphs, and what their plan says: the same for each shape."""
    texts = stream(text)
    return texts, facts(parse_text("\n".join(texts)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_same_plan_from_every_shape(path, shape):
    texts, plain = in_paragraphs(path.read_text("utf-8"))
    assert facts(SHAPES[shape](texts)) == plain


SPARSE = {
    ("recognized lines", "units asked, charged and named in sentences; who supports; no unit among the rest"),
    ("recognized lines", "an invitation without sections: blank number and date"),
    ("recognized lines", "a verb inside the name of a unit; a task that its title goes on with"),
}
"""Pages of so few lines that none reaches the right edge: where a line ends says nothing."""
SHAPED = [
    pytest.param(
        shape,
        case,
        id=f"{shape}-{case['label']}",
        marks=pytest.mark.xfail(reason="known failure: a sparse page") if (shape, case["label"]) in SPARSE else (),
    )
    for name in STATED
    for case in cases(name)
    for shape in SHAPES
    if not case.get("scanned") and not (name == "marked.toml" and shape == "recognized lines")
]


@pytest.mark.parametrize(("shape", "case"), SHAPED)
def test_same_plan_of_a_case_from_every_shape(shape, case):
    texts, plain = in_paragraphs(case["text"])
    assert facts(SHAPES[shape](texts)) == plain
