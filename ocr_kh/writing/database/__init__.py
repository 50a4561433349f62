# SPDX-License-Identifier: Apache-2.0
"""All documents as one SQLite file, and search in it: with accents, without, and with some of them."""

from __future__ import annotations

from ocr_kh.writing.database.search import Hit, find

__all__ = ["Hit", "find"]
