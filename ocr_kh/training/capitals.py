# SPDX-License-Identifier: Apache-2.0
"""Counting how often each word of the language model bears a capital behind another word of its line.

    python -m ocr_kh.training.capitals corpus/*.txt.xz --out ocr_kh/models/capitals.npz

Lines in capitals do not count, nor words with capitals inside. Of a word seen seldom the share of all is believed.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.language.model import SHIPPED, load_model
from ocr_kh.language.syllables import place_tones
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import is_prose
from ocr_kh.training.language_model import weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PRIOR_COUNT = 10.0
"""Words of the share of all that are added to those seen."""
_FOLLOWING = re.compile(r"(?<=[^\W\d_] )[^\W\d_]+")


def count_words(lines: Iterable[str]) -> Counter[str]:
    """How often each word, with its case, stands behind another.

    >>> count_words(["Ông Trần Văn Bé", "LÊN ĐƯỜNG"])
    Counter({'Trần': 1, 'Văn': 1, 'Bé': 1})
    """
    found: Counter[str] = Counter()
    for line in lines:
        if not line.isupper():
            found.update(_FOLLOWING.findall(line))
    return found


def train(corpora: Sequence[Path], out: Path, vocabulary: Sequence[str]) -> None:
    """Count in `corpora` (.txt, .txt.xz) and write the table. Raises OSError, lzma.LZMAError."""
    seen: dict[str, list[float]] = {}
    wanted = frozenset(vocabulary)
    for path in corpora:
        weight = weight_of(path)
        counts: Counter[str] = Counter()
        for block in blocks(path):
            if not (block.held_out or block.for_tuning):
                counts.update(count_words(line for line in block.lines if line.strip() and is_prose(line.split())))
        for word, times in counts.items():
            small = place_tones(word.lower())
            if small in wanted and (word.islower() or word[1:].islower() or len(word) == 1):
                seen.setdefault(small, [0.0, 0.0])[word[0].isupper()] += weight * times
    _write(out, seen)


def _write(out: Path, seen: dict[str, list[float]]) -> None:
    """Log odds of a capital; those of a word never seen stand with the empty one."""
    small, capital = (sum(column) for column in zip(*seen.values(), strict=True))
    prior = PRIOR_COUNT * capital / (small + capital)
    rows = sorted({"": [0.0, 0.0], **seen}.items())
    odds = [np.log((many + prior) / (few + PRIOR_COUNT - prior)) for _, (few, many) in rows]
    words = np.frombuffer("\n".join(word for word, _ in rows).encode(), np.uint8)
    np.savez_compressed(out, words=words, odds=np.array(odds, np.float16))


def main() -> None:
    """Count, and write the table for the words of the shipped language model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="+", help="text files (.txt, .txt.xz)")
    parser.add_argument("--language", type=Path, default=SHIPPED, help="the language model whose words are counted")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    train(arguments.corpora, arguments.out, load_model(arguments.language).vocabulary)


if __name__ == "__main__":
    main()
