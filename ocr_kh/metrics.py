# SPDX-License-Identifier: Apache-2.0
"""How far a text is from the truth, in the measures of the contract.

Both texts are brought to NFC with tone marks placed the old way (hoà = hòa, uỷ = ủy), since both are right and
offices mix them; runs of white space compare as one space; case counts. Shares are over the truth's count (over one
where the truth is empty, so that words found on a blank page show).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocr_kh.language.syllables import place_tones, split_tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WORD = re.compile(r"\w+")
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a repair did, counted in words of the truth."""

    right: int
    """Wrong before, right now."""
    wrong: int
    """Changed, and not right now: right before, or wrong before in another way."""
    missed: int
    """Wrong before, and left as it was."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Shares are 0 to 1, of the truth; more where a text has more in it than the truth."""

    truth_characters: int
    truth_words: int
    cer: float
    """Edits of characters (Levenshtein) that make the text from the truth."""
    wer: float
    """The same, of words between white space."""
    missed_words: float
    """Of the multiset of words (`\\w+`) of the truth, what is not in the text; order does not matter."""
    extra_words: float
    """Of the multiset of words of the text, what is not in the truth."""
    syllable_accuracy: float
    """Of the words of letters in the truth, those that stand in the text, right, in their place."""
    tone_error_rate: float
    """Of the same words, those that stand there with another tone and are else the same, case aside."""
    corrections: Corrections | None = None
    """What a repair did, where the text before it was given."""

    def as_dict(self) -> dict[str, float | int]:
        """All figures by name, those of corrections as `corrections_right` and so on."""
        figures = asdict(self)
        corrections: dict[str, int] = figures.pop("corrections") or {}
        return figures | {f"corrections_{name}": count for name, count in corrections.items()}


def compare(result: str, truth: str, *, before: str | None = None) -> Metrics:
    """Measure `result` against `truth`; with `before`, the text that was repaired into `result`, the repair too.

    >>> figures = compare("ké hoạch của uỷ ban", "kế hoạch của ủy ban")
    >>> figures.missed_words, figures.extra_words, figures.cer
    (0.2, 0.2, 0.05263157894736842)
    """
    got, want = fold_for_comparison(result), fold_for_comparison(truth)
    got_words, want_words = _WORD.findall(got), _WORD.findall(want)
    missed, extra = missed_and_extra(got_words, want_words)
    found = _align_words(got_words, want_words)
    syllables = [(word, reading) for word, reading in zip(want_words, found, strict=True) if _SYLLABLE.fullmatch(word)]
    words = len(want_words)
    return Metrics(
        truth_characters=len(want),
        truth_words=words,
        cer=_share(Levenshtein.distance(got, want), len(want)),
        wer=_share(Levenshtein.distance(got.split(), want.split()), len(want.split())),
        missed_words=_share(missed, words),
        extra_words=_share(extra, words),
        syllable_accuracy=_share(sum(word == reading for word, reading in syllables), len(syllables)),
        tone_error_rate=_share(sum(_differ_in_tone(word, reading) for word, reading in syllables), len(syllables)),
        corrections=None
        if before is None
        else _corrections(_WORD.findall(fold_for_comparison(before)), found, want_words),
    )


def evaluate_files(result: Path, truth: Path, before: Path | None = None) -> Metrics:
    """`compare` on text files. Raises InputError for a file that is not text."""
    from ocr_kh.reading.textfile import read_file

    return compare(read_file(result), read_file(truth), before=None if before is None else read_file(before))


def fold_for_comparison(text: str) -> str:
    """`text` as it is compared: NFC, tone marks the old way, white space as single spaces."""
    return " ".join(place_tones(unicodedata.normalize("NFC", text)).split())


def words_of(text: str) -> list[str]:
    """The words of `text` as the contract has them (`\\w+`), folded."""
    return _WORD.findall(fold_for_comparison(text))


def missed_and_extra(result: Sequence[str], truth: Sequence[str]) -> tuple[int, int]:
    """How many words of `truth` are not in `result`, and the other way round, as multisets."""
    got, want = Counter(result), Counter(truth)
    return (want - got).total(), (got - want).total()


def _align_words(result: Sequence[str], truth: Sequence[str]) -> list[str | None]:
    """What stands in `result` for each word of `truth`, None where nothing does, by the fewest edits of words."""
    numbers: dict[str, int] = {}
    got, want = ([numbers.setdefault(word, len(numbers)) for word in words] for words in (result, truth))
    found: list[str | None] = [None] * len(truth)
    for step in Levenshtein.opcodes(want, got):
        if step.tag in {"equal", "replace"}:
            found[step.src_start : step.src_end] = result[step.dest_start : step.dest_end]
    return found


def _differ_in_tone(word: str, reading: str | None) -> bool:
    if reading is None or word == reading:
        return False
    (bare, tone), (read_bare, read_tone) = split_tone(word.lower()), split_tone(reading.lower())
    return bare == read_bare and tone != read_tone


def _corrections(before: Sequence[str], found: Sequence[str | None], truth: Sequence[str]) -> Corrections:
    """Go over the words of the truth with what stood for each before and what stands for it now."""
    counts = Counter(
        "right" if now == word else "missed" if now == then else "wrong"
        for word, then, now in zip(truth, _align_words(before, truth), found, strict=True)
        if then != word or now != word
    )
    return Corrections(counts["right"], counts["wrong"], counts["missed"])


def _share(count: int, of: int) -> float:
    return count / max(of, 1)
