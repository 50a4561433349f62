# SPDX-License-Identifier: Apache-2.0
"""Which encoding a stretch of text is in, by what it says; text that mixes several as NFC.

A token (what white space parts) that is misspelled as it stands speaks for an encoding when it decodes to words that
are spelled as Vietnamese. An encoding is considered only when the text as a whole speaks for it. The text is
then cut into spans by the cheapest path: a token costs what its words cost in the language model (`môc` is spelled
right, but in TCVN3 it is `mục`), and so does every change of encoding. Text that is right in Unicode stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ocr_kh.language.characters import mend_eth
from ocr_kh.language.model import load_model
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.legacy.capitals import restore_capitals
from ocr_kh.legacy.codec import encodings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_TOKENS = 3
"""Different tokens, misspelled as they stand, that an encoding must make right before it is believed."""
LEAST_EXPLAINED = 0.6
"""Share of the misspelled tokens that the believed encodings together must make right. Right text with foreign names
and text of the English model reach it nowhere: of 1,796 blocks of 100 lines of the corpora none is touched."""
_UNKNOWN_WORD_COST = 18.0
"""Cost, in nats, of a word the language model does not know (its rarest cost 17), and of a sign within a word."""
_LONE_SIGN = 8.0
"""Cost of a sign that is a token: `·` may be a bullet, and in VISCII it is the word `ở`."""
_ENCODING_CHANGE_COST = 8.0
"""Cost of a change of encoding within a line, in nats: as much as a common word gains over an unknown one."""
_CHANGE_AT_LINE = 3.0
"""The same where a line begins."""
_BREAK = re.compile(r"([ \t\n\r\f\v]+)")
"""White space of ASCII only: VISCII and VPS have letters where Latin-1 has its no-break space and next line."""
_WORD = re.compile(r"[^\W\d_]+")
_AT_EDGES = frozenset("“”‘’–—…«»°²³™\xa0\xad\ufeff")
"""Signs beyond ASCII that right text writes beside words, if not within; all others stand by themselves."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as NFC, and the encodings that were found in it, in order of their first word; none for right Unicode."""

    text: str
    encodings: tuple[str, ...] = ()


def decode_mixed(text: str, *, least: int = LEAST_TOKENS) -> Decoded:
    """`text`, in which every stretch in a legacy encoding shows a character a byte, as NFC where one is recognised.

    `least`: how many different tokens must speak for an encoding.

    >>> decode_mixed("Kế hoạch số 5: C¨n cø LuËt Tæ chøc ChÝnh phñ").text
    'Kế hoạch số 5: Căn cứ Luật Tổ chức Chính phủ'
    >>> decode_mixed("Café résumé").encodings
    ()
    """
    pieces = _BREAK.split(text)
    candidates = likely_encodings(pieces[::2], least=least)
    at_line = [not place or "\n" in pieces[place - 1] for place in range(0, len(pieces), 2)]
    names = assign(pieces[::2], at_line, candidates) if candidates else [None] * len(at_line)
    tokens = [decode_token(token, name) for token, name in zip(pieces[::2], names, strict=True)]
    found = [name for token, name, read in zip(pieces[::2], names, tokens, strict=True) if name and read != token]
    if not found:
        mended = mend_eth(text)
        return Decoded(text) if mended == text else decode_mixed(mended, least=least)
    pieces[::2] = tokens
    lines = "".join(pieces)
    if "tcvn3" in found:
        lines = "\n".join(_with_capitals(lines, pieces, names))
    return Decoded(mend_eth(lines), tuple(dict.fromkeys(found)))


def _with_capitals(text: str, pieces: Sequence[str], names: Sequence[str | None]) -> Iterator[str]:
    """The lines of `text`; those with a word from TCVN3 with their capitals."""
    number, touched = 0, set()
    for place, piece in enumerate(pieces):
        if place % 2 and "\n" in piece:
            number += piece.count("\n")
        elif names[place // 2] == "tcvn3":
            touched.add(number)
    for number, line in enumerate(text.split("\n")):
        yield restore_capitals(line) if number in touched else line


def is_readable(text: str) -> bool:
    """Whether most tokens beyond ASCII of a text are right as they stand."""
    tokens = [token for token in _BREAK.split(text)[::2] if not _is_plain(token)]
    return sum(is_right(token, None) for token in tokens) >= LEAST_EXPLAINED * len(tokens)


def likely_encodings(tokens: Iterable[str], *, least: int = LEAST_TOKENS) -> tuple[str, ...]:
    """The encodings that `tokens` speak for, the likeliest first."""
    wrong = {token for token in tokens if not is_right(token, None)}
    rest, found = wrong, []
    while len(rest) >= least:
        right = {name: {token for token in rest if is_right(token, name)} for name in encodings()}
        best = max(map(len, right.values()))
        if best < least:
            break
        name = min((name for name in right if len(right[name]) == best), key=lambda name: _costs(right[name], name))
        found.append(name)
        rest = rest - right[name]
    return tuple(found) if len(wrong) - len(rest) >= LEAST_EXPLAINED * len(wrong) else ()


def assign(tokens: Sequence[str], at_line: Sequence[bool], candidates: Sequence[str]) -> list[str | None]:
    """The encoding of each token by the cheapest path; None for Unicode. `at_line`: whether a line begins with it."""
    states: tuple[str | None, ...] = (None, *candidates)
    costs = dict.fromkeys(states, 0.0)
    steps: list[dict[str | None, str | None]] = []
    for token, begins in zip(tokens, at_line, strict=True):
        best = min(states, key=costs.__getitem__)
        limit = costs[best] + (_CHANGE_AT_LINE if begins else _ENCODING_CHANGE_COST)
        steps.append({state: best if limit < costs[state] else state for state in states})
        costs = {state: min(costs[state], limit) + _cost(token, state) for state in states}
    state = min(states, key=costs.__getitem__)
    path = []
    for step in reversed(steps):
        path.append(state)
        state = step[state]
    return path[::-1]


def _is_plain(text: str) -> bool:
    return text.isascii() and (text.isprintable() or not text)


@lru_cache(maxsize=65536)
def decode_token(token: str, name: str | None) -> str:
    """A token in the encoding `name` as NFC; None: Unicode."""
    return encodings()[name].decode(token) if name else mend_eth(token)


@lru_cache(maxsize=65536)
def is_right(token: str, name: str | None) -> bool:
    """Whether a token, decoded from `name`, has Vietnamese words and no odd signs; what is all ASCII is right."""
    text = decode_token(token, name)
    if name and text == token:
        return False
    return not _odd_signs(text) and all(word.isascii() or is_syllable(word) for word in _WORD.findall(text))


def _costs(tokens: Iterable[str], name: str) -> float:
    return sum(_cost(token, name) for token in tokens)


@lru_cache(maxsize=65536)
def _cost(token: str, name: str | None) -> float:
    """Nats of a token's words beyond ASCII, decoded from `name`."""
    if _is_plain(token):
        return 0.0
    text = decode_token(token, name)
    if len(text) == 1 and not text.isalpha() and text not in _AT_EDGES:
        return _LONE_SIGN
    model = load_model()
    places = [model.index.get(place_tones(word.lower())) for word in _WORD.findall(text) if not word.isascii()]
    words = sum(_UNKNOWN_WORD_COST if place is None else -float(model.unigrams[place]) for place in places)
    return words + _UNKNOWN_WORD_COST * _odd_signs(text)


def _odd_signs(text: str) -> int:
    """How many signs beyond ASCII touch letters as signs do not: they are letters of another encoding."""
    if _is_plain(text):
        return 0
    return sum(_is_odd(text, place) for place, sign in enumerate(text) if not (sign.isalpha() or _is_plain(sign)))


def _is_odd(text: str, place: int) -> bool:
    sign = text[place]
    if unicodedata.category(sign) == "Cc":
        return True
    before, after = text[place - 1 : place].isalpha(), text[place + 1 : place + 2].isalpha()
    return (before and after) if sign in _AT_EDGES else (before or after)
