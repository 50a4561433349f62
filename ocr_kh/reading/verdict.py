# SPDX-License-Identifier: Apache-2.0
"""Whether a page's own text layer is to be believed.

Scanners and signing tools leave layers made by the wrong model (`Tuyén truyén`), with split letters
(`ĐIỀ U KHO ẢN`) or in legacy encodings. A layer is judged stretch by stretch (`evidence`), so that a page on which a
part is wrong is known for it, and as a whole.

What becomes of a wrong layer: over an image, or where it cannot be decoded, the page is read anew. (MEASURED)
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Box, LayerVerdict, Word, around
from ocr_kh.messages import N_, translate
from ocr_kh.reading.evidence import STRETCH, WRONG, Evidence, Kind, evidence, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.legacy.spans import Decoded

CAPTION_WORDS = 40
"""Over a page image, a layer of fewer words is the caption of a digital signature (14 to 31 words on real scans)
if it says so or stands in one place."""
CAPTION_HEIGHT = 0.2
"""Share of the page's height that one caption takes at most."""
LEAST_SPELLED_OVER_IMAGE = 0.97
"""Share of words spelled as syllables where the layer only repeats an image: reading the image again costs a second
and harms nothing. Wrong layers of the development scans: 0.47 to 0.65."""
LEAST_SPELLED = 0.85
"""The same on a page without an image. 54 right layers: 0.93 to 1; 29 wrong ones: 0.24 to 0.65."""
LEAST_MARKED = 0.5
"""Share of words with marks. Right layers: 0.80 to 0.93; layers of the English model: 0 to 0.26."""
MOST_SINGLE = 0.12
"""Share of single letters among the words. Right layers: at most 0.03; TCVN3 read as Latin-1: 0.17 to 0.42."""
LEAST_FLUENT = -6.0
"""Mean log probability of a word (nats). Right layers: -4.6 to -1.2; wrong ones: -10.4 to -6.9."""
LEAST_FLUENT_ALONE = -8.0
"""The same on a page of one stretch: a closing has nothing but names and short forms (-7.1 on a right one)."""
MOST_WRONG = 0.25
"""Share of the stretches, or two of them in a row, that make a page wrong of which the rest is right."""

_SIGNED = re.compile(
    r"ký bởi|người ký|(?:thời gian|ngày) ký|ký số|signature not verified|(?:digitally )?signed by", re.IGNORECASE
)
"""What signing tools write on the page; in part without accents or in English."""

_NAMES = {
    Kind.STRIPPED: N_("accents missing"),
    Kind.MISSPELLED: N_("misspelled"),
    Kind.SPLIT: N_("letters split"),
    Kind.UNLIKELY: N_("unlikely words"),
}


class Judgement(NamedTuple):
    """The verdict, and what it means where there is no image to read."""

    layer: LayerVerdict
    usable: bool
    """The words are right as they are given: read as Unicode, or decoded from a legacy encoding."""


def judge(
    words: Sequence[Word],
    *,
    over_image: bool,
    encodings: Sequence[str] = (),
    size: tuple[float, float] = (0.0, 0.0),
) -> Judgement:
    """The verdict on a layer whose words were decoded from `encodings`.

    `over_image`: images cover the page, so that the text shows nothing itself; `size` is the page's, in points.
    """
    if not words:
        return Judgement(LayerVerdict("none", translate(N_("the page has no text layer"))), usable=False)
    if over_image and _is_caption(words, size):
        reason = translate(N_("only a caption of {words} words lies over the page image")).format(words=len(words))
        return Judgement(LayerVerdict("none", reason), usable=False)
    found = _judge_texts([word.text for word in words], over_image=over_image)
    return _with_encodings(found, encodings, over_image=over_image)


def judge_text(found: Decoded) -> LayerVerdict:
    """The verdict on a text file that was decoded as `found`; there is no image, so it is used in any case."""
    return _with_encodings(_judge_texts(found.text.split(), over_image=False), found.encodings, over_image=False).layer


def _with_encodings(verdict: LayerVerdict, encodings: Sequence[str], *, over_image: bool) -> Judgement:
    """The judgement on a layer in `encodings`, from the verdict on its text once decoded."""
    is_right = verdict.verdict == "right"
    if not encodings:
        return Judgement(verdict, is_right)
    template = translate(N_("in a legacy encoding ({names}); decoded, {reason}"))
    reason = template.format(names=", ".join(map(str.upper, encodings)), reason=verdict.reason)
    return Judgement(LayerVerdict("wrong", reason, "+".join(encodings)), is_right and not over_image)


def _is_caption(words: Sequence[Word], size: tuple[float, float]) -> bool:
    """Whether a layer is but what signing tools write on a page."""
    if len(words) >= CAPTION_WORDS:
        return False
    box = around(word.box for word in words if word.box)
    return bool(_SIGNED.search(" ".join(word.text for word in words))) or _is_compact(box, size[1])


def _is_compact(box: Box | None, height: float) -> bool:
    return box is None or height <= 0 or box.height < CAPTION_HEIGHT * height


def _judge_texts(texts: Sequence[str], *, over_image: bool) -> LayerVerdict:
    parts = [(part, evidence(part)) for part in stretches(texts)]
    if not over_image:
        parts = [(part, found) for part, found in parts if found.kind is not Kind.FOREIGN]
    whole = evidence([text for part, _ in parts for text in part])
    if whole.kind is Kind.SILENT:
        reason = translate(N_("it has too few words to be judged"))
        return LayerVerdict("wrong" if over_image else "right", reason)
    fault = _fault_of_whole(whole, over_image=over_image) or _fault_of_parts([found for _, found in parts])
    if fault:
        return LayerVerdict("wrong", fault)
    reason = translate(N_("{share:.0%} of {words} words are spelled as Vietnamese"))
    return LayerVerdict("right", reason.format(share=whole.spelled, words=whole.words))


def _fault_of_whole(whole: Evidence, *, over_image: bool) -> str | None:
    """What is wrong with a layer on the whole."""
    least_spelled = LEAST_SPELLED_OVER_IMAGE if over_image else LEAST_SPELLED
    least_fluent = LEAST_FLUENT if whole.words > STRETCH else LEAST_FLUENT_ALONE
    if whole.spelled < least_spelled:
        reason = N_("{share:.0%} of the words are spelled as Vietnamese; right text has {limit:.0%}")
        return translate(reason).format(share=whole.spelled, limit=least_spelled)
    if whole.marked < LEAST_MARKED:
        reason = N_("{share:.0%} of the words have accents; right text has {limit:.0%}")
        return translate(reason).format(share=whole.marked, limit=LEAST_MARKED)
    if whole.single > MOST_SINGLE:
        reason = N_("{share:.0%} of the words are single letters; right text has at most {limit:.0%}")
        return translate(reason).format(share=whole.single, limit=MOST_SINGLE)
    if whole.fluency < least_fluent:
        reason = N_("the words are unlikely in a row: {share:.1f} nats a word; right text has at most {limit:.1f}")
        return translate(reason).format(share=-whole.fluency, limit=-least_fluent)
    return None


def _fault_of_parts(parts: Sequence[Evidence]) -> str | None:
    """What is wrong with a part of a layer that is right on the whole."""
    wrong = [part.kind in WRONG for part in parts]
    if len(parts) > 1 and (sum(wrong) > MOST_WRONG * len(parts) or any(map(all, pairwise(wrong)))):
        names = {part.kind for part in parts if part.kind in WRONG}
        reason = translate(N_("{wrong} of {parts} runs of words are wrong ({kinds})"))
        kinds = ", ".join(sorted(translate(_NAMES[name]) for name in names))
        return reason.format(wrong=sum(wrong), parts=len(parts), kinds=kinds)
    return None
