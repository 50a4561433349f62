# SPDX-License-Identifier: Apache-2.0
"""Files that people have trouble with go the whole way, with the real engine; tests/cases/files/README.md tells how a
case is written."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import pikepdf
import pytest

from ocr_kh.cli import main
from ocr_kh.metrics import compare, fold_for_comparison

CASES = Path(__file__).parents[1] / "cases" / "files"
MOST_MISSED = 0.03
"""Share of the words of expected.txt that may be missed, unless the case says otherwise."""
SIZE_TOLERANCE = 1.0
"""Points."""
UNWRITTEN = ("failed", "held", "skipped", "duplicate", "gone")


@dataclass(frozen=True)
class Expected:
    """One row of index.csv, and what lies in its folder."""

    path: str
    status: str = "done"
    folder: str | None = None
    """By default the path, for what is written or failed."""
    pages: int | None = None
    page_size: tuple[float, float] | None = None
    text: str = "expected.txt"
    missed: float = MOST_MISSED
    words: tuple[str, ...] = ()
    no_words: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    no_warnings: tuple[str, ...] = ()
    values: dict[str, object] = field(default_factory=dict)
    error: str = ""

    @property
    def row(self):
        return self.path, self.path if self.folder is None else self.folder, self.status


@dataclass(frozen=True)
class Case:
    folder: Path
    what: str
    source: str
    given: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    exit_code: int = 0
    errors: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    documents: tuple[Expected, ...] = ()
    xfail: str = ""

    def lay_out(self, place):
        """The folder with the inputs: the one in the case, or one that its make.py fills."""
        if (self.folder / "input").is_dir():
            return self.folder / "input"
        spec = importlib.util.spec_from_file_location(f"make_{self.folder.name}", self.folder / "make.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        place.mkdir()
        module.make(place)
        return place


def load(folder):
    data = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    documents = tuple(Expected(**entry) for entry in data.pop("documents", ()))
    return Case(folder, documents=documents, **data)


def listed(folder):
    case = load(folder)
    marks = pytest.mark.xfail(reason=case.xfail, strict=True) if case.xfail else ()
    return pytest.param(case, id=folder.name, marks=marks)


@pytest.mark.parametrize("case", [listed(path.parent) for path in sorted(CASES.glob("*/case.toml"))])
def test_problem_file_gives_what_its_case_says(capfd, tmp_path, case):
    place, out = case.lay_out(tmp_path / "input"), tmp_path / "out"
    given = [place / name for name in case.given] or sorted(place.iterdir())
    code = main(["convert", *map(str, given), "--out", str(out), "--jobs", "1", *case.options])
    said = capfd.readouterr().err
    wrong = [
        *differ("exit code", code, case.exit_code),
        *differ("error codes", sorted(set(re.findall(r"\[(E\d+)\]", said))), sorted(case.errors)),
        *(f"{text!r} is not said" for text in case.said if text not in said),
        *differ("rows of index.csv", rows(out, place), sorted(document.row for document in case.documents)),
        *(fault for document in case.documents for fault in faults(case, document, out, place)),
    ]
    assert not wrong, "\n".join([*wrong, "", said])


def differ(what, found, wanted):
    return [] if found == wanted else [f"{what}: {found}, not {wanted}"]


def index(out):
    with (out / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def relative(row, place):
    """The path of a row as the case has it."""
    return row["path"].removeprefix(f"{place.as_posix()}/")


def rows(out, place):
    return sorted((relative(row, place), row["folder"], row["status"]) for row in index(out))


def faults(case, document, out, place):
    """What is not as the case says in one document's row and folder."""
    found = [row for row in index(out) if (relative(row, place), row["folder"], row["status"]) == document.row]
    for row in found:
        if document.error and document.error not in row["error"]:
            yield f"{document.path}: error {row['error']!r}, not {document.error!r}"
        if document.pages is not None:
            yield from differ(f"pages of {document.path}", row["pages"], str(document.pages))
    if found and document.status not in UNWRITTEN:
        folder = out / document.row[1]
        yield from text_faults(case, document, (folder / "text.txt").read_text(encoding="utf-8"))
        yield from plan_faults(document, json.loads((folder / "plan.json").read_text(encoding="utf-8")))
        yield from size_faults(document, folder / "searchable.pdf")


def text_faults(case, document, text):
    name, spread = document.path, fold_for_comparison(text)
    yield from (
        f"{name}: {phrase!r} is not in text.txt"
        for phrase in document.words
        if fold_for_comparison(phrase) not in spread
    )
    yield from (
        f"{name}: {phrase!r} is in text.txt" for phrase in document.no_words if fold_for_comparison(phrase) in spread
    )
    truth = case.folder / document.text
    if truth.is_file():
        missed = compare(text, truth.read_text(encoding="utf-8")).missed_words
        if missed > document.missed:
            yield f"{name}: {missed:.1%} of the words are missed, more than {document.missed:.1%}"


def plan_faults(document, plan):
    codes = {warning["code"] for warning in plan["warnings"]}
    yield from (f"{document.path}: no warning {code}" for code in document.warnings if code not in codes)
    yield from (f"{document.path}: warning {code}" for code in document.no_warnings if code in codes)
    for pointer, value in document.values.items():
        yield from differ(f"{pointer} of {document.path}", at(plan, pointer), value)


def at(plan, pointer):
    """The value that a JSON pointer leads to."""
    return reduce(lambda node, key: node[int(key) if isinstance(node, list) else key], pointer.split("/")[1:], plan)


def size_faults(document, pdf):
    if document.page_size is None:
        return
    with pikepdf.open(pdf) as opened:
        x0, y0, x1, y1 = (float(value) for value in opened.pages[0].cropbox)
        size = (x1 - x0, y1 - y0)
        turned = int(opened.pages[0].get("/Rotate", 0)) % 180 == 90
    size = size[::-1] if turned else size
    if any(abs(found - wanted) > SIZE_TOLERANCE for found, wanted in zip(size, document.page_size, strict=True)):
        yield f"{document.path}: page of {size[0]:.1f} x {size[1]:.1f} points, not {document.page_size}"
