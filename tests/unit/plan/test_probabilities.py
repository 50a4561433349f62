# SPDX-License-Identifier: Apache-2.0
"""What speaks against a field of header or closing, whatever the engine was sure of."""

from dataclasses import replace

import pytest

from ocr_kh.document import Box, Condition, Document, Line, Page, Word
from ocr_kh.plan import parse
from ocr_kh.plan.parsing import drafted
from ocr_kh.plan.review.probabilities import field_signs

HEADER = ("UBND XÃ CẨM LÃNG", "TRẠM Y TẾ", "Số: 12/KH-TYT", "KẾ HOẠCH", "Dọn vệ sinh quanh trạm năm 2026",
          "I. MỤC ĐÍCH", "1. Sạch đẹp.", "2. An toàn.")  # fmt: skip


def document(texts, colour="colour"):
    lines = tuple(
        Line.of_words([Word(word, Box(80, 50 + 20 * at, 160, 62 + 20 * at), 0.95) for word in text.split()], page=1)
        for at, text in enumerate(texts)
    )
    return Document("a.pdf", "0" * 64, (Page(1, 595, 842, lines, "ocr", condition=Condition(colour=colour)),))


def strength(texts, pointer, sign, colour="colour"):
    read = document(texts, colour)
    draft = drafted(read)
    return next(signs[sign] for at, _, signs in field_signs(draft.plan, read, draft.margins) if at == pointer)


@pytest.mark.parametrize(
    ("line", "issuer", "unlike"),
    [
        (1, "TRẠM Y TẾ", 0.0),
        (1, "TRUNG TÂM HÀNH CHÍNH CÔNG CÔNG", 1.0),
        (1, "TRƯỜNG", 1.0),
        (1, "THỂ THAO VÀ DU", 1.0),
    ],
)
def test_what_no_body_is_called_speaks_against_an_issuer(line, issuer, unlike):
    texts = (issuer, *HEADER[2:])
    assert strength(texts, "/header/issuer", "unlike") == unlike


@pytest.mark.parametrize(("number", "unlike"), [("12", 0.0), ("2", 1.0)])
def test_one_figure_is_no_number(number, unlike):
    texts = (*HEADER[:2], f"Số: {number}/KH-TYT", *HEADER[3:])
    assert strength(texts, "/header/number", "unlike") == unlike


@pytest.mark.parametrize(("colour", "bilevel"), [("bilevel", 1.0), ("grey", 0.0)])
def test_a_page_without_greys_speaks_against_what_was_read_off_it(colour, bilevel):
    assert strength(HEADER, "/header/issuer", "bilevel", colour) == bilevel


def test_an_issuer_that_is_none_is_less_probable():
    right, wrong = (
        parse(document((issuer, *HEADER[2:]))).fields["/header/issuer"] for issuer in ("TRẠM Y TẾ", "TRƯỜNG")
    )
    assert right.probability > wrong.probability


@pytest.mark.parametrize(("weak", "strength"), [("V/v", 0.0), ("quanh", 1.0)])
def test_only_words_of_the_field_speak_of_it(weak, strength):
    texts = ("UBND XÃ CẨM LÃNG", "Số: 12/UBND-YT", "V/v dọn vệ sinh quanh trạm", "Kính gửi: Các thôn", *HEADER[6:])
    read = document(texts)
    lines = tuple(
        replace(line, words=tuple(replace(word, confidence=0.2) if word.text == weak else word for word in line.words))
        for line in read.pages[0].lines
    )
    read = replace(read, pages=(replace(read.pages[0], lines=lines),))
    draft = drafted(read)
    signs = next(signs for at, _, signs in field_signs(draft.plan, read, draft.margins) if at == "/subject")
    assert signs["weak word"] == strength
