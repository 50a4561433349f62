# SPDX-License-Identifier: Apache-2.0
"""Vietnamese words, which may be of several syllables: `Ủy ban nhân dân | xã | ban hành | kế hoạch`.

For those who count or index words of repaired text. The work is underthesea's, whose data need no network; it takes
half a second to load, so it is imported when it is first asked, and cuts some 20,000 syllables a second. Repair does
not use it: see docs/repair.md.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise

from ocr_kh.language.token_kinds import Kind, kind_of, split_edges

__all__ = ["words"]

MAX_LINE_CHARACTERS = 10_000
"""Characters of a line segmented at once; a longer line is cut at a space."""
_CHUNK = re.compile(r"\S+")


def words(text: str) -> list[str]:
    """The words of `text` in order, marks by themselves; the syllables of a word are parted by one space.

    Nothing but white space is lost: letters, case and tone placement stay as they are (NFC). Numbers, dates, codes of
    documents and addresses are one word each.

    >>> words("Ban hành Kế hoạch số 05/KH-UBND, thực hiện.")
    ['Ban hành', 'Kế hoạch', 'số', '05/KH-UBND', ',', 'thực hiện', '.']
    """
    return [word for line in unicodedata.normalize("NFC", text).splitlines() for word in _line(line)]


def _line(line: str) -> list[str]:
    found: list[str] = []
    while line.strip():
        cut = (
            len(line)
            if len(line) <= MAX_LINE_CHARACTERS
            else line.rfind(" ", 1, MAX_LINE_CHARACTERS) + 1 or MAX_LINE_CHARACTERS
        )
        found += _part(line[:cut])
        line = line[cut:]
    return found


def _part(line: str) -> list[str]:
    from underthesea import word_tokenize

    places = [at for at, char in enumerate(line) if not char.isspace()]
    tokens = word_tokenize(line, use_token_normalize=False)
    ends = list(accumulate(len("".join(token.split())) for token in tokens))
    if not ends or ends[-1] != len(places):
        # The segmenter brought letters to another form, and its words cannot be laid beside what was given.
        return line.split()
    breaks = {places[end] for end in ends[:-1]} | {len(line)}
    for start, end in _whole(line):
        breaks = {at for at in breaks if not start < at < end} | {start, end}
    spans = pairwise(sorted(breaks | {0}))
    return [word for start, end in spans if (word := " ".join(line[start:end].split()))]


def _whole(line: str) -> list[tuple[int, int]]:
    """Numbers, dates, codes and addresses: the segmenter cuts them at every mark."""
    spans = []
    for match in _CHUNK.finditer(line):
        lead, core, _ = split_edges(match.group())
        if kind_of(core) not in {Kind.WORD, Kind.MARK}:
            spans.append((match.start() + len(lead), match.start() + len(lead) + len(core)))
    return spans
