# SPDX-License-Identifier: Apache-2.0
"""A draw can be done again from its seed, is kept as it was, and leans to where faults are likely."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from dataclasses import replace

import pytest

from ocr_kh.acceptance.sampling.plans import plan_of
from ocr_kh.acceptance.sampling.risks import documents
from ocr_kh.acceptance.sampling.sample import Draw, draw, keep, read_sample, sample_path
from ocr_kh.cli import main
from ocr_kh.errors import PathMissingError, UsageError
from ocr_kh.plan.review.decisions import DECIDABLE
from ocr_kh.plan.review.probabilities import REQUIRED
from ocr_kh.writing.tables.csv_file import read_table, write_table
from ocr_kh.writing.tables.index import COLUMNS, replace_index


def archive(out, count, probability=lambda _at: 0.99):
    """The tables of an output folder of so many documents, in hồ sơ of ten."""
    out.mkdir(exist_ok=True)
    folders = [f"hs-{at // 10:04}/{at:05}.pdf" for at in range(count)]
    rows = (
        dict.fromkeys(COLUMNS, "")
        | {"path": folder, "folder": folder, "sha256": f"{at:064x}", "status": "done", "pages": "2"}
        for at, folder in enumerate(folders)
    )
    replace_index(out, rows)
    fields = (
        {"folder": folder, "pointer": pointer, "probability": f"{probability(at)}"}
        for at, folder in enumerate(folders)
        for pointer in REQUIRED
    )
    write_table(out / "fields.csv", ("folder", "pointer", "probability"), fields)
    return out


@pytest.fixture
def out(tmp_path):
    return archive(tmp_path / "out", 700)


def test_a_draw_can_be_done_again_with_any_tool(out):
    sample = draw(out, Draw(plan_of("lq5"), 7))
    hashes = {each.folder: hashlib.sha256(f"7\n{each.folder}".encode()).hexdigest() for each in documents(out)}
    assert [each.folder for each in sample.drawn] == sorted(sorted(hashes, key=hashes.get)[:80])
    assert (sample.documents, sample.pages, sample.dossiers, sample.accept) == (700, 1_400, 70, 1)
    lines = "".join(f"{each.folder}\t{each.row['sha256']}\n" for each in documents(out))
    assert sample.lot == hashlib.sha256(lines.encode()).hexdigest()


def test_a_draw_of_fields_can_be_done_again_with_any_tool(out):
    sample = draw(out, Draw(plan_of("random:60"), 7, unit="fields"))
    hashes = {
        (each.folder, pointer): hashlib.sha256(f"7\n{each.folder}\n{pointer}".encode()).hexdigest()
        for each in documents(out)
        for pointer in DECIDABLE
    }
    first = sorted(hashes, key=hashes.get)[:60]
    assert {(each.folder, each.field) for each in sample.drawn} == set(first)
    assert (sample.documents, sample.units) == (700, 5_600)


def test_weighted_fields_are_drawn_by_the_risk_of_each(tmp_path):
    """One field in six is doubtful in every document, and so are those that fields.csv does not have."""
    out = archive(tmp_path / "out", 100)
    doubtful = (
        {"folder": row["folder"], "pointer": row["pointer"], "probability": "0.6" if at % 6 == 0 else "0.999"}
        for at, row in enumerate(list(read_table(out / "fields.csv", ("folder", "pointer", "probability"))))
    )
    write_table(out / "fields.csv", ("folder", "pointer", "probability"), doubtful)
    sample = draw(out, Draw(plan_of("weighted:80"), 1, unit="fields"))
    low, _, high = sample.strata
    assert (low.units, high.units) == (500, 300)
    assert high.drawn / high.units > low.drawn / low.units
    assert {each.field for each in sample.drawn if each.stratum == 2} == {
        REQUIRED[0], "/header/parent_issuer", "/header/place",
    }  # fmt: skip


def test_another_seed_draws_others(out):
    first, second = (draw(out, Draw(plan_of("random:50"), seed)).drawn for seed in (1, 2))
    assert first != second


def test_a_kept_draw_reads_back_and_is_not_drawn_again(out):
    plan = replace(plan_of("aql:2.5"), severity="tightened")
    sample = draw(out, Draw(plan, 1, "fields", ("hs-0003",), "đợt 1", is_original=False))
    path = keep(out, sample)
    assert read_sample(path) == sample
    assert path == sample_path(out, "sample-1")
    with pytest.raises(UsageError, match="never changed"):
        keep(out, sample)
    assert draw(out, Draw(plan_of("percent:30"), 1)).name == "sample-2"


def test_a_draw_that_was_changed_is_not_used(out):
    path = keep(out, draw(out, Draw(plan_of("lq5"), 1)))
    record = json.loads(path.read_text(encoding="utf-8"))
    record["drawn"].pop()
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UsageError, match="changed after the draw"):
        read_sample(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="no sample"):
        read_sample(path)


def test_a_weighted_sample_has_strata_by_risk(tmp_path):
    out = archive(tmp_path / "out", 1_000, lambda at: 0.8 if at % 10 == 0 else 0.998)
    sample = draw(out, Draw(plan_of("weighted:100"), 1))
    low, middle, high = sample.strata
    assert (low.units, middle.units, high.units) == (900, 0, 100)
    assert low.drawn + high.drawn == len(sample.drawn) == 100
    assert high.drawn / high.units > low.drawn / low.units
    assert {each.stratum for each in sample.drawn if each.risk > 0.2} == {2}


def test_the_estimate_is_that_of_the_probabilities(tmp_path):
    out = archive(tmp_path / "out", 100, lambda _at: 0.9)
    said = draw(out, Draw(plan_of("lq5"), 1)).estimate
    assert (said.fields, said.wrong_fields, said.unjudged) == (600, 60.0, 0)
    assert said.wrong_documents == pytest.approx(100 * (1 - 0.9**6), abs=0.01)


def test_documents_without_probabilities_count_as_half_wrong(tmp_path):
    out = archive(tmp_path / "out", 40)
    (out / "fields.csv").unlink()
    said = draw(out, Draw(plan_of("lq5"), 1)).estimate
    assert (said.unjudged, said.wrong_documents) == (40, 20.0)


def test_a_lot_may_be_some_folders(out):
    sample = draw(out, Draw(plan_of("random:5"), 1, only=("hs-0003", "hs-0004")))
    assert sample.documents == 20
    assert {each.dossier for each in sample.drawn} <= {"hs-0003", "hs-0004"}
    with pytest.raises(UsageError, match="no document"):
        draw(out, Draw(plan_of("lq5"), 1, only=("hs-9",)))


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", "a b"])
def test_a_name_that_is_none_is_told(out, name):
    with pytest.raises(UsageError, match="name of a sample"):
        draw(out, Draw(plan_of("lq5"), 1), name=name)


def test_nothing_converted_is_told(tmp_path):
    with pytest.raises(PathMissingError):
        draw(tmp_path, Draw(plan_of("lq5"), 1))


def test_the_command_prints_the_draw(out, capsys):
    assert main(["sample", str(out), "--plan", "random:3", "--seed", "5"]) == 0
    path, *folders = capsys.readouterr().out.splitlines()
    assert [each.folder for each in read_sample(sample_path(out, "sample-1")).drawn] == folders
    assert path == str(sample_path(out, "sample-1"))
    assert main(["sample", str(out), "--plan", "odd"]) == 2
    assert "[E200]" in capsys.readouterr().err


def test_memory_does_not_grow_with_the_archive(tmp_path):
    def most(count):
        out = archive(tmp_path / f"out{count}", count)
        tracemalloc.start()
        draw(out, Draw(plan_of("random:50"), 1))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(100)  # what is loaded late
    assert most(1_600) < 1.5 * most(400)
