# SPDX-License-Identifier: Apache-2.0
"""Two stored runs laid beside each other: what differs, and what is nearer to the truth. No engine is needed."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from bench.changes import data_paths, main, report, truth_folders
from bench.differences import text_changes, value_changes
from bench.known_truth import truth_of
from bench.stored_run import compared, write_cases

PLAN = {
    "header": {"number": "12", "place": "Hòa An"},
    "signatures": [{"signer": "Lò Văn Bé"}],
    "sections": [{"title": "MỤC ĐÍCH", "page": 1}],
}


@pytest.mark.parametrize(
    ("old", "new", "truth", "expected"),
    [
        ("kê hoạch năm 2026", "kế hoạch năm 2026", "Kế hoạch: kế hoạch năm 2026", [("kê", "kế", "gain")]),
        ("kế hoạch năm 2026", "kê hoạch năm 2026", "kế hoạch năm 2026", [("kế", "kê", "loss")]),
        ("kê hoạch", "kể hoạch", "kế hoạch", [("kê", "kể", "not judged")]),
        ("kê hoạch", "kế hoạch", None, [("kê", "kế", "not judged")]),
        ("ủy ban xã", "uỷ ban xã", "ủy ban xã", [("ủy", "uỷ", "not judged")]),
        ("một | hai", "một hai", "một hai", [("|", "", "gain")]),
        ("một hai ba", "một ba", "một hai ba", [("hai", "", "loss")]),
        ("y tế xã", "ytê xã", "y tế xã", [("y tế", "ytê", "loss")]),
        ("một\nhai", "một hai", None, [("line breaks", "other line breaks", "not judged")]),
        ("một hai", "một hai", "một", []),
    ],
)
def test_changes_of_words(old, new, truth, expected):
    assert [(each.old, each.new, each.verdict) for each in text_changes(old, new, truth)] == expected


def test_changes_of_words_show_the_words_around():
    (change,) = text_changes("một hai ba bón năm sáu bảy", "một hai ba bốn năm sáu bảy")
    assert change.where == "hai ba […] năm sáu"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"header": {"number": "13", "place": "Hòa An"}}, [("/header/number", '"12"', '"13"', "loss")]),
        ({"header": {"number": "12", "place": "Hoà An"}}, [("/header/place", '"Hòa An"', '"Hoà An"', "not judged")]),
        ({"signatures": [{"signer": None}]}, [("/signatures/0/signer", '"Lò Văn Bé"', "null", "loss")]),
        (
            {"signatures": [{"signer": "Rơ Chăm H'Lan"}, {"signer": "Lò Văn Bé"}]},
            [("/signatures/0", "", '{"signer": "Rơ Chăm H\'Lan"}', "loss")],
        ),
        (
            {"sections": [{"title": "YÊU CẦU", "page": 1}]},
            [("/sections/0/title", '"MỤC ĐÍCH"', '"YÊU CẦU"', "not judged")],
        ),
        ({"header": {"number": "12"}}, [("/header/place", '"Hòa An"', "", "loss")]),
        ({}, []),
    ],
)
def test_changes_of_fields(changed, expected):
    truth = {key: PLAN[key] for key in ("header", "signatures")}
    found = value_changes(PLAN, PLAN | changed, truth)
    assert [(each.where, each.old, each.new, each.verdict) for each in found] == expected
    back = value_changes(PLAN | changed, PLAN, truth)
    turned = {"loss": "gain", "not judged": "not judged"}
    assert [each.verdict for each in back] == [turned[each[3]] for each in expected]


def test_changes_of_long_fields_show_the_words_that_differ():
    old, new = "một hai ba bón năm sáu bảy tám chín mười", "một hai ba bốn năm sáu bảy tám chín mươi"
    (change,) = value_changes({"text": old}, {"text": new})
    assert (change.old, change.new) == ('"hai ba bón năm sáu … tám chín mười"', '"hai ba bốn năm sáu … tám chín mươi"')


def test_changes_number_and_its_text_are_not_the_same():
    assert [(each.old, each.new) for each in value_changes({"a": 1, "b": True}, {"a": 1.0, "b": 1})] == [
        ("1", "1.0"),
        ("true", "1"),
    ]


def test_changes_truth_of_pages_facts_and_parts(tmp_path):
    (tmp_path / "kh_12_p01.txt").write_text("trang một", encoding="utf-8")
    (tmp_path / "kh_12_p02.txt").write_text("trang hai", encoding="utf-8")
    facts = {"number": "12", "doc_type": "KẾ HOẠCH", "authority": ["CHỦ TỊCH"], "signer": "Lò Văn Bé", "recipients": []}
    (tmp_path / "kh_12.facts.json").write_text(json.dumps(facts), encoding="utf-8")
    several = {"documents": [{"number": "1"}, {"number": "2", "place": "?", "unsure": ["place: dim"]}]}
    (tmp_path / "d02.json").write_text(json.dumps(several), encoding="utf-8")
    truth = truth_of("kh_12-ban-hanh.pdf", [tmp_path])
    assert truth.text == "trang một\ntrang hai"
    assert truth.plan == {
        "header": {"number": "12"},
        "document_type": "KẾ HOẠCH",
        "signatures": [{"authority": ["CHỦ TỊCH"], "signer": "Lò Văn Bé"}],
    }
    assert truth_of("d02.pdf/02", [tmp_path]).plan == {"header": {"number": "2"}}
    assert truth_of("other.pdf", [tmp_path]).text is None


@pytest.fixture
def stored(tmp_path):
    """Makes a stored run of files by name."""

    def make(name, files, **manifest):
        run = tmp_path / name
        for file, text in files.items():
            (run / file).parent.mkdir(parents=True, exist_ok=True)
            (run / file).write_text(text, encoding="utf-8")
        told = {"code": name, "version": "1", "recipe": {}, "documents": {"done": 1}, "pages": 2, "pages_read": 0}
        told |= {
            "inputs": {},
            "outputs": {each: sha256((run / each).read_bytes()).hexdigest() for each in compared(run)},
        }
        (run / "manifest.json").write_text(json.dumps(told | manifest), encoding="utf-8")
        return run

    return make


FILES = {
    "a.pdf/text.txt": "kê hoạch\n",
    "a.pdf/plan.json": json.dumps(PLAN),
    "a.pdf/repairs.jsonl": '{"word": "kê"}\n',
    "a.pdf/provenance.json": '{"ended": "08:00"}',
    "index.csv": "\ufeffpath,number\na.pdf,12\n",
}


def test_changes_of_runs_that_are_equal_but_for_the_time(stored, capsys):
    runs = stored("old", FILES), stored("new", FILES | {"a.pdf/provenance.json": '{"ended": "09:00"}'})
    assert main(["compare", *map(str, runs), "--exact"]) == 0
    assert "0 of 4 files differ" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("a.pdf/text.txt", "kế hoạch\n", "Gains: 1\n  a.pdf/text.txt […] hoạch\n    - kê\n    + kế"),
        ("a.pdf/repairs.jsonl", '{"word": "kế"}\n', 'a.pdf/repairs.jsonl /0/word\n    - "kê"\n    + "kế"'),
        ("index.csv", "\ufeffpath,number\na.pdf,13\n", 'index.csv /0/number\n    - "12"\n    + "13"'),
        ("b.pdf/text.txt", "mới", "b.pdf/text.txt \n    - not there\n    + there"),
    ],
)
def test_changes_of_runs_are_told_and_exact_fails(stored, capsys, tmp_path, file, text, told):
    truth = tmp_path / "truth"
    truth.mkdir()
    (truth / "a.txt").write_text("kế hoạch", encoding="utf-8")
    runs = stored("old", FILES), stored("new", FILES | {file: text})
    assert main(["compare", *map(str, runs), "--exact", "--truth", str(truth)]) == 1
    assert told in capsys.readouterr().out
    assert main(["compare", *map(str, runs)]) == 0


def test_changes_says_what_else_is_not_the_same(stored):
    old = stored("old", FILES, recipe={"tesseract": "5.3.0"}, pages_read=2)
    new = stored("new", FILES, recipe={"tesseract": "5.4.1"}, inputs={"a.pdf": "0"})
    lines = "\n".join(report(old, new))
    assert "2 pages, 0 of them kept" in lines
    assert "2 pages, 2 of them kept" in lines
    assert '! other tesseract: "5.3.0" -> "5.4.1"' in lines
    assert "! the inputs" in lines


def test_changes_lays_out_the_cases_with_their_truth(tmp_path):
    cases = tmp_path / "cases" / "legacy"
    cases.mkdir(parents=True)
    (cases / "a.toml").write_text("[[case]]\nshown = 'x'\nright = 'y'\n[[case]]\npages = ['z']\n", encoding="utf-8")
    (cases / "b.json").write_text('[{"original": "kê", "fixed": "kế"}]', encoding="utf-8")
    texts = write_cases(tmp_path / "out", tmp_path / "cases")
    assert {path.name: path.read_text("utf-8") for path in texts.iterdir()} == {
        "legacy-a-001.txt": "x\n",
        "legacy-b-001.txt": "kê\n",
    }
    assert truth_of("legacy-b-001.txt", [tmp_path / "out" / "truth"]).text == "kế\n"


@pytest.mark.parametrize(
    ("folders", "scans", "truths"),
    [
        (["scans/scanned", "scans/offices/truth", "scans/truth"], ["scans/scanned", "scans/offices"], 2),
        (["truth"], ["."], 1),
    ],
)
def test_changes_finds_scans_and_truth_of_data(tmp_path, monkeypatch, folders, scans, truths):
    monkeypatch.chdir(tmp_path)
    for folder in folders:
        (tmp_path / "data" / folder).mkdir(parents=True)
    data = tmp_path / "data"
    assert data_paths(data) == [data / scan for scan in scans]
    assert len(truth_folders(data)) == truths
