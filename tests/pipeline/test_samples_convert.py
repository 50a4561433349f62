# SPDX-License-Identifier: Apache-2.0
"""Every sample goes the whole way, with the real engine, and comes out as its truth says."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from bench.reviews import contradictions
from ocr_kh.batch.reading import read
from ocr_kh.batch.run import convert
from ocr_kh.metrics import compare
from ocr_kh.pipeline import inspect
from ocr_kh.plan import Plan
from ocr_kh.settings import Settings
from ocr_kh.writing.pdf.pdfa.conformity import by_verapdf, check_conformity
from ocr_kh.writing.tables.values import TABLES

SAMPLES = Path(__file__).parents[2] / "samples"
MANIFEST = tomllib.loads((SAMPLES / "manifest.toml").read_text(encoding="utf-8"))["sample"]
CLEAN = [entry for entry in MANIFEST if entry["clean"]]

MOST_WRONG = 0.01
"""Character errors allowed on a clean sample, after repair."""
HEADER = ("parent_issuer", "issuer", "issuer_inferred", "number", "symbol", "place", "date")


def each(entries):
    """Named by the sample, so that one test process converts it for all tests (`together` in tests/conftest.py)."""
    return pytest.mark.parametrize("result", [pytest.param(e, id=e["file"]) for e in entries], indirect=True)


class Result:
    """A sample, what it should give, and the folder it gave."""

    def __init__(self, entry, folder):
        self.entry, self.folder = entry, folder
        self.source = SAMPLES / entry["file"]
        self.truth = SAMPLES / "truth" / f"{self.source.stem}.txt"

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def plan(self):
        return json.loads(self.text("plan.json"))

    @property
    def true_plan(self):
        return json.loads(self.truth.with_suffix(".plan.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Gives the result of a sample, which is converted once for all the tests of a process."""
    made = {}

    def of(entry):
        name = entry["file"]
        if name not in made:
            (outcome,) = convert([SAMPLES / name], tmp_path_factory.mktemp("out"), settings=Settings(jobs=1))
            assert outcome.status == "done", outcome
            made[name] = Result(entry, outcome.folder)
        return made[name]

    return of


@pytest.fixture
def result(request, converted):
    return converted(request.param)


def words(text):
    return Counter(re.findall(r"\w+", text))


def outline(sections):
    for section in sections:
        yield section["level"], section["marker"], section["path"], section["title"]
        yield from outline(section["sections"])


@each(CLEAN)
def test_text_of_a_clean_sample_is_right(result):
    assert compare(result.text("text.txt"), result.truth.read_text(encoding="utf-8")).cer <= MOST_WRONG


@each(CLEAN)
def test_header_of_a_clean_sample_is_right(result):
    found, true = result.plan, result.true_plan
    assert {key: found["header"][key] for key in HEADER} == {key: true["header"][key] for key in HEADER}
    assert found["document_type"] == true["document_type"]
    assert found["subject"] == true["subject"]


@each([entry for entry in MANIFEST if entry.get("style", {}).get("handwritten")])
def test_number_written_by_hand_is_right(result):
    assert result.plan["header"]["number"] == result.true_plan["header"]["number"]


@each([entry for entry in MANIFEST if not entry["file"].endswith(".txt")])
def test_signer_of_a_scan_is_right(result):
    assert result.plan["signatures"] == result.true_plan["signatures"]


@each(CLEAN)
def test_outline_of_a_clean_sample_is_right(result):
    assert list(outline(result.plan["sections"])) == list(outline(result.true_plan["sections"]))


@each(MANIFEST)
def test_tables_and_plan_agree_on_what_is_to_be_reviewed(result):
    assert list(contradictions(result.folder.parent)) == []


@each(MANIFEST)
def test_text_is_nfc_without_form_feeds(result):
    for name in ("text.txt", "original.txt"):
        text = result.text(name)
        assert text == unicodedata.normalize("NFC", text)
        assert "\f" not in text


@each(MANIFEST)
def test_repairs_point_into_the_original(result):
    lines = result.text("original.txt").split("\n")
    for record in map(json.loads, result.text("repairs.jsonl").splitlines()):
        assert lines[record["line"] - 1][record["start"] : record["end"]] == record["before"]


@each([entry for entry in MANIFEST if not entry["file"].endswith(".txt")])
def test_searchable_pdf_has_all_pages_and_the_words_of_the_text(result):
    pdf = result.folder / "searchable.pdf"
    with pikepdf.open(pdf) as document:
        assert len(document.pages) == result.plan["source"]["pages"]
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True)
    with pdfium.PdfDocument(pdf) as opened:
        by_pdfium = "\n".join(page.get_textpage().get_text_range() for page in opened)
    page_numbers = Counter(str(number + 1) for number in range(result.plan["source"]["pages"]))
    for extracted in (run.stdout.decode("utf-8"), by_pdfium):
        assert extracted == unicodedata.normalize("NFC", extracted)
        found, text = words(extracted), words(result.text("text.txt"))
        assert not text - found
        assert not found - text - page_numbers


@each([entry for entry in MANIFEST if not entry["file"].endswith(".txt")])
def test_searchable_pdf_is_pdfa_2b(result):
    pdf = result.folder / "searchable.pdf"
    assert json.loads(result.text("provenance.json"))["searchable_pdf"]["pdfa"]["conforms"] is True
    assert check_conformity(pdf).conforms
    if (verdict := by_verapdf(pdf)) is not None:
        assert verdict.conforms, verdict.findings
    checker = pytest.importorskip("page")
    report = checker.validate_pdf(pdf, profile="pdfa2b")
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


@each([entry for entry in MANIFEST if entry["file"].endswith(".txt")])
def test_plain_text_gets_no_pdf_and_no_page_numbers(result):
    assert not (result.folder / "searchable.pdf").exists()
    assert result.plan["source"]["pages"] is None


@pytest.fixture(scope="module")
def smallest():
    return SAMPLES / next(entry["file"] for entry in CLEAN if entry["file"].endswith(".png"))


def test_second_run_leaves_what_is_done(smallest, tmp_path):
    (first,) = convert([smallest], tmp_path, settings=Settings(jobs=1))
    before = {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    (second,) = convert([smallest], tmp_path, settings=Settings(jobs=1))
    assert (first.status, second.status) == ("done", "unchanged")
    assert before == {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    with (tmp_path / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["done"]


def test_other_settings_do_it_again(smallest, tmp_path):
    list(convert([smallest], tmp_path, settings=Settings(jobs=1)))
    (again,) = convert([smallest], tmp_path, settings=Settings(jobs=1, repair=False))
    assert again.status == "done"


def test_one_bad_file_does_not_stop_the_rest(smallest, tmp_path):
    bad = tmp_path / "in" / "bad.pdf"
    bad.parent.mkdir()
    bad.write_bytes(b"%PDF-1.7\nnothing else")
    found = list(convert([bad, smallest], tmp_path / "out", settings=Settings(jobs=2)))
    assert [outcome.status for outcome in found] == ["failed", "done"]
    assert found[0].error.code == "E401"
    seen = {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}
    assert seen == {smallest.name, "index.csv", "needs_review.csv", *(f"{table.name}.csv" for table in TABLES)}


def test_page_that_takes_too_long_is_named_and_the_rest_goes_on(forgetful_engine):
    sample = SAMPLES / "ke-hoach-giam-ngheo.pdf"
    document = read(sample, Settings(jobs=1, page_timeout=0.01))
    assert document.failed_pages == (1, 2)
    assert all("[E501]" in page.error for page in document.pages)


def test_mode_text_forbids_the_engine(tmp_path):
    scan = read(SAMPLES / "ke-hoach-chuyen-doi-so.pdf", Settings(jobs=1, mode="text"))
    digital = read(SAMPLES / "ke-hoach-hoc-tap-suot-doi.pdf", Settings(jobs=1, mode="text"))
    assert all("[E504]" in page.error for page in scan.pages)
    assert {page.source for page in digital.pages} == {"text"}


def test_mode_ocr_reads_pages_that_have_a_right_layer():
    document = read(SAMPLES / "ke-hoach-hoc-tap-suot-doi.pdf", Settings(jobs=1, mode="ocr"))
    assert {page.source for page in document.pages} == {"ocr"}


def test_inspect_sees_what_the_manifest_made():
    turned = inspect(SAMPLES / "ke-hoach-binh-dang-gioi.pdf")
    assert [page.condition.rotation for page in turned.pages] == [0, 270, 0]
    assert turned.pages[0].condition.stamp or turned.pages[-1].condition.stamp
    backs = inspect(SAMPLES / "quyet-dinh-ban-chi-dao.pdf")
    assert [page.condition.blank for page in backs.pages] == [False, True, False]
    for entry in MANIFEST:
        if entry.get("english_layer"):
            layers = {page.layer.verdict for page in inspect(SAMPLES / entry["file"]).pages}
            assert layers == {"wrong"}
    digital = inspect(SAMPLES / "ke-hoach-hoc-tap-suot-doi.pdf")
    assert {page.layer.verdict for page in digital.pages} == {"right"}


@each(MANIFEST)
def test_sample_chunks_hold_every_text_once_and_lie_on_its_pages(result):
    plan = Plan.model_validate_json(result.text("plan.json"))
    chunks = plan.chunks(max_words=60)
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(
        "".join(unit.text.split()) for unit in plan.texts()
    )
    if not (result.folder / "searchable.pdf").is_file():
        assert not any(chunk.boxes for chunk in chunks)
        return
    with pdfium.PdfDocument(result.folder / "searchable.pdf") as pdf:
        sizes = [page.get_size() for page in pdf]
    boxes = [box for chunk in chunks for box in chunk.boxes]
    assert len(boxes) > 5
    for page, x0, y0, x1, y1 in boxes:
        width, height = sizes[page - 1]
        assert -1 <= x0 < x1 <= width + 1
        assert -1 <= y0 < y1 <= height + 1
