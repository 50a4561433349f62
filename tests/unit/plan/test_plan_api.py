# SPDX-License-Identifier: Apache-2.0
"""A plan from Python: sections by path, texts in reading order, search."""

from __future__ import annotations

import json
import pickle

import pytest

import ocr_kh
import ocr_kh.plan
from ocr_kh.plan import Plan
from ocr_kh.plan.model import Section

TEXT = """KẾ HOẠCH
Vệ sinh môi trường năm 2026
I. MỤC ĐÍCH
1. Mục đích
- Giữ sạch đường làng.
II. KINH PHÍ
1. Nguồn
Kinh phí hoà trong ngân sách xã.
II. TỔ CHỨC THỰC HIỆN
Trên đây là Kế hoạch của xã./.
PHỤ LỤC
PHÂN CÔNG
I. CÁC THÔN
1. Thôn Trung
Kinh phí của thôn."""


@pytest.fixture(scope="module")
def plan():
    return ocr_kh.parse(TEXT)


def test_plan_sections_are_found_by_path_at_any_depth(plan):
    assert plan.sections["II.1"].title == "Nguồn"
    assert plan.sections["II~2"].title == "TỔ CHỨC THỰC HIỆN"
    assert plan.sections["II"].sections["II.1"] is plan.sections["II.1"]


def test_plan_sections_are_a_tuple_still(plan):
    assert plan.sections[0].path == "I"
    assert [section.path for section in plan.sections[1:]] == ["II", "II~2"]
    assert plan.sections == tuple(plan.sections)
    assert Plan().sections == ()


def test_plan_sections_without_that_path_are_a_key_error(plan):
    with pytest.raises(KeyError, match="IX"):
        plan.sections["IX"]


def test_plan_sections_know_their_paths_after_any_way(plan):
    for other in (Plan.model_validate_json(plan.to_json()), pickle.loads(pickle.dumps(plan))):  # noqa: S301 - our own
        assert other == plan
        assert other.sections["II.1"].title == "Nguồn"
    made = Section(marker="I", level=1, path="I", sections=(Section(marker="1", level=2, path="I.1"),))
    assert made.sections["I.1"].level == 2


def test_plan_walks_in_reading_order_through_annexes_too(plan):
    assert [section.path for section in plan.walk()] == ["I", "I.1", "II", "II.1", "II~2", "I", "I.1"]


def test_plan_finds_text_whatever_its_case_and_tone_placement(plan):
    assert [(found.kind, found.path) for found in plan.find("kinh phí")] == [
        ("title", "II"),
        ("paragraph", "II.1"),
        ("paragraph", "PHỤ LỤC.I.1"),
    ]
    assert plan.find("HÒA  trong")[0].text == "Kinh phí hoà trong ngân sách xã."
    assert plan.find("không có") == ()


def test_plan_sections_tell_whether_a_path_is_there(plan):
    assert "II.1" in plan.sections
    assert "IX" not in plan.sections
    assert plan.sections[0] in plan.sections
    assert plan.sections.get("II.1") is plan.sections["II.1"]
    assert plan.sections.get("IX") is None
    assert plan.sections.get("IX", plan.sections[0]) is plan.sections[0]


def test_plans_are_hashable_and_equal_ones_alike(plan):
    again = Plan.model_validate_json(plan.to_json())
    assert len({plan, again, Plan()}) == 2
    assert hash(plan.sections[0]) == hash(again.sections[0])


def test_plan_shows_itself_in_notebooks_with_everything_escaped():
    made = Plan(
        document_type="<b>KẾ HOẠCH</b>",
        subject='"><script>',
        sections=(Section(marker="I", level=1, path="I", title="<i>MỤC ĐÍCH", page=2),),
    )
    shown = made._repr_html_()
    assert "&lt;b&gt;KẾ HOẠCH&lt;/b&gt;" in shown
    assert "I &lt;i&gt;MỤC ĐÍCH" in shown
    assert "<script>" not in shown
    assert "<b>" not in shown


def test_schema_has_a_name_and_is_open_to_new_keys(plan):
    jsonschema = pytest.importorskip("jsonschema")
    schema = ocr_kh.plan.schema()
    assert schema["$id"] == "urn:ocr-kh:plan:1.0"
    data = json.loads(plan.to_json())
    data["new"] = data["header"]["new"] = 1
    jsonschema.Draft202012Validator(schema).validate(data)
    data["header"]["number"] = 5
    with pytest.raises(jsonschema.ValidationError, match="5"):
        jsonschema.Draft202012Validator(schema).validate(data)


def test_keys_of_a_later_version_are_kept_and_written_again(plan):
    data = json.loads(plan.to_json())
    data["new"] = data["header"]["new"] = {"a": 1}
    read = Plan.model_validate_json(json.dumps(data))
    assert (read.model_extra, read.header.model_extra) == ({"new": {"a": 1}}, {"new": {"a": 1}})
    assert json.loads(read.to_json()) == data
