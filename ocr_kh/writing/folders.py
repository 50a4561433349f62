# SPDX-License-Identifier: Apache-2.0
"""The face of an output folder for those who script: its plans, one after the other."""

from __future__ import annotations

from ocr_kh.writing.tables.folders import plans

__all__ = ["plans"]
