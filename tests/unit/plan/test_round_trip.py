# SPDX-License-Identifier: Apache-2.0
"""plan.json holds to its schema and reads back, and plan.md is parsed to the same plan: samples and all cases."""

from __future__ import annotations

import json
import tomllib
from itertools import groupby
from pathlib import Path

import jsonschema
import pytest

from ocr_kh.plan import Plan, parse_text, schema
from ocr_kh.writing.document.markdown import plan_markdown
from ocr_kh.writing.document.text_files import plan_json

ROOT = Path(__file__).parents[3]
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "samples" / "truth").glob("*.txt"))} | {
    case["label"]: case["text"]
    for path in sorted((ROOT / "tests" / "cases" / "plan").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
}
VALIDATOR = jsonschema.Draft202012Validator(schema())


@pytest.fixture(scope="module", params=TEXTS.values(), ids=TEXTS.keys())
def plan(request):
    return parse_text(request.param)


def outline(sections):
    """What the outline says: its headings, and the words under each, however their lines were broken."""
    return [(each.path, each.title, list(contents(each.blocks))) for each in sections.walk()]


def contents(blocks):
    for (kind, marker), group in groupby(blocks, key=lambda block: (block.kind, block.marker)):
        yield kind, marker, " ".join(block.text for block in group)


def annexes(plan):
    return [(each.marker, each.title, list(contents(each.blocks)), outline(each.sections)) for each in plan.appendices]


def test_plan_json_holds_to_its_schema_and_reads_back(plan):
    text = plan_json(plan)
    VALIDATOR.validate(json.loads(text))
    assert Plan.model_validate_json(text) == plan


def test_markdown_is_parsed_to_the_same_outline(plan):
    again = parse_text(plan_markdown(plan))
    assert outline(again.sections) == outline(plan.sections)
    assert annexes(again) == annexes(plan)
