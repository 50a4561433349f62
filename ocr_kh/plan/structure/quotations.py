# SPDX-License-Identifier: Apache-2.0
"""Quoted provisions: what an amendment puts in the place of another text has numbers that are not the document's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 80
"""Paragraphs of a quotation; a mark that is not closed within them opened none."""


def quoted(texts: Sequence[str]) -> frozenset[int]:
    """The places of the paragraphs inside quotations that run over several, without the first.

    >>> sorted(quoted(["1. Sửa Điều 4 như sau:", "“Điều 4. Thủ tục", "1. Nộp đơn.", "2. Xét đơn.”", "2. Bỏ Điều 5."]))
    [2, 3]
    """
    found: set[int] = set()
    at = 0
    while at < len(texts):
        end = _end(texts, at) if texts[at].startswith(("“", '"')) else at
        found.update(range(at + 1, end + 1))
        at = end + 1
    return frozenset(found)


def _end(texts: Sequence[str], start: int) -> int:
    """The paragraph that closes the quotation opened at `start`; `start` itself where it closes there, or never."""
    depth = 0
    for at in range(start, min(start + _LONGEST, len(texts))):
        text = texts[at]
        if texts[start].startswith("“"):
            depth += text.count("“") - text.count("”")
        else:
            depth = (depth + text.count('"')) % 2
        if depth <= 0:
            return at if text.rstrip(" .;,").endswith(("”", '"')) else start
    return start
