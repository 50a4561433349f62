# SPDX-License-Identifier: Apache-2.0
"""Text to learn from, streamed, with the documents that are kept out of it.

A corpus is a text file (`.txt`, or `.txt.xz`), UTF-8, one paragraph or sentence a line, documents one
after the other without marks between them. It is cut into blocks of `BLOCK_LINES` lines; a hash of
the file's name and the block's number decides whether a block is kept out of training, so that
the choice is the same on every machine and was made before anything was looked at.
"""

from __future__ import annotations

import hashlib
import lzma
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BLOCK_LINES = 250
"""Lines of a block: a circular or a dozen articles; long enough that few sentences straddle the cut."""

HELD_OUT: tuple[tuple[str, float], ...] = (
    ("phapdien", 0.02),
    ("congbao", 0.02),
    ("phuongtuongmai", 1.0),
    ("news", 0.05),
)
"""Share of the blocks kept out, by the beginning of the file's name; everything else is trained on."""
TUNING: tuple[tuple[str, float], ...] = (("congbao", 0.01), ("viwiki", 0.01), ("news", 0.03))
"""Share of the blocks, beside those kept out, on which constants of repair are chosen: not trained on, nor measured."""


@dataclass(frozen=True, slots=True)
class Block:
    """`BLOCK_LINES` consecutive lines of a corpus, NFC, without line ends."""

    name: str
    index: int
    lines: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether this block is kept out of training, to be measured."""
        return _fraction(f"{self.name}:{self.index}") < _share(self.name, HELD_OUT)

    @property
    def for_tuning(self) -> bool:
        """Whether this block is kept out of training, to choose constants on."""
        held_out = _share(self.name, HELD_OUT)
        return held_out <= _fraction(f"{self.name}:{self.index}") < held_out + _share(self.name, TUNING)


def _share(name: str, shares: Sequence[tuple[str, float]]) -> float:
    """The share of blocks of the corpus file `name`."""
    return next((share for prefix, share in shares if name.startswith(prefix)), 0.0)


def _fraction(key: str) -> float:
    """A number in [0, 1) that depends on `key` alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / 2**48


def blocks(path: Path) -> Iterator[Block]:
    """All blocks of the corpus at `path`, streamed. Raises OSError, lzma.LZMAError."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as stream:
        index = 0
        while chunk := tuple(islice(stream, BLOCK_LINES)):
            lines = tuple(unicodedata.normalize("NFC", line.rstrip("\r\n")) for line in chunk)
            yield Block(path.name, index, lines)
            index += 1
