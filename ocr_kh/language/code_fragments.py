# SPDX-License-Identifier: Apache-2.0
"""The parts of a document's code as patterns, each named once; `genre.codes` puts them together.

A code is a number, perhaps the year, and a symbol: groups of letters for the type and the body (`12/2021/QĐ-TTg`). The
strict parts are those of rules and writers (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3; Hướng dẫn 36-HD/VPTW for the
Party); the parts READ_... also fit what an engine makes of them.
"""

from __future__ import annotations

from ocr_kh.language.letters import SMALL_LETTERS

NUMBER = r"\d{1,5}[a-zđ]?"
"""`58`, `07`; `3176b` for one that was slipped in between two."""
PART = r"\.\d{1,3}"
"""Behind the number of a norm of law that stands for a part of another one, before the year: `66.7/2025/NQ-CP`."""
YEAR = r"(?:19|20)\d\d"
"""Behind the number of a norm of law: `16/2017/QH14`; some schools and firms number so too: `518/2015/ĐHĐL`."""
SLASH = "[/⁄]"
DASH = "[-–]"
JOINT = "[-–/⁄]"
"""What stands between the parts. The State has a slash behind the number and hyphens in the symbol, the Party the other
way round (`07-KH/BTC`); writers mix them up."""
CAPITAL = "A-ZĐ"
"""Letters of types and bodies, to stand within square brackets: no vowel with a mark is one."""
GROUP = rf"[{CAPITAL}](?:[{CAPITAL}&\d]|[a-z](?![{SMALL_LETTERS}]))*"
"""Letters of a type or body: capitals, now and then a small letter among them (`TTg`, `CTr`, `QyĐ`, `BVHTT&DL`)."""
UNIT_OPEN = rf"\([{CAPITAL}][{CAPITAL}\d]{{1,9}}"
UNIT = rf"{UNIT_OPEN}\)"
"""The unit within the body, as the police have it: `416/TTr-CAT(PC04)`; open where a token lost its last bracket."""

READ_CAPITAL = "A-ZĐÐ"
"""Capitals as read: an Icelandic eth is a Đ."""
READ_NUMBER = r"\d{1,5}[A-Za-zđ]?"
"""A number as read, with a letter that may be a speck: `57T`."""
READ_YEAR = r"\d{4}"
"""A year as read: a figure of it may be wrong."""
READ_NUMBER_AND_YEAR = rf"{NUMBER}(?:/{READ_YEAR})?"
READ_GROUP = rf"[{READ_CAPITAL}&][{READ_CAPITAL}a-z&]{{0,14}}"
"""A group behind the first, as read."""
READ_NUMBER_WORD = "S[o06]"
"""`Số` before the number, in text without marks."""
