# SPDX-License-Identifier: Apache-2.0
"""What is still wrong in text whose accents were stripped and restored, by kind.

    python -m bench.repair.residuals --data DIR [--part tuning|held-out] [--words 100000] [--list]

Kinds, the first that fits: `spelling` (i or y, `qui` for `quy`: both are right), `doubted in the truth` (repair doubts
or changes the word as it really stands there: its own fault, or a rare word), `name` (a capital within a line in
small letters), `short form`, `in capitals` (a line in capitals), `letter` (one letter), `unknown` (the model lacks the
word), `stroke` (d or đ), `tone` (the tone alone), `vowel` (the vowel's mark). What has no partner is `parted`.

`--list` shows the words with what stands around them: on tuning blocks only, since those kept out are never looked at.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_spelling_variant, is_syllable, place_tones, split_tone
from ocr_kh.repair import repair_text
from ocr_kh.repair.resources import load_tools
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import is_prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"\w+")
CORPORA = {"tuning": ("congbao", "viwiki", "news"), "held-out": ("congbao", "phapdien", "phuongtuongmai", "news")}
SHORT_FORM_LETTERS = 5
AROUND = 30
"""Characters shown on either side."""
COMMONEST = 12
"""Pairs that are counted by name."""


class Wrong(NamedTuple):
    """A syllable that came out wrong."""

    kind: str
    got: str
    true: str
    around: str


def texts(data: Path, prefix: str, part: str, words: int) -> Iterator[list[str]]:
    """The prose of the blocks of a part, up to so many words."""
    for path in sorted((data / "corpus").glob(f"{prefix}*")):
        for block in blocks(path):
            if block.for_tuning if part == "tuning" else block.held_out:
                lines = [line for line in block.lines if len(line.split()) > 3 and is_prose(line.split())]
                words -= sum(len(line.split()) for line in lines)
                if lines:
                    yield lines
                if words < 0:
                    return


def wrong_syllables(lines: Sequence[str]) -> Iterator[Wrong]:
    """What is wrong in a text that was stripped and restored."""
    after = repair_text(skeleton("\n".join(lines))).text.split("\n")
    right = repair_text("\n".join(lines)).repairs
    told = {(repair.line - 1, word.lower()) for repair in right for word in WORD.findall(repair.before)}
    for number, (line, result) in enumerate(zip(lines, after, strict=True)):
        true, got = list(WORD.finditer(line)), WORD.findall(result)
        for op in Levenshtein.opcodes(*([place_tones(word.lower()) for word in words]
                                        for words in (got, [match.group() for match in true]))):  # fmt: skip
            if op.tag == "equal":
                continue
            for at in range(op.dest_start, op.dest_end):
                if is_syllable(place_tones(true[at].group().lower())):
                    partner = op.src_start + at - op.dest_start
                    read = got[partner] if partner < op.src_end else ""
                    kind = kind_of(read, true[at], line, doubted=(number, true[at].group().lower()) in told)
                    start, end = true[at].span()
                    yield Wrong(kind, read, true[at].group(), line[max(0, start - AROUND) : end + AROUND])


def kind_of(got: str, true: re.Match[str], line: str, *, doubted: bool) -> str:
    """The kind of a wrong syllable; `true` is where it stands in its line."""
    word = true.group()
    small, other = word.lower(), got.lower()
    capitals = line.isupper()
    begins = not WORD.search(line[: true.start()]) or line[: true.start()].rstrip()[-1:] in set('.:!?-–•"“')
    kinds = {
        "parted": not got,
        "spelling": is_spelling_variant(small, other),
        "doubted in the truth": doubted,
        "short form": word.isupper() and 1 < len(word) <= SHORT_FORM_LETTERS and not capitals,
        "name": word[0].isupper() and not capitals and not begins,
        "in capitals": capitals,
        "letter": len(word) == 1,
        "unknown": place_tones(small) not in load_tools().model.index,
        "stroke": small.replace("đ", "d") == other.replace("đ", "d"),
        "tone": split_tone(small)[0] == split_tone(other)[0],
    }
    return next((kind for kind, fits in kinds.items() if fits), "vowel")


def table(name: str, found: Sequence[Wrong], syllables: int) -> Iterator[str]:
    """The kinds with their shares, and the commonest pairs."""
    kinds = Counter(each.kind for each in found)
    shares = ", ".join(f"{kind} {times} ({times / len(found):.0%})" for kind, times in kinds.most_common())
    yield f"{name}: {len(found)} wrong of {syllables} syllables ({1 - len(found) / syllables:.3%} right): {shares}"
    pairs = Counter((place_tones(each.true.lower()), place_tones(each.got.lower())) for each in found)
    yield "    commonest: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in pairs.most_common(COMMONEST) if n > 1)


def main() -> None:
    """Print the kinds of each corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=CORPORA, default="tuning")
    parser.add_argument("--words", type=int, default=100_000, help="of each corpus")
    parser.add_argument("--list", action="store_true", help="on tuning blocks: each wrong word")
    arguments = parser.parse_args()
    if arguments.list and arguments.part != "tuning":
        parser.error("blocks kept out are not looked at")
    for prefix in CORPORA[arguments.part]:
        syllables, found = 0, list[Wrong]()
        for lines in texts(arguments.data, prefix, arguments.part, arguments.words):
            found += wrong_syllables(lines)
            syllables += sum(is_syllable(place_tones(word.lower())) for line in lines for word in WORD.findall(line))
        for line in table(prefix, found, syllables):
            print(line, flush=True)  # noqa: T201 - a command
        for wrong in found if arguments.list else ():
            print(f"    {wrong.kind}: {wrong.true} as {wrong.got}: {wrong.around}")  # noqa: T201


if __name__ == "__main__":
    main()
