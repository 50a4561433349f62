# SPDX-License-Identifier: Apache-2.0
"""Words that a person is asked about for where they stand, not for how they are spelled."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ocr_kh.corrections.anchoring import line_tokens
from ocr_kh.desk.words import doubts
from ocr_kh.document import Box, Document, Line, Page, Role, Word


def asked(text, role=Role.BODY):
    words = [Word(part, Box(80 + 60 * at, 60, 133 + 60 * at, 72)) for at, part in enumerate(text.split())]
    line = Line.of_words(words, page=1, role=role)
    document = Document("a.pdf", "0" * 64, (Page(1, 595.28, 841.89, (line,), source="ocr"),))
    tokens = line_tokens(0, line)
    return [
        tokens[doubt.token].text for doubt in doubts(SimpleNamespace(document=document, tokens=tokens, dictionaries=()))
    ]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("trước ngày 30/1 1/2018.", ["1/2018."]),
        ("ngày 30/1 5/2018", []),
        ("ngày 30/11/2018, quý 1/2018.", []),
    ],
)
def test_a_date_torn_by_a_space_is_asked_about(text, doubted):
    assert asked(text) == doubted


@pytest.mark.parametrize(
    ("text", "role", "doubted"),
    [
        ("ông Hoan", Role.SIGNATURE, ["ông"]),
        ("Trịnh Công Hoan", Role.SIGNATURE, []),
        ("ký thay", Role.SIGNATURE, []),
        ("ông Hoan", Role.BODY, []),
    ],
)
def test_a_signer_without_the_first_letters_is_asked_about(text, role, doubted):
    assert asked(text, role) == doubted
