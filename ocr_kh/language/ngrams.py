# SPDX-License-Identifier: Apache-2.0
"""How n-grams are numbered: up to ORDER tokens in one 64-bit key, BITS bits a token, the last token lowest."""

from __future__ import annotations

BITS = 15


ORDER = 4
