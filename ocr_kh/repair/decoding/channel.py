# SPDX-License-Identifier: Apache-2.0
"""The channel: how likely an engine is to read a true word as what was observed.

Every true character gives 0 to 3 observed characters; the probability of a reading is that of its best
division. Words that were seen often enough when the channel was learned remember their readings
themselves: share x seen / all + (1 - share) x by characters, with share = all / (all + MEMORY_WEIGHT) up
to MAX_MEMORY_SHARE. Natural logarithms throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ocr_kh.errors import MachineError
from ocr_kh.language.inventory import MAX_WORD_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAX_READING_LENGTH = 3
"""Characters that one true character may give (`ừ` read as `ir'`)."""
MEMORY_WEIGHT = 8.0
MAX_MEMORY_SHARE = 0.6
"""Most that memory counts for: other printers and scanners make readings never seen of the commonest words."""
UNSEEN_READING_COST = (0.0, -8.0, -11.0, -15.0)
"""Log probability of a reading of 1, 2, 3 characters that was never seen from any character."""
INSERTED_CHARACTER_COST = -6.5
"""Log probability of a character that comes from no true one (`do6i` for đổi, `ctua` for của)."""
BATCH_PAIRS = 16384
"""Pairs worked on at once: keeps the tables within the processor's cache."""


@dataclass(frozen=True, eq=False)
class Channel:
    """See the module's docstring."""

    letters: str
    """The true characters, by row of `table`; the first stands for all others."""
    readings: tuple[str, ...]
    """The observed strings, by column of `table`; the first is the empty one, the next three stand for unseen ones."""
    table: Floats
    memory: Mapping[str, tuple[tuple[str, int], ...]]
    """Observed word to the true words it was read from, and how often."""
    totals: Mapping[str, int]
    """How often each true word was read at all."""

    @cached_property
    def reading_index(self) -> dict[str, int]:
        return {reading: column for column, reading in enumerate(self.readings)}

    @cached_property
    def letter_rows(self) -> NDArray[np.int32]:
        """Row of each code point below 0x2000."""
        rows = np.zeros(0x2000, np.int32)
        for row, letter in enumerate(self.letters):
            rows[ord(letter)] = row
        return rows

    def rows(self, words: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Rows of the letters of each word, `(words, MAX_WORD_LENGTH)`, and the words' lengths (capped)."""
        letters = (
            np.array(words or [""], f"U{MAX_WORD_LENGTH}").view(np.uint32).reshape(-1, MAX_WORD_LENGTH)[: len(words)]
        )
        lengths = (letters > 0).sum(axis=1)
        return self.letter_rows[np.minimum(letters, 0x1FFF)], lengths

    def columns(self, observed: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Columns of all substrings by length less one and start: `(observed, MAX_READING_LENGTH, MAX_WORD_LENGTH)`."""
        found = np.zeros((len(observed), MAX_READING_LENGTH, MAX_WORD_LENGTH), np.int32)
        index = self.reading_index
        for at, word in enumerate(observed):
            for size in range(1, MAX_READING_LENGTH + 1):
                for start in range(min(len(word), MAX_WORD_LENGTH) - size + 1):
                    found[at, size - 1, start] = index.get(word[start : start + size], size)
        return found, np.array([min(len(word), MAX_WORD_LENGTH) for word in observed], np.int64)

    def spelled(
        self,
        observed: Sequence[str],
        true: Sequence[str],
        which_observed: NDArray[np.int64],
        which_true: NDArray[np.int64],
    ) -> Floats:
        """Log probability by characters of each pair (observed[which_observed[i]], true[which_true[i]])."""
        columns, observed_lengths = self.columns(observed)
        rows, lengths = self.rows(true)
        parts = [
            self._divide(columns[o], observed_lengths[o], rows[t], lengths[t])
            for o, t in zip(_chunks(which_observed), _chunks(which_true), strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _divide(
        self, columns: NDArray[np.int32], ends: NDArray[np.int64], rows: NDArray[np.int32], lengths: NDArray[np.int64]
    ) -> Floats:
        """Best division of each observed word over the letters of its true word."""
        width = int(ends.max(initial=0)) + 1
        flat, stride = self.table.ravel(), self.table.shape[1]
        best = np.full((len(rows), width), -np.inf, np.float32)
        best[:, 0] = 0
        for letter in range(int(lengths.max(initial=0))):
            row = rows[:, letter, None] * stride
            step = best + flat[row]
            for size in range(1, min(MAX_READING_LENGTH, width - 1) + 1):
                reading = best[:, : width - size] + flat[row + columns[:, size - 1, : width - size]]
                np.maximum(step[:, size:], reading, out=step[:, size:])
            np.maximum(step[:, 1:], step[:, :-1] + INSERTED_CHARACTER_COST, out=step[:, 1:])
            best = np.where((letter < lengths)[:, None], step, best)
        return np.asarray(best[np.arange(len(rows)), ends])

    def remembered(
        self, observed: Sequence[str], true: Sequence[str], which: NDArray[np.int64], spelled: Floats
    ) -> Floats:
        """`spelled` of each pair (observed[which[i]], true[i]), corrected by what was seen of these very words."""
        totals = np.fromiter((self.totals.get(word, 0) for word in true), np.float64, len(true))
        memories = [dict(self.memory.get(word, ())) for word in observed]
        pairs = zip(which.tolist(), true, strict=True)
        seen = np.fromiter(
            (memories[at].get(word, 0) if memories[at] else 0 for at, word in pairs), np.float64, len(true)
        )
        known = totals > 0
        total, by_letters = totals[known], spelled[known].astype(np.float64)
        share = np.minimum(MAX_MEMORY_SHARE, total / (total + MEMORY_WEIGHT))
        result = spelled.astype(np.float32)
        result[known] = np.log(share * seen[known] / total + (1 - share) * np.exp(np.maximum(by_letters, -60.0)))
        return result


def _chunks(values: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [values[start : start + BATCH_PAIRS] for start in range(0, len(values), BATCH_PAIRS)]


def save_channel(path: Path, channel: Channel) -> None:
    """Write the channel as a compressed NumPy archive. Raises OSError."""
    memory = "\n".join(
        f"{read}\t{true}\t{seen}" for read, entries in sorted(channel.memory.items()) for true, seen in entries
    )
    totals = "\n".join(f"{true}\t{total}" for true, total in sorted(channel.totals.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        letters=_bytes(channel.letters),
        readings=_bytes("\n".join(channel.readings)),
        table=channel.table.astype(np.float16),
        memory=_bytes(memory),
        totals=_bytes(totals),
    )


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


@lru_cache(maxsize=4)
def load_channel(path: Path) -> Channel:
    """The channel in the file at `path`. Raises MachineError."""
    try:
        with np.load(path) as archive:
            text = {name: archive[name].tobytes().decode() for name in ("letters", "readings", "memory", "totals")}
            table = archive["table"].astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise MachineError(reason=f"the channel model {path.name} cannot be read ({error})") from error
    memory: dict[str, list[tuple[str, int]]] = {}
    for line in text["memory"].splitlines():
        read, true, seen = line.split("\t")
        memory.setdefault(read, []).append((true, int(seen)))
    return Channel(
        letters=text["letters"],
        readings=tuple(text["readings"].split("\n")),
        table=table,
        memory={read: tuple(entries) for read, entries in memory.items()},
        totals={true: int(total) for true, total in (line.split("\t") for line in text["totals"].splitlines())},
    )
