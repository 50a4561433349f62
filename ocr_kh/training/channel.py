# SPDX-License-Identifier: Apache-2.0
"""Learning a channel from pairs of true and read words, by expectation maximisation over their divisions.

    python -m ocr_kh.training.channel pairs.tsv --out ocr_kh/models/english.npz

Pairs come from `bench.repair.align`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr_kh.language.damage import VIETNAMESE_LETTER
from ocr_kh.language.inventory import MAX_WORD_LENGTH
from ocr_kh.language.letters import fold, skeleton
from ocr_kh.language.syllables import place_tones
from ocr_kh.language.token_kinds import Kind, kind_of
from ocr_kh.repair.decoding.channel import MAX_READING_LENGTH, UNSEEN_READING_COST, Channel, load_channel, save_channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Emissions = dict[str, dict[str, float]]

TRAINING_ROUNDS = 6
MAX_PAIR_DISTANCE = 0.67
"""Normalised distance (accents folded) beyond which a pair is a fault of the alignment."""
SMOOTHING_COUNT = 2.0
KINSHIP_READINGS = 6.0
"""Weight, in readings, of what letters of the same shape gave: a rare ẵ learns from ắ and ẫ."""
KINSHIP_SHARE = 0.01
"""The same as a share of the letter's readings: marks may always be misread, whatever the pages it was learned from."""
MARKED_SHARE = 0.02
"""Share of the readings of all marked vowels together in each: an engine that knows none of them takes any for any."""
LIKE_SHAPES = {
    "o": "06¢)", "O": "0", "l": "1|I", "i": "1|l", "I": "1|l", "s": "5", "S": "5", "b": "6", "g": "9", "z": "2",
    "B": "8", "e": "€¢&c", "a": "&", "c": "¢e", "D": "BP", "q": "9", "t": "+",
}  # fmt: skip
"""Characters of like shape, which an engine may always confuse, whatever the pages it was learned from."""
MIN_LIKE_SHARE = 0.006
"""Least share of readings for a likeness."""
LOST_MARK_RATIO = 600.0
LOST_RANGE = (-9.5, -6.5)
"""A letter seen n times and never lost is lost once in n + LOST_MARK_RATIO times, within this range (log
probability)."""
RARER_RATIO = 500.0
RARER_MOST = 2.0
"""A reading never seen of a letter that was seen n times is that much rarer (log probability):
log(n / RARER_RATIO + 1)."""
MIN_SEEN = 0.3
"""Expected count below which a reading is forgotten."""
LETTERLIKE = "?)"
"""Punctuation that an engine makes of letters: `thi?` is thứ, `B)` is Bộ."""
EDGES = ".,;:!?()[]\"“”'‘’-–/"


def word_pairs(lines: Iterable[str]) -> Counter[tuple[str, str]]:
    """Pairs (true, read) of single words without their punctuation, and how often; faults of alignment left out."""
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        true, read, _ = line.rstrip("\n").split("\t")
        if " " in true or " " in read:
            continue
        read = place_tones(_without_edges(read, true))
        true = place_tones(true.strip(EDGES))
        if (
            true.isalpha()
            and max(true) < "\u2000"
            and read
            and len(true) <= MAX_WORD_LENGTH
            and len(read) <= MAX_WORD_LENGTH
            and kind_of(true) is Kind.WORD
        ):
            far = Levenshtein.normalized_distance(fold(true), fold(read))
            if far <= MAX_PAIR_DISTANCE or len(true) <= 2 >= len(read):
                pairs[true, read] += 1
    return pairs


def _without_edges(read: str, true: str) -> str:
    """The read word without its punctuation; a hook or bracket that was not printed stays: it was part of a letter."""
    kept = "".join(char for char in LETTERLIKE if char not in true)
    return read.lstrip(EDGES).rstrip("".join(char for char in EDGES if char not in kept)) or read


def learn(pairs: Mapping[tuple[str, str], int]) -> Channel:
    """The channel of these pairs."""
    emissions = _guess({letter for true, _ in pairs for letter in true})
    expected: Emissions = {}
    for _ in range(TRAINING_ROUNDS):
        expected = _expected_counts(pairs, emissions)
        emissions = {letter: _smooth(letter, counts, expected) for letter, counts in expected.items()}
    return _channel(emissions, pairs)


def _guess(letters: Iterable[str]) -> Emissions:
    """A first guess: mostly the letter or its bare form; anything else little."""
    return {letter: {letter: 0.5, skeleton(letter): 0.3} for letter in letters}


def _probability(emissions: Mapping[str, Mapping[str, float]], letter: str, reading: str) -> float:
    known = emissions.get(letter, {}).get(reading, 0.0)
    return known or (3e-4, 1e-4, 3e-6, 1e-7)[len(reading)]


def _expected_counts(pairs: Mapping[tuple[str, str], int], emissions: Emissions) -> Emissions:
    """How often each letter gave each reading, summed over all divisions of all pairs by their probability."""
    counts: Emissions = defaultdict(lambda: defaultdict(float))
    for (true, read), times in pairs.items():
        steps = {
            (i, j, size): _probability(emissions, letter, read[j : j + size])
            for i, letter in enumerate(true)
            for j in range(len(read) + 1)
            for size in range(min(MAX_READING_LENGTH, len(read) - j) + 1)
        }
        before, after = _forward(steps), _backward(steps, (len(true), len(read)))
        whole = before.get((len(true), len(read)), 0.0)
        if whole <= 0:
            continue
        for (i, j, size), p in steps.items():
            share = before.get((i, j), 0.0) * p * after.get((i + 1, j + size), 0.0) / whole
            if share > 1e-3:
                counts[true[i]][read[j : j + size]] += times * share
    return counts


def _forward(steps: Mapping[tuple[int, int, int], float]) -> dict[tuple[int, int], float]:
    cells: dict[tuple[int, int], float] = defaultdict(float, {(0, 0): 1.0})
    for (i, j, size), p in steps.items():  # in order of i: the steps were made so
        if (i, j) in cells:
            cells[i + 1, j + size] += cells[i, j] * p
    return cells


def _backward(steps: Mapping[tuple[int, int, int], float], end: tuple[int, int]) -> dict[tuple[int, int], float]:
    cells: dict[tuple[int, int], float] = defaultdict(float, {end: 1.0})
    for (i, j, size), p in reversed(steps.items()):  # type: ignore[call-overload]
        if (i + 1, j + size) in cells:
            cells[i, j] += cells[i + 1, j + size] * p
    return cells


def _smooth(letter: str, counts: Mapping[str, float], expected: Emissions) -> dict[str, float]:
    """Relative frequencies, mixed with those of letters of the same shape below the marks, and with likenesses."""
    mixed: dict[str, float] = dict(counts)
    for reading in (letter, skeleton(letter)):
        mixed[reading] = mixed.get(reading, 0.0) + SMOOTHING_COUNT * 0.4
    kinship = max(KINSHIP_READINGS, KINSHIP_SHARE * sum(counts.values()))
    for relative in _relatives(letter, expected):
        total = sum(expected[relative].values()) or 1.0
        for reading, times in expected[relative].items():
            own = reading.upper() if letter.isupper() and relative.islower() else reading
            mixed[own] = mixed.get(own, 0.0) + kinship * times / total / len(_relatives(letter, expected))
    total = sum(mixed.values())
    if skeleton(letter) != letter:
        for reading, share in _marked_readings(expected).items():
            own = reading.upper() if letter.isupper() else reading
            mixed[own] = mixed.get(own, 0.0) + MARKED_SHARE * share * sum(counts.values())
    for reading in LIKE_SHAPES.get(skeleton(letter), ""):
        mixed[reading] = max(mixed.get(reading, 0.0), MIN_LIKE_SHARE * total)
    total = sum(mixed.values())
    return {reading: times / total for reading, times in mixed.items() if times >= min(MIN_SEEN, total / 2000)}


def _marked_readings(expected: Emissions) -> dict[str, float]:
    """Relative frequencies of the readings of all small letters with marks that have no Vietnamese letter in them."""
    total: Counter[str] = Counter()
    for letter, readings in expected.items():
        if letter.islower() and skeleton(letter) != letter:
            total.update(
                {reading: times for reading, times in readings.items() if not VIETNAMESE_LETTER.search(reading)}
            )
    everything = sum(total.values()) or 1.0
    return {reading: times / everything for reading, times in total.items() if times / everything > 0.003}


def _relatives(letter: str, expected: Emissions) -> list[str]:
    """Letters with the same base and marks (ố, ổ, ộ for ồ), or the small letter for one without marks."""
    if skeleton(letter) == letter:
        return [letter.lower()] if letter.isupper() and letter.lower() in expected else []
    same = {letter, letter.lower()}
    return [other for other in expected if skeleton(other).lower() == skeleton(letter).lower() and other not in same
            and skeleton(other) != other and (other.isupper() == letter.isupper() or letter.isupper())]  # fmt: skip


def _channel(emissions: Emissions, pairs: Mapping[tuple[str, str], int]) -> Channel:
    totals_of: Counter[str] = Counter()
    for (true, _), times in pairs.items():
        totals_of.update({letter: times * true.count(letter) for letter in set(true)})
    letters = "\0" + "".join(sorted(emissions))
    strings = sorted({reading for readings in emissions.values() for reading in readings if reading})
    readings = ("", "\1", "\2", "\3", *strings)
    table = np.array([_floors(readings, totals_of.get(letter, 0.0), letter) for letter in letters], np.float32)
    columns = {reading: column for column, reading in enumerate(readings)}
    for row, letter in enumerate(letters):
        for reading, p in emissions.get(letter, {}).items():
            table[row, columns[reading]] = max(np.log(p), table[row, columns[reading]])
    memory: dict[str, list[tuple[str, int]]] = defaultdict(list)
    totals: Counter[str] = Counter()
    for (true, read), seen in sorted(pairs.items()):
        memory[read].append((true, seen))
        totals[true] += seen
    return Channel(letters, readings, table, {read: tuple(found) for read, found in memory.items()}, dict(totals))


def _floors(readings: tuple[str, ...], seen: float, letter: str) -> list[float]:
    """Log probabilities of readings that a letter seen that often was never seen to give, the empty one first.

    The rarer the letter, the less it says that a reading was not seen. An engine that knows no marked vowels takes
    them for anything: the commoner of them are not read more reliably than the rarer.
    """
    if not letter.isascii():
        return [LOST_RANGE[1], *(UNSEEN_READING_COST[column if column <= MAX_READING_LENGTH else len(reading)]
                                 for column, reading in enumerate(readings[1:], 1))]  # fmt: skip
    lost = float(np.clip(-np.log(seen + LOST_MARK_RATIO), *LOST_RANGE))
    rarer = float(np.clip(-np.log(seen / RARER_RATIO + 1), -RARER_MOST, 0))
    unseen = (
        UNSEEN_READING_COST[column if column <= MAX_READING_LENGTH else len(reading)]
        for column, reading in enumerate(readings[1:], 1)
    )
    return [lost, *(cost + rarer for cost in unseen)]


def main() -> None:
    """Learn a channel and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, help="a channel whose pairs are learned again with these")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    known: Counter[tuple[str, str]] = Counter()
    if arguments.base:
        memory = load_channel(arguments.base).memory
        known.update({(true, read): seen for read, entries in memory.items() for true, seen in entries})
    for path in arguments.pairs:
        with path.open(encoding="utf-8") as lines:
            known += word_pairs(_good(lines))
    save_channel(arguments.out, learn(known))


def _good(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.count("\t") == 2)


if __name__ == "__main__":
    main()
