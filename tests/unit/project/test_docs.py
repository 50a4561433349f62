# SPDX-License-Identifier: Apache-2.0
"""Documentation that cannot rot: pages made from the code are in step, links lead somewhere."""

from __future__ import annotations

import re
from itertools import chain

import pytest

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def reference(tool):
    return tool("reference")


def pages(root):
    return [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("*/README.md")]


def test_docs_made_from_the_code_are_in_step(reference):
    behind = [page.name for page, text in reference.pages().items() if page.read_text(encoding="utf-8") != text]
    assert behind == [], "run: make docs"


def test_docs_links_lead_to_files(root):
    for page in pages(root):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_docs_formats_page_names_every_column_and_file(root):
    from ocr_kh.writing.tables import index, review, sections

    page = (root / "docs/formats.md").read_text(encoding="utf-8")
    files = (
        *("text.txt", "original.txt", "repairs.jsonl", "plan.json", "plan.md", "searchable.pdf", "provenance.json"),
        *("record.xml", "document.docx"),
        *("index.csv", "sections.csv", "needs_review.csv", "index.xlsx", "sections.parquet"),
    )
    for name in chain(index.COLUMNS, sections.COLUMNS, review.COLUMNS, files):
        assert f"`{name}`" in page, name


def test_docs_glossary_has_a_vietnamese_term_for_each_english_one(root):
    page = (root / "docs/glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)


def test_docs_changelog_names_the_version(root):
    from ocr_kh import __version__

    assert f"## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
