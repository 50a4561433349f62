# SPDX-License-Identifier: Apache-2.0
"""What callers hand in: paths of either kind, texts of either kind, and clear errors for all else."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import ocr_kh
from ocr_kh.errors import ArgumentTypeError, PathMissingError, UsageError
from ocr_kh.given import path_of, paths_of
from ocr_kh.language.letters import bare
from ocr_kh.repair import RepairedText
from ocr_kh.writing.database import find
from ocr_kh.writing.folders import plans
from ocr_kh.writing.index import read_index

PLAN = "KẾ HOẠCH\nTuyên truyền năm 2026\nI. MỤC ĐÍCH\n1. Mục đích"


@pytest.mark.parametrize(
    "call",
    [
        lambda: ocr_kh.inspect(None),
        lambda: ocr_kh.convert(3, "out"),
        lambda: ocr_kh.convert("a.pdf", None),
        lambda: ocr_kh.convert([b"a.pdf"], "out"),
        lambda: ocr_kh.parse(PLAN.encode()),
        lambda: ocr_kh.parse(("a", ())),
        lambda: ocr_kh.repair(None),
        lambda: plans(None),
        lambda: read_index(b"out"),
        lambda: find(1, "kế hoạch"),
    ],
)
def test_given_values_of_other_types_are_a_type_error_of_ours(call):
    with pytest.raises(TypeError, match=r"\[E208\] \w+ takes str or ") as caught:
        call()
    assert isinstance(caught.value, (ArgumentTypeError, UsageError))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


def test_given_paths_are_str_or_path_objects():
    assert path_of("a", "path") == path_of(Path("a"), "path") == Path("a")
    assert paths_of(["a", Path("b")], "paths") == [Path("a"), Path("b")]
    assert paths_of("ab", "paths") == [Path("ab")]


@pytest.mark.parametrize("kind", [str, Path])
def test_given_output_folders_are_of_either_kind(tmp_path, kind):
    assert list(plans(kind(tmp_path))) == read_index(kind(tmp_path)) == []
    with pytest.raises(PathMissingError):
        find(kind(tmp_path), "kế hoạch")


@pytest.mark.parametrize("kind", [str, Path])
def test_given_path_that_is_missing_is_told_by_inspect(tmp_path, kind):
    with pytest.raises(PathMissingError, match="E201"):
        ocr_kh.inspect(kind(tmp_path / "a.pdf"))


def test_given_text_may_be_what_repair_gave():
    repaired = ocr_kh.repair(PLAN)
    assert isinstance(repaired, RepairedText)
    assert ocr_kh.parse(repaired) == ocr_kh.parse(repaired.text)


def test_given_characters_that_no_text_can_hold_are_replaced_with_a_warning(caplog):
    plan = ocr_kh.parse(PLAN.replace("Tuyên", "Tu\0yên").replace("ĐÍCH", "ĐÍCH\ud83d"))
    assert [warning.message for warning in plan.warnings if warning.code == "text.characters"] == [
        "2 characters that no text can hold were replaced by U+FFFD"
    ]
    assert plan.sections[0].title == "MỤC ĐÍCH\ufffd"
    assert plan.to_json().encode()
    assert "were replaced: 2" in caplog.text
    caplog.clear()
    repaired = ocr_kh.repair("Kế\0 hoạch 😀")
    assert repaired.text == "Kế\ufffd hoạch 😀"
    assert "were replaced: 1" in caplog.text


@pytest.mark.parametrize(("written", "warned"), [(str, 0), (bare, 1)])
def test_given_text_without_marks_is_said_to_need_repair(written, warned):
    text = PLAN + "1. Vận động người dân dọn vệ sinh đường làng, trồng hoa ven đường, thu gom rác thải.\n" * 5
    assert [each.code for each in ocr_kh.parse(written(text)).warnings].count("text.marks") == warned


def test_given_right_text_bears_no_warning(caplog):
    assert not [each for each in ocr_kh.parse(PLAN + " 😀").warnings if each.code == "text.characters"]
    assert caplog.text == ""


def test_repaired_text_shows_its_repairs_in_notebooks_with_everything_escaped():
    from ocr_kh.document import Repair

    repairs = (
        Repair(line=1, start=0, end=2, before="t6", after="tổ", source="channel", probability=0.9),
        Repair(line=1, start=3, end=8, before="chirc", after="chức", source="channel", probability=0.8, doubtful=True),
        Repair(line=2, start=0, end=1, before="<", after="<", source="rule", doubtful=True),
    )
    shown = RepairedText("tổ chức <b>\n<i>", repairs)._repr_html_()
    assert '<del>t6</del><mark title="channel, 0.90">tổ</mark> <del>chirc</del>' in shown
    assert '<mark title="channel, 0.80, doubtful">chức</mark> &lt;b&gt;' in shown
    assert '\n<mark title="rule, 1.00, doubtful">&lt;</mark>i&gt;' in shown


def test_repaired_text_shows_what_it_is_whatever_its_repairs_say():
    from ocr_kh.document import Repair

    repair = Repair(line=1, start=0, end=1, before="x", after="y", source="rule")
    assert RepairedText("a & b", (repair,))._repr_html_() == '<pre style="white-space:pre-wrap">a &amp; b</pre>'


def test_repaired_text_of_our_own_repairs_is_marked_throughout():
    repaired = ocr_kh.repair("UY BAN NHAN DAN\nK€ hoach t6 chirc thuc hi€n nam 2026")
    shown = repaired._repr_html_()
    assert shown.count("<mark ") == len(repaired.repairs) > 0
