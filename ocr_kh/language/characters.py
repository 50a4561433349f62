# SPDX-License-Identifier: Apache-2.0
"""Characters that stand for others: hyphens that do not break, bullets of symbol fonts, figures of full width.

Among them what is not seen at all, and marks that stand apart from their letters. characters.tsv beside this module is
the table. Who reads words of a page takes `plain`; repair takes the spans, so that each change is a record; the plan
reads every line as `plain` has it, repaired or not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.language.letters import composed
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LINE_ENDS = "\n\v\f\r\x85\u2028\u2029"
"""What ends a line: line feed, line tabulation (Word's Shift+Enter), form feed, carriage return, next line, and the
line and paragraph separators of Unicode (Standard Annex 14, classes BK, CR, LF and NL)."""
BULLET = "•"
_LINE_END = re.compile(rf"[{LINE_ENDS}](?:(?<=\r)\n)?")
_OTHER_SPACE = re.compile(rf"[^\S {LINE_ENDS}\t]")
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f\u200d\ufe00-\ufe0f](?<![{LINE_ENDS}\t])")
"""Controls, and what joins and varies emoji: right where it stands, and nothing to the plan."""
_PRIVATE_BULLET = re.compile(r"\s*([\ue000-\uf8ff])(?=\s|[^\W\d_])")
"""At the head of a line: fonts of private use have more bullets than the table."""
_ETH = re.compile(r"[^\W\d_]*[ðÐ][^\W\d_]*")
_MARKS = "\u0300-\u036f"
_LETTER = r"[^\W\d_]"
_MARKED = re.compile(
    rf"(?<!{_LETTER})(?P<before>{_LETTER}++)(?P<parted>[^\S{LINE_ENDS}]++)?(?P<marks>[{_MARKS}]++)(?=(?P<after>{_LETTER}*+))"
)


class StandIn(NamedTuple):
    """A part of a text and what it stands for; offsets count code points."""

    start: int
    end: int
    meant: str


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them; those of a text that ends so have an empty one at the end.

    >>> split_lines("KẾ HOẠCH\\u2028I. MỤC ĐÍCH\\x0b1. Mục đích\\r\\n")
    ['KẾ HOẠCH', 'I. MỤC ĐÍCH', '1. Mục đích', '']
    """
    return _LINE_END.split(text)


def plain(line: str) -> str:
    """A line with each character as what it stands for, and every blank as a space; without what is not seen.

    >>> plain("\\ufeffSố: １２/KH\\u2011UBND"), plain("\\uf0b7\\u00a0Nâng cao")
    ('Số: 12/KH-UBND', '• Nâng cao')
    >>> plain("hoa \\u0323ch"), plain("K\\xe9\\u0302")
    ('hoạch', 'Kế')
    """
    if line.isprintable() and _odd_characters().isdisjoint(line) and unicodedata.is_normalized("NFC", line):
        return line
    line = _nfc(_CONTROL.sub("", _OTHER_SPACE.sub(" ", line)))
    for find in (character_stand_ins, mark_stand_ins):
        line = _replaced(line, find(line))
    return mend_eth(line)


def character_stand_ins(line: str) -> list[StandIn]:
    """The characters of an NFC line that stand for others. White space and controls are left alone.

    Putting in what is meant keeps the line NFC: a letter and a mark that nothing parts any longer are one stand-in.
    """
    if _odd_characters().isdisjoint(line):
        return []
    found = [*_private_bullet(line), *map(_stand_in, _run_pattern().finditer(line))]
    result = _replaced(line, found)
    return found if unicodedata.is_normalized("NFC", result) else [StandIn(0, len(line), _nfc(result))]


def mark_stand_ins(line: str) -> list[StandIn]:
    """Letters of an NFC line with their marks in another order than Unicode has them, or parted from them by a space.

    A mark behind a space belongs to the word before it where that makes a syllable; else it stands for itself.

    >>> mark_stand_ins("hoa \u0323ch"), mark_stand_ins("dấu \u0301")
    ([StandIn(start=2, end=5, meant='ạ')], [])
    """
    if _odd_characters().isdisjoint(line):
        return []
    return [found for match in _MARKED.finditer(line) if (found := _with_marks(match))]


def mend_eth(text: str) -> str:
    """`text` with the đ that were typed as the Icelandic eth, which looks the same as a capital: `NÐ-CP`.

    >>> mend_eth("NÐ-CP, Ðề thi, ðề thi")
    'NĐ-CP, Đề thi, đề thi'
    """
    return _ETH.sub(_mended_eth, text) if "ð" in text or "Ð" in text else text


def _mended_eth(match: re.Match[str]) -> str:
    word = match.group()
    mended = word.replace("ð", "đ").replace("Ð", "Đ")
    return mended if word.isupper() or is_syllable(mended) else word


def _with_marks(match: re.Match[str]) -> StandIn | None:
    before, marks, after = match["before"], match["marks"], match["after"]
    meant = composed(before[-1:] + marks)
    if meant == match.group()[len(before) - 1 : match.end("marks") - match.start()]:
        return None
    if match["parted"] and not is_syllable(before[:-1] + meant + after):
        return None
    return StandIn(match.end("before") - 1, match.end("marks"), meant)


def _private_bullet(line: str) -> Iterator[StandIn]:
    found = _PRIVATE_BULLET.match(line)
    if found and found[1] not in _table():
        yield StandIn(found.start(1), found.end(1), BULLET)


def _stand_in(match: re.Match[str]) -> StandIn:
    """What a run of stand-ins means, with the marks that go with it; the letter before it only where they change it."""
    before, run = match["before"] or "", match["run"]
    meant = _nfc(before + "".join(_table().get(character, character) for character in run))
    kept = len(before) if meant.startswith(before) else 0
    return StandIn(match.start() + kept, match.end(), meant[kept:])


def _replaced(line: str, found: Iterable[StandIn]) -> str:
    pieces, end = [], 0
    for each in found:
        pieces += [line[end : each.start], each.meant]
        end = each.end
    return "".join([*pieces, line[end:]])


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def _odd_characters() -> frozenset[str]:
    """Those without which a printable line is as it is meant: told seventy times as fast as by searching for runs."""
    marks, private, variations = range(0x300, 0x370), range(0xE000, 0xF900), range(0xFE00, 0xFE10)
    return frozenset({*_table(), *"Ðð", *map(chr, marks), *map(chr, private), *map(chr, variations)})


@cache
def _run_pattern() -> re.Pattern[str]:
    known = "".join(map(re.escape, _table()))
    return re.compile(rf"(?P<before>(?![{known}]){_LETTER})?(?P<run>[{known}][{known}{_MARKS}]*)")


@cache
def _table() -> Mapping[str, str]:
    """From each character of characters.tsv to what it stands for; without the unassigned ones of its ranges."""
    text = files(__package__).joinpath("characters.tsv").read_text(encoding="utf-8")
    _heading, *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    listed = {character: _meaning(character, meant) for codes, meant, _ in rows for character in _characters(codes)}
    return {character: meant for character, meant in listed.items() if meant != character}


def _characters(codes: str) -> Iterator[str]:
    first, _, last = codes.partition("-")
    yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def _meaning(character: str, meant: str) -> str:
    return unicodedata.normalize("NFKC", character) if meant == "NFKC" else meant
