# SPDX-License-Identifier: Apache-2.0
"""A file that holds several documents (a hồ sơ scanned through) into these documents."""

from ocr_kh.splitting.parts import split
from ocr_kh.splitting.signs import secrecy_mark

__all__ = ["secrecy_mark", "split"]
