# SPDX-License-Identifier: Apache-2.0
"""The lines of authority above a signer's name: told apart where they share one, spelled as the rules have it."""

from __future__ import annotations

import re
from itertools import pairwise

from ocr_kh.genre.forms import Form, form, is_authority
from ocr_kh.genre.people import has_surname, is_name
from ocr_kh.genre.titles import TITLE, mended
from ocr_kh.language.letters import bare, is_capitals

_SIGN = re.compile(r"(?<=\s)(?:KT|TL|TUQ)\s?\.\s?[A-Z]")
_TITLE = re.compile(rf"\b{TITLE}\b")
_GOES_ON = re.compile(r"(?:[^A-Z]|\b(?:KIEM|DOAN|BAN|TM|KT|TL|TUQ|Q)|/[MTL])$")
"""Before a title that belongs to the same line (`TM. ĐOÀN CHỦ TỊCH`, `BỘ TRƯỞNG, CHỦ NHIỆM`)."""
_STROKES = re.compile(r"^(?:\S )+|(?: \S)+$")


def name_behind(text: str) -> int | None:
    """Where the signer's name begins behind an authority on its line; None for none."""
    if not is_authority(text):
        return None
    cuts = [found.end() for found in re.finditer(r"\s", text) if is_capitals(text[: found.start()])]
    return next((at for at in cuts if _is_plain_name(text[at:])), None)


def _is_plain_name(text: str) -> bool:
    """A name with a family name, no word of it in capitals."""
    return is_name(text) and has_surname(text) and not any(word.isupper() and word[1:] for word in text.split())


def without_strokes(text: str) -> str:
    """An authority without the lone letters that an engine made of a pen's strokes beside it (`KT. CHỦ TỊCH k`)."""
    stripped = _STROKES.sub("", text)
    return stripped if not is_capitals(text) and is_capitals(stripped) and form(stripped) is Form.AUTHORITY else text


def stack(text: str) -> list[str]:
    """The lines of authority in a line: `KT. CHỦ TỊCH PHÓ CHỦ TỊCH` are two."""
    plain = bare(text)
    titles = {found.start() for found in _TITLE.finditer(plain) if not _GOES_ON.search(plain[: found.start()].rstrip())}
    cuts = sorted({0, len(text), *titles, *(found.start() for found in _SIGN.finditer(plain))})
    return [text[start:stop].strip() for start, stop in pairwise(cuts) if text[start:stop].strip()]


def spelled(line: str) -> str:
    """`KT.CHỦ TỊCH` as `KT. CHỦ TỊCH`; a garbled title as the one it means."""
    return mended(re.sub(r"^(TM|KT|TL|TUQ|Q)\s?\.\s*", r"\1. ", " ".join(line.split())).rstrip(" ,;:."))
