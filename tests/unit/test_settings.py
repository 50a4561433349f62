# SPDX-License-Identifier: Apache-2.0
"""Settings check what they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_kh import Settings
from ocr_kh.errors import UsageError


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("mode", "fast", "auto, ocr, text"),
        ("channel", "french", "auto, english, vietnamese, none"),
        ("channel", None, "auto, english, vietnamese, none"),
        ("tone", "middle", "document, old, new"),
        ("tone", ["old"], "document, old, new"),
        ("formats", ("text", "odt"), "text, json"),
        ("formats", "text", "text"),
        ("formats", 3, "text"),
        ("dictionaries", "mine", "Path"),
        ("jobs", -1, "1 or more"),
        ("page_timeout", 0, "above 0"),
    ],
)
def test_a_wrong_value_is_a_usage_error_that_names_those_allowed(field, value, allowed):
    with pytest.raises(UsageError) as caught:
        Settings(**{field: value})
    assert allowed in str(caught.value)
    assert str(value if isinstance(value, str | int) else "") in str(caught.value)


def test_lists_and_strings_are_brought_to_tuples_of_paths():
    settings = Settings(formats=["text"], dictionaries=["mine"])
    assert settings.formats == ("text",)
    assert settings.dictionaries == (Path("mine"),)
    assert settings == Settings(formats=("text",), dictionaries=(Path("mine"),))


def test_tables_over_all_documents_redo_none_of_them():
    plain = Settings()
    assert Settings(formats=(*plain.formats, "xlsx", "parquet")).fingerprint == plain.fingerprint
    assert Settings(formats=(*plain.formats, "docx")).fingerprint != plain.fingerprint
