# SPDX-License-Identifier: Apache-2.0
"""Which encoding the name of a font stands for.

The makers of each encoding sold fonts under a prefix of their own: `.VnTime` (ABC, TCVN3), `VNI-Times`, `VPS Times`,
`VISCII Times`. PDF writers put a subset tag before the name (`ABCDEF+`), drop its dot, and join the style to it
(`VnTimeHBold`, `.VnTime,Bold`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class FontEncoding(NamedTuple):
    """What a font's name tells."""

    encoding: str
    capitals: bool = False
    """The font shows capitals under the codes of small letters (`.VnTimeH`)."""


_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[\s,_-]|Bold|Italic|Oblique|Regular|Normal|MT|PS)+$")
_FAMILIES = {
    "tcvn3": re.compile(r"^(?:\.(?i:vn)|Vn(?=[A-Z]|3D))"),
    "vni": re.compile(r"^VNI[\s_-]?[A-Z0-9]", re.IGNORECASE),
    "vps": re.compile(r"^VPS[\s_-]?[A-Z]"),
    "viscii": re.compile(r"^(?:VISCII|VI)[\s_-][A-Z]"),
}


@lru_cache(maxsize=256)
def font_encoding(name: str) -> FontEncoding | None:
    """The encoding that a font of this name should be in; None for all other fonts.

    >>> font_encoding("ABCDEF+VnTimeHBold"), font_encoding("VNI-Times"), font_encoding("TimesNewRoman")
    (FontEncoding(encoding='tcvn3', capitals=True), FontEncoding(encoding='vni', capitals=False), None)
    """
    family = _SUBSET.sub("", name.strip())
    for encoding, pattern in _FAMILIES.items():
        if pattern.match(family):
            return FontEncoding(encoding, encoding == "tcvn3" and _STYLE.sub("", family).endswith("H"))
    return None
