# SPDX-License-Identifier: Apache-2.0
"""Which symbol a code has that was read as some letters: an attested one, and only where that read cannot be.

A symbol is attested by the dictionaries, or by the document in lines that are right. One that was read is possible if
it is attested, or made of a type and of bodies that are (`HD-SXD`, though only `HĐ-SXD` is listed). A body of which
nobody has heard (`DCT`) is no proof of a misreading: what is mended is a stroke that was lost (`QD-BCT` is QĐ-BCT) or
taken for another letter (`QP-BCT`), never a letter that only resembles one of a listed symbol (`QĐ-DCT` stays).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.document_types import type_of_groups
from ocr_kh.language.confusions import meanings, translation
from ocr_kh.language.letters import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNSTROKED = translation("unstroked")
_MAY_BE_STROKED = frozenset(meanings("unstroked"))
_JOINT = re.compile("[-/]")
_SPACES = re.compile(r"\s|(?<=-)\s*-")
"""Spaces within a symbol, and a hyphen that was read twice."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """Symbols that are attested."""

    written: frozenset[str]
    """As they are written: `QĐ-TTg`, `NQ/TW`."""
    types: frozenset[str]
    """First groups of them: `QĐ`, `NQ`."""
    bodies: frozenset[str]
    """Groups behind the first: `TTg`, `TW`."""
    by_letters: Mapping[str, tuple[str, ...]]
    """Those that are one without their marks, and with D for the letters that a Đ is read as."""

    @property
    def parts(self) -> frozenset[str]:
        """What the symbols are made of."""
        return self.types | self.bodies

    def right(self, read: str) -> str | None:
        """How the symbol is written that was read so; None where nothing attested fits, or several do.

        >>> known = attested({"QĐ-BCT", "KH-UBND", "TB-SXD"})
        >>> known.right("QD-BCT"), known.right("KH - UBND"), known.right("QP-BCT"), known.right("QĐ-DCT")
        ('QĐ-BCT', 'KH-UBND', 'QĐ-BCT', None)
        """
        symbol = _SPACES.sub("", read)
        if self._is_possible(symbol):
            return symbol
        alike = [known for known in self.by_letters.get(_key(symbol), ()) if _may_be_read(known, symbol)]
        whole = [known for known in alike if skeleton(known) == skeleton(symbol)]
        fitting = whole or alike
        if not fitting:
            return self._with_type(symbol)
        return fitting[0] if len(fitting) == 1 else None

    def _with_type(self, symbol: str) -> str | None:
        """The symbol with the strokes of its type, where the letters of no type stand there: `QD-DCT` is QĐ-DCT."""
        first = _JOINT.split(symbol)[0]
        alike = [known for known in self.types if skeleton(known) == first and type_of_groups([known])]
        is_type = first in self.types or type_of_groups([first])
        return alike[0] + symbol[len(first) :] if len(alike) == 1 and not is_type else None

    def _is_possible(self, symbol: str) -> bool:
        first, *others = _JOINT.split(symbol)
        return symbol in self.written or (first in self.types and bool(others) and self.bodies.issuperset(others))


def attested(symbols: Iterable[str]) -> Symbols:
    """The symbols, ready to be looked up."""
    written = frozenset(symbols)
    groups = [_JOINT.split(symbol) for symbol in written]
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    for symbol in sorted(written):
        by_letters[_key(symbol)].append(symbol)
    return Symbols(
        written,
        frozenset(first for first, *_ in groups),
        frozenset(body for _, *bodies in groups for body in bodies),
        {key: tuple(alike) for key, alike in by_letters.items()},
    )


def _key(symbol: str) -> str:
    return skeleton(symbol).translate(_UNSTROKED)


def _may_be_read(known: str, read: str) -> bool:
    """Whether a misreading of `known` gives `read`: only đ is read as b or p, and no stroke is seen where none is."""
    return all(
        one in {other, skeleton(other)} or (one in _MAY_BE_STROKED and other in "Đđ")
        for one, other in zip(read, known, strict=True)
    )
