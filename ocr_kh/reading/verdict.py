# SPDX-License-Identifier: Apache-2.0
"""Whether a page's own text layer is to be believed.

Scanners and signing tools leave layers made by the wrong model (`Tuyén truyén`), with split letters
(`ĐIỀ U KHO ẢN`) or in legacy encodings. They are judged by what Vietnamese text cannot lack: words
spelled as Vietnamese syllables, most of them with marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.document import LayerVerdict, Word
from ocr_kh.messages import N_, translate
from ocr_kh.repair.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.legacy.spans import Decoded

CAPTION_WORDS = 40
"""Over a page image, a layer of fewer words is the caption of a digital signature (14 to 31 words on real scans)."""
LEAST_SPELLED = 0.85
"""Share of words spelled as syllables. 54 right layers of the development data: 0.93 to 1.0; 29 wrong ones: 0.24 to
0.65."""
LEAST_SPELLED_OVER_IMAGE = 0.97
"""The same where the layer only repeats an image: reading the image again costs a second and harms nothing."""
LEAST_MARKED = 0.5
"""Share of words with marks. Right layers: 0.80 to 0.93; layers of the English model: 0 to 0.26."""
MOST_SINGLE = 0.12
"""Share of single letters among the words. Right layers: at most 0.03; TCVN3 read as Latin-1: 0.17 to 0.42."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Counts over the words of a layer (runs of letters; capitals of abbreviations left out)."""

    words: int
    spelled: float
    marked: float
    single: float


def spelling(text: str) -> Spelling:
    """How Vietnamese `text` is spelled; shares are 0 for a text without words."""
    words = [word for word in _WORD.findall(text) if not _is_abbreviation(word)]
    count = max(len(words), 1)
    return Spelling(
        len(words),
        sum(map(is_syllable, words)) / count,
        sum(not word.isascii() for word in words) / count,
        sum(len(word) == 1 for word in words) / count,
    )


def _is_abbreviation(word: str) -> bool:
    """Capitals (UBND, HĐND, NĐ) that spell no syllable."""
    return len(word) > 1 and word.isupper() and not is_syllable(word)


def judge(words: Sequence[Word], *, over_image: bool) -> LayerVerdict:
    """The verdict on a layer; `over_image` when one image covers the page, so that the text shows nothing itself."""
    found = spelling(" ".join(word.text for word in words))
    if not words:
        return LayerVerdict("none", translate(N_("the page has no text layer")))
    if over_image and len(words) < CAPTION_WORDS:
        return LayerVerdict(
            "none", translate(N_("only a caption of {words} words lies over the page image")).format(words=len(words))
        )
    least_spelled = LEAST_SPELLED_OVER_IMAGE if over_image else LEAST_SPELLED
    if found.spelled < least_spelled:
        return _wrong(
            N_("{share:.0%} of the words are spelled as Vietnamese; right text has {limit:.0%}"),
            found.spelled,
            least_spelled,
        )
    if found.marked < LEAST_MARKED:
        return _wrong(
            N_("{share:.0%} of the words have accents; right text has {limit:.0%}"), found.marked, LEAST_MARKED
        )
    if found.single > MOST_SINGLE:
        return _wrong(
            N_("{share:.0%} of the words are single letters; right text has at most {limit:.0%}"),
            found.single,
            MOST_SINGLE,
        )
    reason = translate(N_("{share:.0%} of {words} words are spelled as Vietnamese"))
    return LayerVerdict("right", reason.format(share=found.spelled, words=found.words))


def judge_text(found: Decoded) -> LayerVerdict:
    """The verdict on a text file that was decoded as `found`: there is no image, so it is used in any case."""
    if found.encodings:
        return LayerVerdict("wrong", legacy_reason(found.encodings), "+".join(found.encodings))
    return judge([Word(word) for word in found.text.split()], over_image=False)


def legacy_reason(encodings: Iterable[str]) -> str:
    """What `inspect` says of text that was decoded."""
    names = ", ".join(encoding.upper() for encoding in encodings)
    return translate(N_("in a legacy encoding ({names}); decoded")).format(names=names)


def _wrong(reason: str, share: float, limit: float) -> LayerVerdict:
    return LayerVerdict("wrong", translate(reason).format(share=share, limit=limit))
