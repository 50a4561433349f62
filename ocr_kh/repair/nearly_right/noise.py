# SPDX-License-Identifier: Apache-2.0
"""Whether a text without confidences is right all but now and then, or full of faults.

A rare word of a right text is no proof of a fault; in a text that an engine left, what is odd is mostly misread. The
faults that are sure without the doubtful ones tell which it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.repair.edits import Edit

MIN_CHANGES, WORDS_A_CHANGE = 3, 700
"""A text with that many sure changes, and one in so many words, is noisy. Of right gazette, news and a ward's posts one
word in 8,000 is changed, of blocks of the code of law that an engine read one in 20 to 200."""
SHORT_WORDS_A_CHANGE = 40
"""A text with fewer changes is noisy with one in so many words."""


def is_noisy(lines: Iterable[tuple[str, Sequence[Edit]]]) -> bool:
    """Whether lines, each with its edits, are of a text full of faults.

    >>> from ocr_kh.repair.edits import Edit
    >>> is_noisy([("cơ quan, tô chức", [Edit(9, 11, "tổ", "channel")])]), is_noisy([("thửa 13 và thửa 14", [])])
    (True, False)
    """
    words = changes = 0
    for line, edits in lines:
        words += line.count(" ") + 1
        changes += sum(edit.source != "rule" and edit.after != line[edit.start : edit.end] for edit in edits)
    return changes * (WORDS_A_CHANGE if changes >= MIN_CHANGES else SHORT_WORDS_A_CHANGE) >= max(words, 1)
