# SPDX-License-Identifier: Apache-2.0
"""Whether a page's own text layer is to be believed.

Scanners and signing tools leave layers made by the wrong model (`Tuyén truyén`), with split letters
(`ĐIỀ U KHO ẢN`) or in legacy encodings. A layer is judged stretch by stretch (`evidence`), so that a page on which a
part is wrong is known for it, and as a whole.

What becomes of a wrong layer: a legacy one on a page without an image is used as decoded, which loses nothing. Every
other page is read anew, from its image or drawn. Measured on ten born-digital pages (words missed): drawn and read
0.5 %; repaired, the layer misses 0.6 % where accents were stripped, though there the language model may have
known the very documents, 1.5 % where the English model had read it, and 27 % where letters were split.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import LayerVerdict, around
from ocr_kh.messages import N_, translate
from ocr_kh.reading.rightness import MIN_LOG_PROBABILITY, WRONG, Evidence, Kind, evidence, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Word
    from ocr_kh.legacy.spans import Decoded

CAPTION_WORDS = 40
"""Over a page image, a layer of fewer words that says who signed and when is the caption of a digital signature (14 to
31 words on real scans)."""
STAMP_WORDS = 20
"""So is one of fewer words that stand in one place: a page number, the stamp of a mail room."""
STAMP_HEIGHT = 0.2
"""Share of the page's height that such a place takes at most."""
MIN_SPELLED_OVER_IMAGE = 0.97
"""Share of words spelled as syllables where the layer only repeats an image: reading the image again costs a second
and harms nothing. Wrong layers of the development scans: 0.47 to 0.65."""
MIN_SPELLED_SHARE = 0.85
"""The same on a page without an image. 54 right layers: 0.93 to 1; 29 wrong ones: 0.24 to 0.65."""
MIN_MARKED_SHARE = 0.5
"""Share of words with marks. Right layers: 0.80 to 0.93; layers of the English model: 0 to 0.26."""
MAX_SPLIT_SHARE = 0.03
"""Share of words split between their letters. Right layers: 0; a third of the words split: 0.1 and more."""
MAX_WRONG_SHARE = 0.25
"""Share of the stretches, or two of them in a row, that make a page wrong of which the rest is right."""

MOST_UNMAPPED = 0.05
"""Share of the characters of which the fonts do not say what they are. Layers of the development data: at most 0.001
(bullets of symbol fonts); a subset of a font without /ToUnicode: 0.95."""

LEAST_LETTERS = 0.5
"""Share of the characters that are letters or figures, on a page that has too few words to be judged by them."""

_SIGNED = re.compile(
    r"ký bởi|người ký|(?:thời gian|ngày) ký|ký số|signature not verified|(?:digitally )?signed by", re.IGNORECASE
)
"""What signing tools write on the page; in part without accents or in English."""

_NAMES = {
    Kind.STRIPPED: N_("accents missing"),
    Kind.MISSPELLED: N_("misspelled"),
    Kind.SPLIT: N_("letters split"),
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
    has_picture: bool = False,
    encodings: Sequence[str] = (),
    size: tuple[float, float] = (0.0, 0.0),
) -> Judgement:
    """The verdict on a layer whose words were decoded from `encodings`.

    `over_image`: images cover the page, so that the text shows nothing itself; `has_picture`: images or outlines may
    show more than the text; `size` is the page's, in points.
    """
    if not words:
        return Judgement(LayerVerdict("none", translate(N_("the page has no text layer"))), usable=False)
    if (over_image or has_picture) and _is_caption(words, size):
        reason = translate(N_("only a caption of {words} words lies over the page image")).format(words=len(words))
        return Judgement(LayerVerdict("none", reason), usable=False)
    texts = [word.text for word in words]
    if encodings:
        return _judge_legacy(texts, encodings, over_image=over_image)
    found = _judge_texts(texts, over_image=over_image)
    return Judgement(found, found.verdict == "right")


def judge_unmapped(share: float) -> Judgement | None:
    """The judgement on a layer of which the fonts do not say what a `share` of the characters are (`%& ()*`).

    None where they say it of nearly all.
    """
    if share <= MOST_UNMAPPED:
        return None
    reason = translate(N_("the fonts do not say which letters {share:.0%} of the signs are"))
    return Judgement(LayerVerdict("wrong", reason.format(share=share)), usable=False)


def judge_text(found: Decoded) -> LayerVerdict:
    """The verdict on a text file that was decoded as `found`; there is no image, so it is used in any case."""
    texts = found.text.split()
    if found.encodings:
        return _judge_legacy(texts, found.encodings, over_image=False).layer
    return _judge_texts(texts, over_image=False)


def _judge_legacy(texts: Sequence[str], encodings: Sequence[str], *, over_image: bool) -> Judgement:
    """The judgement on a layer in `encodings`, decoded as `texts`. That it could be decoded speaks for it already."""
    whole = evidence(texts)
    template = translate(N_("in a legacy encoding ({names}); decoded, {share:.0%} of {words} words are Vietnamese"))
    names = ", ".join(map(str.upper, encodings))
    reason = template.format(names=names, share=whole.spelled, words=whole.words)
    is_right = whole.kind not in WRONG
    return Judgement(LayerVerdict("wrong", reason, "+".join(encodings)), is_right and not over_image)


def _is_caption(words: Sequence[Word], size: tuple[float, float]) -> bool:
    """Whether a layer is but what signing tools and mail rooms put on a page."""
    box = around(word.box for word in words if word.box)
    in_one_place = box is None or box.height < STAMP_HEIGHT * size[1]
    if len(words) < STAMP_WORDS and in_one_place:
        return True
    return len(words) < CAPTION_WORDS and bool(_SIGNED.search(" ".join(word.text for word in words)))


def _judge_texts(texts: Sequence[str], *, over_image: bool) -> LayerVerdict:
    parts = [(part, evidence(part)) for part in stretches(texts)]
    if not over_image:
        parts = [(part, found) for part, found in parts if found.kind is not Kind.FOREIGN]
    whole = evidence([text for part, _ in parts for text in part])
    if whole.kind is Kind.SILENT and _is_of_signs(texts):
        return LayerVerdict("wrong", translate(N_("it has hardly a letter or a figure")))
    if whole.kind is Kind.SILENT:
        reason = translate(N_("it has too few words to be judged"))
        return LayerVerdict("wrong" if over_image else "right", reason)
    fault = _fault_of_whole(whole, over_image=over_image) or _fault_of_parts([found for _, found in parts])
    if fault:
        return LayerVerdict("wrong", fault)
    reason = translate(N_("{share:.0%} of {words} words are spelled as Vietnamese"))
    return LayerVerdict("right", reason.format(share=whole.spelled, words=whole.words))


def _is_of_signs(texts: Sequence[str]) -> bool:
    """Whether a layer says nothing in letters or figures: its fonts give shapes the codes of other characters.

    It catches `%& ()*" +#,)`; it must not catch a page of figures, `12 35 47,5 60 1.250 3/4`.
    """
    signs = "".join(texts)
    return sum(map(str.isalnum, signs)) < LEAST_LETTERS * len(signs)


def _fault_of_whole(whole: Evidence, *, over_image: bool) -> str | None:
    """What is wrong with a layer on the whole."""
    least_spelled = MIN_SPELLED_OVER_IMAGE if over_image else MIN_SPELLED_SHARE
    if whole.spelled < least_spelled and (over_image or whole.is_misspelled(least_spelled)):
        reason = N_("{share:.0%} of the words are spelled as Vietnamese; right text has {limit:.0%}")
        return translate(reason).format(share=whole.spelled, limit=least_spelled)
    if whole.marked < MIN_MARKED_SHARE:
        reason = N_("{share:.0%} of the words have accents; right text has {limit:.0%}")
        return translate(reason).format(share=whole.marked, limit=MIN_MARKED_SHARE)
    if whole.split > MAX_SPLIT_SHARE:
        reason = N_("the letters of {share:.0%} of the words are split; in right text of at most {limit:.0%}")
        return translate(reason).format(share=whole.split, limit=MAX_SPLIT_SHARE)
    if whole.kind is Kind.UNLIKELY:
        reason = N_("the words are unlikely in a row: {share:.1f} nats a word; right text has at most {limit:.1f}")
        return translate(reason).format(share=-whole.fluency, limit=-MIN_LOG_PROBABILITY)
    return None


def _fault_of_parts(parts: Sequence[Evidence]) -> str | None:
    """What is wrong with a part of a layer that is right on the whole."""
    wrong = [part.kind in WRONG for part in parts]
    if len(parts) > 1 and (sum(wrong) > MAX_WRONG_SHARE * len(parts) or any(map(all, pairwise(wrong)))):
        names = {part.kind for part in parts if part.kind in WRONG}
        reason = translate(N_("{wrong} of {parts} runs of words are wrong ({kinds})"))
        kinds = ", ".join(sorted(translate(_NAMES[name]) for name in names))
        return reason.format(wrong=sum(wrong), parts=len(parts), kinds=kinds)
    return None
