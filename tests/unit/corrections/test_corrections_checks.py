# SPDX-License-Identifier: Apache-2.0
"""Values of fields as people type them, from tests/cases/corrections/checks.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ocr_kh.corrections.checks import Checked, check, choices, field_name
from ocr_kh.errors import FieldError
from ocr_kh.plan.review.decisions import DECIDABLE
from ocr_kh.writing.document.record import FIELDS, LENGTHS
from ocr_kh.writing.document.record_codes import record_codes
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases/corrections/checks.toml").read_text(encoding="utf-8"),
)["case"]
RIGHT = [(case["pointer"], case.get("is", case["pointer"]), *pair) for case in CASES for pair in case["right"]]
WRONG = [(case["pointer"], *pair) for case in CASES for pair in case.get("wrong", ())]


@pytest.mark.parametrize(("pointer", "meant", "text", "value"), RIGHT)
def test_a_value_is_what_was_meant(pointer, meant, text, value):
    assert check(pointer, text) == Checked(meant, value)


@pytest.mark.parametrize(("pointer", "text", "reason"), WRONG)
def test_what_is_no_value_is_told(pointer, text, reason):
    with pytest.raises(FieldError, match=r"^\[E206\]") as error:
        check(pointer, text)
    assert reason in str(error.value)


def test_every_field_that_can_be_decided_has_a_check():
    for pointer in (*DECIDABLE, *map(record_pointer, FIELDS)):
        assert check(pointer, "") == Checked(str(OF_PLAN.get(field_name(pointer), pointer)), "")


def test_no_field_is_longer_than_the_circular_allows():
    for name in set(FIELDS) - set(record_codes()) - {"issuedDate", "codeNumber", "numberOfPage"}:
        assert len(check(record_pointer(name), "K" * LENGTHS[name]).value) == LENGTHS[name]
        with pytest.raises(FieldError, match=f"at most {LENGTHS[name]} "):
            check(record_pointer(name), "K" * (LENGTHS[name] + 1))


@pytest.mark.parametrize("name", record_codes())
def test_every_code_can_be_written_by_itself_by_its_name_and_as_the_list_has_it(name):
    pointer = record_pointer(name)
    for code, called in record_codes()[name].items():
        meant = check(pointer, code)
        assert check(pointer, called) == check(pointer, f"{code} {called}") == check(pointer, str(int(code))) == meant


def test_choices_are_values():
    for pointer in ("/document_type", "/record/maintenance"):
        assert [check(pointer, value).value for value in choices(pointer)] == [*choices(pointer)]


def test_a_code_of_ones_own_dictionary_counts(tmp_path):
    from ocr_kh.genre.vocabulary import using

    (tmp_path / "record_codes.tsv").write_text("maintenance\t01\tVĩnh viễn\tLâu dài\n", encoding="utf-8")
    with using((tmp_path,)):
        assert check("/record/maintenance", "lâu dài").value == "01"
    with pytest.raises(FieldError):
        check("/record/maintenance", "lâu dài")
