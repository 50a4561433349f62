# SPDX-License-Identifier: Apache-2.0
"""Which of the real documents with a truth are set aside: measured, but never looked at while the parser is changed."""

from __future__ import annotations

from hashlib import sha256

PARTS = 3
"""One document in so many is aside."""


def is_aside(document: str) -> bool:
    """Whether the document of this id is aside: by a hash of its id, so that no new document moves an old one.

    >>> is_aside("d02"), is_aside("d08")
    (True, False)
    """
    return sha256(document.encode()).digest()[0] % PARTS == 0
