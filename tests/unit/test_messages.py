# SPDX-License-Identifier: Apache-2.0
"""Messages: the language chosen, and a Vietnamese catalogue in step with the code."""

from __future__ import annotations

import re

import pytest

from ocr_kh.messages import translate, translate_plural, use_language

PLACE = re.compile(r"\{[^}]*\}|%\(\w+\)[rsd]|%[rsd]")


@pytest.fixture(scope="module")
def messages(tool):
    return tool("messages")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LC_ALL": "vi_VN", "LANG": "en_US.UTF-8"}, "vi"),
        ({"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LANGUAGE": "vi:en", "LANG": "en_US.UTF-8"}, "vi"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "virgin_islands"}, "en"),
        ({"LANG": ""}, "en"),
    ],
)
def test_messages_language_follows_the_locale(monkeypatch, variables, expected):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert use_language() == expected


def test_messages_asked_language_comes_before_the_locale(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "vi")
    assert use_language("en") == "en"
    assert translate("pages") == "pages"


def test_messages_vietnamese_is_shown():
    use_language("vi")
    assert translate("pages") == "số trang"


def test_messages_unknown_text_comes_back_as_it_is():
    use_language("vi")
    assert translate("no such message") == "no such message"
    assert translate("") == ""
    assert translate_plural("one", "many", 2) == "many"


def test_messages_every_message_is_translated(messages):
    untranslated = [message.id for message in messages.translated() if message.id and not message.string]
    assert untranslated == []


def test_messages_translations_keep_the_places(messages):
    for message in messages.translated():
        if message.id:
            assert sorted(PLACE.findall(message.id)) == sorted(PLACE.findall(message.string)), message.id


def test_messages_catalogue_is_in_step_with_the_code(messages):
    assert messages.PO.read_bytes() == messages.po_bytes(), "run: make messages"


def test_messages_compiled_catalogue_is_in_step(messages):
    assert messages.MO.read_bytes() == messages.mo_bytes(), "run: make messages"
