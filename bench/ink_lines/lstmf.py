# SPDX-License-Identifier: Apache-2.0
"""Files of the engine's trainer: lines and what they say, and the weights of a model.

The formats are plain (tesseract 5.3, src/ccstruct/imagedata.cpp; src/lstm/network.cpp, weightmatrix.cpp): a tree of
layers, each with matrices, of 8-bit whole numbers and a scale a row. `lstmtraining` itself refuses to go on from those.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_WHOLE, _DOUBLE = 1, 128
"""Bits of a matrix's mode: 8-bit weights; scales and weights of 8 bytes."""
_RATES = 64
"""Bit of a layer's flags: rates of learning, one a layer in it, follow."""
_TREES = ("Series", "Parallel", "Replicated", "RTLReversed", "TTBReversed", "XYTranspose")
_SHAPED = {"Input": 20, "Convolve": 8, "Maxpool": 8, "Reconfig": 8}
"""Bytes that layers without weights have."""
_GATES = {"LSTM": 4, "SummLSTM": 4}
"""Matrices of a layer behind the count of its inputs; others with weights have one."""


def write_lines(path: Path, lines: Sequence[tuple[NDArray[np.uint8], str]]) -> None:
    """A file of pictures of lines and what stands in them, which `lstmtraining` takes too."""
    parts = [struct.pack("<I", len(lines))]
    for number, (pixels, text) in enumerate(lines):
        _, png = cv2.imencode(".png", pixels)
        said = _string(text.encode())
        parts += [b"\1", _string(path.name.encode()), struct.pack("<i", number), _string(png.tobytes())]
        parts += [_string(b"vie"), said, struct.pack("<I", 0), struct.pack("<I", 1), said, b"\0"]
    path.write_bytes(b"".join(parts))


def _string(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def read_lines(path: Path) -> list[tuple[NDArray[np.uint8], str]]:
    """What `write_lines` wrote."""
    file = _Reader(path.read_bytes())
    lines = []
    for _ in range(file.count()):
        file.take(1)
        file.string()
        file.take(4)
        pixels = np.asarray(cv2.imdecode(np.frombuffer(file.string(), np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)
        file.string()
        lines.append((pixels, file.string().decode()))
        file.take(8)
        file.string()
        file.take(1)
    return lines


class _Reader:
    """Reads a file from its beginning."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        self.at += count
        return found

    def count(self) -> int:
        return int(struct.unpack("<i", self.take(4))[0])

    def string(self) -> bytes:
        return self.take(self.count())


def weights_of(model: bytes) -> list[NDArray[np.float64]]:
    """The matrices (outputs x inputs and bias) of the LSTM part of a model (`combine_tessdata -u`), in its order.

    Raises ValueError where one is not of whole numbers with scales of 8 bytes.
    """
    file = _Reader(model)
    return [_weights(file, at) for at in _matrices(file)]


def with_weights(model: bytes, weights: Sequence[NDArray[np.float64]]) -> bytes:
    """The LSTM part of a model with other weights, rounded to 8 bits as tesseract's `ConvertToInt` does."""
    file = _Reader(model)
    parts, begin = [], 0
    for at, matrix in zip(_matrices(file), weights, strict=True):
        _weights(file, at)
        scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / 127
        whole = np.round(matrix / scales[:, None]).astype(np.int8)
        parts += [model[begin : at + 1], struct.pack("<ii", *matrix.shape), b"\0", whole.tobytes()]
        parts += [struct.pack("<I", len(scales)), scales.astype("<f8").tobytes()]
        begin = file.at
    return b"".join([*parts, model[begin:]])


def _matrices(file: _Reader) -> Iterator[int]:
    """Where each matrix of a layer and of those in it begins; whoever asks for the next has read it."""
    file.take(1)
    kind = file.string().decode("ascii")
    file.take(2)  # whether it learns, and hands back
    flags = file.count()
    file.take(12)  # inputs, outputs, weights
    file.string()  # its name
    if kind in _TREES:
        for _ in range(file.count()):
            yield from _matrices(file)
        if flags & _RATES:
            file.take(4 * file.count())
    elif kind in _SHAPED:
        file.take(_SHAPED[kind])
    else:
        file.take(4 if kind in _GATES else 0)
        for _ in range(_GATES.get(kind, 1)):
            yield file.at


def _weights(file: _Reader, at: int) -> NDArray[np.float64]:
    """The matrix that begins `at`."""
    file.at = at
    mode = file.take(1)[0]
    if not mode & _WHOLE or not mode & _DOUBLE:
        raise ValueError(mode)
    rows, columns = file.count(), file.count()
    file.take(1)  # what an empty cell holds
    whole = np.frombuffer(file.take(rows * columns), np.int8).reshape(rows, columns)
    scales = np.frombuffer(file.take(8 * file.count()), "<f8")
    return np.asarray(whole * scales[:rows, None], np.float64)


def letters_of(unicharset: bytes, recoder: bytes) -> dict[str, int]:
    """The class of each letter of a model, from two of its parts; that of the space is 0."""
    names = [line.split(" ", 1)[0] for line in unicharset.decode().splitlines()[1:]]
    file = _Reader(recoder)
    codes = []
    for _ in range(file.count()):
        file.take(1)
        codes.append([file.count() for _ in range(file.count())])
    return {" " if name == "NULL" else name: code[0] for name, code in zip(names, codes, strict=True) if len(code) == 1}
