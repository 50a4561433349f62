# SPDX-License-Identifier: Apache-2.0
"""Specks beside a line, and the signs an engine makes of them."""

from __future__ import annotations

import re

SPECKS = "'‘’`.,·*|_@ "
"""What a speck at the start of a fixed line is read as."""
_SPECK_BEFORE = re.compile(r"[.,'‘’`„“:;¡!]{1,2} (?=\w)|[„'‘`](?=\w[).])")
_SPECK_BEHIND = re.compile(r"(?<=[.;:!?/]) [.,'‘’`„“:;]{1,2}$")
_LONGEST_BEHIND = 4
"""Characters of the sign that ends a line, a space and the specks behind it."""


def without_specks(text: str) -> str:
    """`text` without the signs that an engine makes of specks beside a line; no writer sets them apart by a space.

    >>> without_specks(". b) Trong tỉnh. ,"), without_specks("- Như trên;")
    ('b) Trong tỉnh.', '- Như trên;')
    """
    text = text[specks_before(text) :]
    found = _SPECK_BEHIND.search(text, max(0, len(text) - _LONGEST_BEHIND))
    return text[: found.start()] if found else text


def specks_before(text: str) -> int:
    """How many characters such signs take at the start of `text`."""
    found = _SPECK_BEFORE.match(text)
    return found.end() if found else 0
