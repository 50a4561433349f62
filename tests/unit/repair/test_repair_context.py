# SPDX-License-Identifier: Apache-2.0
"""The context model, and what the language model keeps: small, hand-made."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_kh.errors import MachineError
from ocr_kh.language.array_file import open_arrays, text_array, write_arrays
from ocr_kh.language.compact_table import BYTES_A_KEY
from ocr_kh.language.context import MARGIN, ContextModel, load_context
from ocr_kh.language.ngrams import BITS
from ocr_kh.language.tokens import CLASSES, MARKS
from ocr_kh.repair import repair_text
from ocr_kh.repair.decoding.context import CONTEXT_WEIGHT, with_context
from ocr_kh.repair.decoding.lattice import Builder, Option, Place
from ocr_kh.training.context import train
from ocr_kh.training.corpora import Block
from ocr_kh.training.pruning import Grams, kept_grams

VOCABULARY = (*CLASSES, *MARKS, "bán", "bản", "gạo", "ký", "ngoài", "chợ", "vào", "hôm", "nay", "người", "ta")
NUMBER = {word: number for number, word in enumerate(VOCABULARY)}
SENTENCES = ("hôm nay người ta bán vào ngoài chợ gạo\n", "hôm nay người ta bản vào ngoài ký ký\n")
"""What is told of stands behind the word alone."""


@pytest.fixture(scope="module")
def context(tmp_path_factory) -> ContextModel:
    folder = tmp_path_factory.mktemp("context")
    (folder / "corpus.txt").write_text("".join(SENTENCES) * 300, encoding="utf-8")
    train([folder / "corpus.txt"], folder / "context.bin", VOCABULARY, epochs=1, bits=12)
    return load_context(VOCABULARY, folder / "context.bin")


def stream_of(sentence: str) -> np.ndarray:
    margin = [NUMBER["<s>"]] * MARGIN
    return np.array([*margin, *(NUMBER[word] for word in sentence.split()), *margin], np.uint64)


@pytest.mark.parametrize(("behind", "right"), [("vào ngoài chợ gạo", "bán"), ("vào ngoài ký ký", "bản")])
def test_what_stands_behind_a_word_tells_it_from_its_rivals(context, behind, right):
    stream = stream_of(f"hôm nay người ta bán {behind}")
    words = np.array([NUMBER["bán"], NUMBER["bản"]], np.uint64)
    scores = context.scores(stream, np.array([MARGIN + 4]), np.array([0, 0]), words)
    assert ("bán", "bản")[int(np.argmax(scores))] == right


def test_the_model_is_the_same_for_words_numbered_otherwise(tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("".join(SENTENCES) * 100, encoding="utf-8")
    train([corpus], tmp_path / "context.bin", VOCABULARY, epochs=1, bits=12)
    other = (*VOCABULARY[: len(CLASSES)], "mới", *reversed(VOCABULARY[len(CLASSES) :]))
    one, two = (load_context(words, tmp_path / "context.bin") for words in (VOCABULARY, other))
    assert [two.words[other.index(word)] for word in VOCABULARY] == one.words.tolist()
    assert two.words[other.index("mới")] == one.words[NUMBER["<unk>"]]


def test_a_lattice_hears_the_context_within_a_skeleton_only(context):
    builder = Builder()
    rivals = [Option(NUMBER[word], 0.0, word) for word in ("bán", "bản", "gạo")]
    builder.fixed([NUMBER[word] for word in ("hôm", "nay", "người", "ta")])
    builder.slot(Place(0, 0, 3, "ban"), rivals)
    builder.fixed([NUMBER[word] for word in ("vào", "ngoài", "chợ", "gạo")])
    lattice = builder.lattice()
    heard = with_context(lattice, lattice.slots[:-1], context, NUMBER["<s>"])
    assert heard.costs[4] == 0  # the best of its skeleton
    assert heard.costs[5] < -CONTEXT_WEIGHT
    assert heard.costs[6] == 0  # alone in its skeleton
    assert not heard.costs[[0, 1, 2, 3, 7, 8, 9, 10]].any()


def test_arrays_come_back_and_a_file_of_another_kind_is_told(tmp_path):
    path = tmp_path / "model.bin"
    write_arrays(path, b"12345678", {"a": 1}, {"text": text_array(["một", "hai"]), "numbers": np.arange(5)})
    file = open_arrays(path, b"12345678", "model")
    assert (file.header["a"], file.words("text")) == (1, ("một", "hai"))
    assert file.arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(MachineError, match=r"model\.bin is not a model"):
        open_arrays(path, b"87654321", "model")


def grams_of(rows: list[tuple[tuple[int, ...], float, float]]) -> Grams:
    """Rows of (words, own probability, count); the lower order gives a tenth each."""
    keys = [sum(word << (BITS * back) for back, word in enumerate(reversed(words))) for words, _, _ in rows]
    own, weight = (np.array(column, np.float64) for column in list(zip(*rows, strict=True))[1:])
    order = np.argsort(keys)
    back = np.full(len(rows), 0.2)
    return Grams(np.array(keys, np.uint64)[order], (own + 0.02)[order], own[order], back[order], weight[order])


def test_what_decides_between_words_of_a_skeleton_is_kept_first():
    classes = np.array([0, 1, 2, 2, 3], np.uint64)  # words 2 and 3 share a skeleton
    unigrams = np.full(5, 0.2)
    bigrams = grams_of([((0, 2), 0.4, 40), ((1, 3), 0.4, 40), ((0, 4), 0.4, 40), ((1, 4), 0.4, 40)])
    kept = kept_grams([bigrams], unigrams, classes, 2.5 * BYTES_A_KEY * 1e-6)[0]
    assert bigrams.keys[kept].tolist() == [(0 << BITS) | 2, (1 << BITS) | 3]


def test_an_ngram_is_kept_with_its_suffix():
    classes = np.arange(5, dtype=np.uint64)
    bigrams = grams_of([((0, 1), 0.01, 1), ((1, 2), 0.5, 50)])
    trigrams = grams_of([((4, 0, 1), 0.9, 90)])
    keep = kept_grams([bigrams, trigrams], np.full(5, 0.2), classes, 5 * BYTES_A_KEY * 1e-6)
    assert keep[1].tolist() == [True]
    assert keep[0][0]


LIST = "c) Ban sao giay chung nhan\nd) Don de nghi cap giay phep\nd) So yeu ly lich cua nguoi de nghi\ne) Giay to khac"


def test_the_second_d_of_a_list_without_marks_is_a_letter_of_its_own():
    heads = [line[:2] for line in repair_text(LIST).text.split("\n")]
    assert heads == ["c)", "d)", "đ)", "e)"]


@pytest.mark.parametrize(
    ("stripped", "right"),
    [
        ("VI TRI VIEC LAM VA CHUC DANH LANH DAO", "VỊ TRÍ VIỆC LÀM VÀ CHỨC DANH LÃNH ĐẠO"),
        ("VI. TO CHUC THUC HIEN KE HOACH", "VI. TỔ CHỨC THỰC HIỆN KẾ HOẠCH"),
        ("Can cu Chuong VI Luat To chuc chinh quyen", "Căn cứ Chương VI Luật Tổ chức chính quyền"),
    ],
)
def test_a_roman_numeral_without_marks_may_be_a_syllable(stripped, right):
    assert repair_text(stripped).text == right


def test_units_of_measure_stay_in_text_that_had_lost_its_marks():
    line = "Cong suat tren 750 kVA nhung khong qua 10.000 kVA theo quy dinh cua phap luat"
    assert repair_text(line).text == "Công suất trên 750 kVA nhưng không quá 10.000 kVA theo quy định của pháp luật"


def test_blocks_to_tune_on_are_none_that_are_measured():
    blocks = [Block("news_2014.txt", number, ()) for number in range(2000)]
    assert not any(block.held_out and block.for_tuning for block in blocks)
    assert 30 < sum(block.for_tuning for block in blocks) < 90
    assert not any(Block("phapdien.txt", number, ()).for_tuning for number in range(500))
