# SPDX-License-Identifier: Apache-2.0
"""The files that models lie in: a few named arrays, opened by memory map.

The file: eight bytes that tell what it is, the length of a JSON header as a little-endian 64-bit number, the header,
then the arrays at the offsets (from the file's beginning) the header gives.
"""

from __future__ import annotations

import json
import mmap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

ALIGNMENT = 64
"""Bytes: arrays begin at multiples of it."""


class ArrayFile(NamedTuple):
    """What is in a file."""

    header: Mapping[str, object]
    arrays: Mapping[str, NDArray[np.generic]]
    """Read-only views of the memory map."""

    def words(self, name: str = "vocabulary") -> tuple[str, ...]:
        """The words of an array of UTF-8 text, one a line."""
        return tuple(self.arrays[name].tobytes().decode().split("\n"))


def text_array(words: Sequence[str]) -> NDArray[np.uint8]:
    """What `ArrayFile.words` gives back."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def write_arrays(
    path: Path, magic: bytes, header: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]
) -> None:
    """Write the file described above. Raises OSError."""
    places: dict[str, list[object]] = {}
    offset = 0
    for name, values in arrays.items():
        places[name] = [offset, values.dtype.str, len(values)]
        offset += -(-values.nbytes // ALIGNMENT) * ALIGNMENT
    text = json.dumps({**header, "arrays": places}, ensure_ascii=False).encode()
    first = _first_array(magic, len(text))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(magic + len(text).to_bytes(8, "little") + text)
        for (start, _, _), values in zip(places.values(), arrays.values(), strict=True):
            file.seek(first + int(str(start)))
            file.write(values.tobytes())


def open_arrays(path: Path, magic: bytes, kind: str) -> ArrayFile:
    """The file at `path`, memory-mapped. Raises MachineError for one that is no model of the `kind` (for people)."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise MachineError(reason=f"the {kind} {path.name} cannot be opened ({error})") from error
    if mapped[: len(magic)] != magic:
        raise MachineError(reason=f"{path.name} is not a {kind} of this version")
    begin = len(magic) + 8
    length = int.from_bytes(mapped[len(magic) : begin], "little")
    header = json.loads(mapped[begin : begin + length])
    first = _first_array(magic, length)
    arrays = {
        name: np.frombuffer(mapped, dtype, count, first + offset)
        for name, (offset, dtype, count) in header["arrays"].items()
    }
    return ArrayFile(header, arrays)


def _first_array(magic: bytes, header_length: int) -> int:
    """Where the arrays begin."""
    return -(-(len(magic) + 8 + header_length) // ALIGNMENT) * ALIGNMENT
