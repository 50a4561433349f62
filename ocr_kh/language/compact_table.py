# SPDX-License-Identifier: Apache-2.0
"""A compact read-only map from 64-bit keys to small numbers, asked for thousands of keys at once.

A binary fuse filter (Graf and Lemire, 2022, doi:10.1145/3510449) that holds values besides
fingerprints: three cells, exclusive-ored, give a key's fingerprint and value. A key that was never put in
is taken for one that was with probability 2**-FINGERPRINT_BITS. Costs about 1.13 cells a key.

A cell has 20 bits; two cells lie in five bytes, little-endian.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


CELL_BITS = 20
VALUE_BITS = 6
FINGERPRINT_BITS = CELL_BITS - VALUE_BITS
VALUES = 1 << VALUE_BITS
_CELL_MASK = np.uint64((1 << CELL_BITS) - 1)
_PADDING = 8
"""Bytes after the last cell, since cells are fetched as 64-bit words."""


@dataclass(frozen=True, slots=True)
class XorTable:
    """`cells` is bytes as described above; `length` and `blocks` place the keys."""

    cells: NDArray[np.uint8]
    length: int
    """Of a segment, in cells, a power of two."""
    blocks: int
    """Number of cells in which a key's first cell lies."""
    seed: int

    def get(self, keys: NDArray[np.uint64]) -> NDArray[np.int8]:
        """The value of each key, -1 for a key that is not in the table."""
        mixed = _mix(keys, self.seed)
        words = np.ndarray((len(self.cells) - _PADDING,), "<u8", self.cells.data, strides=(1,))
        cell = np.zeros(len(keys), np.uint64)
        for place in _places(mixed, self.length, self.blocks):
            cell ^= words[(place >> 1) * 5] >> ((place & 1) * CELL_BITS).astype(np.uint64)
        cell &= _CELL_MASK
        found = (cell >> np.uint64(VALUE_BITS)) == _fingerprint(mixed)
        return np.where(found, (cell & np.uint64(VALUES - 1)).astype(np.int8), np.int8(-1))


def build(keys: NDArray[np.uint64], values: NDArray[np.uint8]) -> XorTable:
    """A table of distinct `keys` and their `values` (below VALUES)."""
    length, blocks = _shape(len(keys))
    for seed in range(1, 100):
        mixed = _mix(keys, seed)
        places = np.stack(_places(mixed, length, blocks))
        order = _peel(places, blocks + 2 * length)
        if sum(len(edges) for edges, _ in order) == len(keys):
            wanted = (_fingerprint(mixed) << np.uint64(VALUE_BITS)) | values.astype(np.uint64)
            cells = _assign(places, order, wanted.astype(np.uint32), blocks + 2 * length)
            return XorTable(_pack(cells), length, blocks, seed)
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


def _fingerprint(mixed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return ((mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) & np.uint64((1 << FINGERPRINT_BITS) - 1)


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
    wanted: NDArray[np.uint32],
    size: int,
) -> NDArray[np.uint32]:
    """The cells, filled in the reverse order of peeling."""
    cells = np.zeros(size, np.uint32)
    for keys, own in reversed(order):
        first, second, third = places[:, keys]
        cells[own] = wanted[keys] ^ cells[first] ^ cells[second] ^ cells[third]
    return cells


def _pack(cells: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Pairs of cells in five bytes, with padding."""
    even = np.append(cells, np.zeros(len(cells) % 2, np.uint32)).astype(np.uint64)
    pairs = even[0::2] | (even[1::2] << np.uint64(CELL_BITS))
    packed = pairs.view(np.uint8).reshape(-1, 8)[:, :5].ravel()
    return np.append(packed, np.zeros(_PADDING, np.uint8))
