# SPDX-License-Identifier: Apache-2.0
"""A compact read-only map from 64-bit keys to small numbers, asked for thousands of keys at once.

A binary fuse filter (Graf and Lemire, 2022, doi:10.1145/3510449) that holds values besides
fingerprints: three cells, exclusive-ored, give a key's fingerprint and value. A key that was never put in
is taken for one that was with probability 2 ** -10: of the 16 bits of a cell 10 are fingerprint. 1.13 cells a key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = NDArray[np.uint16]

VALUE_BITS = 6
VALUES = 1 << VALUE_BITS
BYTES_A_KEY = 1.13 * 2


@dataclass(frozen=True, slots=True)
class XorTable:
    """`length` and `blocks` place the keys."""

    cells: Cells
    length: int
    """Of a segment, in cells, a power of two."""
    blocks: int
    """Number of cells in which a key's first cell lies."""
    seed: int

    def get(self, keys: NDArray[np.uint64]) -> NDArray[np.int8]:
        """The value of each key, -1 for a key that is not in the table."""
        mixed = _mix(keys, self.seed)
        first, second, third = (self.cells[place] for place in _places(mixed, self.length, self.blocks))
        cell = first ^ second ^ third
        value = cell.astype(np.uint8) & np.uint8(VALUES - 1)
        return np.where(cell == _filled(mixed, value), value.astype(np.int8), np.int8(-1))


def build(keys: NDArray[np.uint64], values: NDArray[np.uint8]) -> XorTable:
    """A table of distinct `keys` and their `values` (below VALUES)."""
    length, blocks = _shape(len(keys))
    for seed in range(1, 100):
        mixed = _mix(keys, seed)
        places = np.stack(_places(mixed, length, blocks))
        order = _peel(places, blocks + 2 * length)
        if sum(len(edges) for edges, _ in order) == len(keys):
            wanted = _filled(mixed, values)
            cells = _assign(places, order, wanted, blocks + 2 * length)
            return XorTable(cells, length, blocks, seed)
    message = "keys are not distinct"
    raise ValueError(message)


def _shape(count: int) -> tuple[int, int]:
    """Segment length and number of first cells (parameters of the paper for three cells a key)."""
    count = max(count, 64)
    length = 1 << int(np.log(count) / np.log(3.33) + 2.25)
    factor = max(1.125, 0.875 + 0.25 * np.log(1e6) / np.log(count))
    segments = max(1, int(np.ceil(count * factor / length)) - 2)
    return length, segments * length


def _mix(keys: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """The finalizer of MurmurHash3: every bit of the key changes half of the bits."""
    mixed = keys + np.uint64(seed * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def _places(mixed: NDArray[np.uint64], length: int, blocks: int) -> list[NDArray[np.int64]]:
    """The three cells of each key, in three neighbouring segments."""
    first = (((mixed >> np.uint64(32)) * np.uint64(blocks)) >> np.uint64(32)).astype(np.int64)
    low = mixed.astype(np.int64)
    second = (first + length) ^ ((low >> 18) & (length - 1))
    third = (first + 2 * length) ^ (low & (length - 1))
    return [first, second, third]


def _filled(mixed: NDArray[np.uint64], values: NDArray[np.uint8]) -> Cells:
    """The three cells of each key, exclusive-ored: its fingerprint and its value."""
    fingerprints = (mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)
    return ((fingerprints & ~np.uint64(VALUES - 1)) | values).astype(np.uint16)


def _peel(places: NDArray[np.int64], size: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Keys and the cell each has for itself, in rounds: a cell that only one key still uses frees that key."""
    flat = places.ravel()
    ids = np.tile(np.arange(places.shape[1]), 3)
    degree = np.bincount(flat, minlength=size)
    total = np.bincount(flat, weights=ids, minlength=size).astype(np.int64)
    order = []
    frontier = np.flatnonzero(degree == 1)
    while len(frontier):
        keys, firsts = np.unique(total[frontier], return_index=True)
        order.append((keys, frontier[firsts]))
        touched = places[:, keys].ravel()
        np.subtract.at(degree, touched, 1)
        np.subtract.at(total, touched, np.tile(keys, 3))
        frontier = np.unique(touched[degree[touched] == 1])
    return order


def _assign(
    places: NDArray[np.int64],
    order: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    wanted: Cells,
    size: int,
) -> Cells:
    """The cells, filled in the reverse order of peeling."""
    cells = np.zeros(size, np.uint16)
    for keys, own in reversed(order):
        first, second, third = places[:, keys]
        cells[own] = wanted[keys] ^ cells[first] ^ cells[second] ^ cells[third]
    return cells
