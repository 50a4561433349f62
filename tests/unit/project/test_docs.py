# SPDX-License-Identifier: Apache-2.0
"""Documentation that cannot rot: pages made from the code are in step, links lead somewhere."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import chain

import pytest

PROMISE = re.compile(r"(?<!-m )\bocr_kh(?:\.[a-zA-Z_]+)*")
"""A dotted name of ours; behind `python -m` stands a command."""
IMPORT = re.compile(r"from (ocr_kh[\w.]*) import ([\w, ]+)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def reference(tool):
    return tool("reference")


def pages(root):
    return [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("*/README.md")]


def test_docs_made_from_the_code_are_in_step(reference):
    behind = [page.name for page, text in reference.pages().items() if page.read_text(encoding="utf-8") != text]
    assert behind == [], "run: make docs"


def listed(root):
    """The names that docs/python-api.md lists, by module."""
    page = (root / "docs/python-api.md").read_text(encoding="utf-8")
    sections = [section.partition("\n") for section in page.split("\n## ")[1:]]
    return {name: re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for name, _, section in sections}


def test_docs_python_page_lists_what_the_faces_name(root):
    faces = listed(root)
    assert len(faces) > 5
    for name, names in faces.items():
        module = import_module(name)
        assert sorted(names) == sorted(module.__all__), name
        assert all(hasattr(module, each) for each in names), name


@pytest.mark.parametrize(
    ("promise", "kept"),
    [
        ("ocr_kh.plan.Plan.model_validate_json", True),
        ("ocr_kh.writing.index.read_index", True),
        ("ocr_kh.ocrmypdf_plugin", True),
        ("ocr_kh.plan.parsing.parse", False),
        ("ocr_kh.repair.passes", False),
    ],
)
def test_docs_what_a_promise_is(root, promise, kept):
    assert is_listed(promise, listed(root)) is kept


PROFILES = "ocr_kh.profiles"
"""The group of entry points that profiles of delivery are found by; no module."""


def is_listed(promise, faces):
    """Whether a dotted name is a face, or begins with one and a name that it lists."""
    found = [name for name in faces if f"{promise}.".startswith(f"{name}.")]
    face = max(found, key=len)
    rest = promise[len(face) + 1 :].split(".")[0]
    return not rest or rest in faces[face]


def test_docs_promise_nothing_that_the_python_page_does_not_list(root):
    faces = listed(root)
    for page in (*root.glob("README.md"), *root.glob("docs/*.md"), *root.glob("dictionaries/*.md")):
        if page.name == "architecture.md":  # which speaks of the inside
            continue
        text = page.read_text(encoding="utf-8")
        promises = [each for each in PROMISE.findall(text) if each not in {"ocr_kh", PROFILES}]
        promises += [f"{module}.{name.strip()}" for module, names in IMPORT.findall(text) for name in names.split(",")]
        assert [each for each in promises if not is_listed(each, faces)] == [], page.name


def test_docs_links_lead_to_files(root):
    for page in pages(root):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_docs_formats_page_names_every_column_and_file(root):
    from ocr_kh.writing.tables import blanks, index, review, sections, values
    from ocr_kh.writing.tables.chunks import CHUNKS

    page = (root / "docs/formats.md").read_text(encoding="utf-8")
    files = (
        *("text.txt", "original.txt", "repairs.jsonl", "plan.json", "plan.md", "searchable.pdf", "provenance.json"),
        *("record.xml", "document.docx"),
        *("index.csv", "sections.csv", "needs_review.csv", "index.xlsx", "sections.parquet"),
        *("blank_pages.csv", "blank_pages.pdf", "chunks.parquet", "documents.db", "akoma-ntoso.xml"),
        *(f"{table.name}.csv" for table in values.TABLES),
    )
    declared = chain.from_iterable(table.columns for table in (*values.TABLES, CHUNKS))
    for name in chain(index.COLUMNS, sections.COLUMNS, review.COLUMNS, blanks.COLUMNS, declared, files):
        assert f"`{name}`" in page, name


def test_docs_glossary_has_a_vietnamese_term_for_each_english_one(root):
    page = (root / "docs/glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)


def test_docs_contributing_names_files_that_are_there(root):
    page = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w.*-]+/)*[\w.*-]+(?:/|\.py|\.toml|\.json|\.po|\.bin))`", page)
    assert len(named) > 15
    assert [name for name in named if not any(chain(root.glob(name), root.glob(f"ocr_kh/{name}")))] == []


def test_docs_changelog_names_the_version(root):
    from ocr_kh import __version__

    assert f"## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
