# SPDX-License-Identifier: Apache-2.0
"""Recipients from the lines of their column: entries, what runs on, purposes beside them and behind braces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.forms import RECIPIENTS_HEAD
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import loosely
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.model import Recipient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.blocks.lines import BlockLine

_HEAD = re.compile(rf"{RECIPIENTS_HEAD}\s*[:;.]?\s*", re.IGNORECASE)
_ARCHIVE = re.compile(r"\W{0,3}(?:L[uư]u\b|[Ll1I]\w?[uư]u\s?:)", re.IGNORECASE)
_LISTED = re.compile(r"\s*;\s*(?=.*\bL[uư]u\b)")
"""Between recipients that all stand on one line, the file copy among them."""
_BRACE = re.compile(r"\s*[}⎬⎫⎭｝]\s*")
_PURPOSES = (
    r"b\s?/\s?(?:c(?:áo)?|[e©€¢])|bc|be|b[íìil]c|[ưứu0]h|báo\s?cáo|"
    r"t\s?/\s?h|th|thực hiện|c\s?/\s?đ|chỉ đạo|p\s?/\s?h|ph\s?/\s?h|"
    r"phối hợp|đ\s?/\s?b|để biết|biết|theo dõi|k\s?/\s?t|kiểm tra|đăng tải|tổng hợp|t\s?/\s?d|đưa tin|"
    r"phối hợp thực hiện|chỉ đạo thực hiện"
)
_PURPOSE = re.compile(
    r"\s*[(\[]\s*(?:(?:để|đề|đễ|de|dé|đế)\s+(?P<stated>[^()\[\]]{1,60}?)|"
    rf"(?P<known>{_PURPOSES}))\s*[)\]]?[\s;.,:]*$",
    re.IGNORECASE,
)
_TORN_PURPOSE = re.compile(r"\s*[(\[]\s*(?:để|đề|đễ|de|dé|đế)?$", re.IGNORECASE)
_WORDS_BEHIND = re.compile(r"[^\W\d_]{2,}(?:[\s,/-]+[^\W\d_]+){1,8}")
"""What a purpose that is none of the known ones looks like; a pen's stroke does not."""
_STROKE = 0.3
"""Confidence below which a line without a dash is what an engine made of a pen's stroke."""
_SHORTEST_ENTRY = 4
"""Letters; less without a dash is a speck read as letters."""


@dataclass(slots=True)
class Entries:
    """The recipients while their lines are read."""

    texts: list[str] = field(default_factory=list)
    braces: dict[int, str] = field(default_factory=dict)
    """Entry to what stands behind a brace on its line."""
    lines: list[list[BlockLine]] = field(default_factory=list)
    """Where each entry stands."""


def entries(pieces: Iterable[tuple[BlockLine, str]]) -> Entries:
    """The entries in lines labelled `head`, `entry` or `more`."""
    found = Entries()
    for piece, label in pieces:
        text = piece.text
        if label == "head":
            head = _HEAD.search(plain_of(text))
            text = text[head.end() :] if head else ""
            for each in _LISTED.split(text):
                if sum(map(str.isalpha, each)) >= _SHORTEST_ENTRY:
                    _add(each, piece, found, opens=True)
        else:
            _add(text, piece, found, opens=label == "entry")
    return found


def heads_second_list(text: str) -> bool:
    """Whether a line heads further recipients below the first: those who are sent no paper.

    >>> heads_second_list("* Bản điện tử:"), heads_second_list("bản điện tử của hồ sơ;")
    (True, False)
    >>> heads_second_list("- Bản điện tử;")  # ended as an entry is
    False
    """
    return not text.rstrip().endswith(";") and bool(_second_head().fullmatch(plain_of(text)))


@from_vocabulary
def _second_head(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}{loosely(words.fixed('sent', 'whole'))}\W{{0,3}}", re.IGNORECASE)


def _add(text: str, piece: BlockLine, found: Entries, *, opens: bool) -> None:
    brace = _BRACE.search(text)
    behind = text[brace.end() :] if brace else text if text[:1] == "(" and not bullet(text) else None
    if behind is not None:
        text = text[: brace.start()] if brace else ""
    marked = bullet(text)
    if not any(map(str.isalnum, text)) or (not marked and piece.confidence < _STROKE):
        text, marked, opens = "", None, False
    if marked or (opens and sum(map(str.isalpha, text)) >= _SHORTEST_ENTRY) or (not found.texts and text.strip()):
        found.texts.append(marked[1] if marked else text)
        found.lines.append([piece])
    elif text.strip() and found.texts:
        found.texts[-1] += f" {text}"
        found.lines[-1].append(piece)
    if behind is not None and found.texts:
        found.braces[len(found.texts) - 1] = behind


def recipients(found: Entries, place: str | None) -> list[tuple[Recipient, list[BlockLine]]]:
    """The recipients, each with the purpose it bears or a brace gives it, and its lines; `place` is that of issue.

    What stands behind a brace is centred on it, and a brace begins at the first entry, since superiors come
    first, or behind the brace before it; so it spans as many entries below its line as above. `Như trên` is none of it.
    """
    spans: dict[int, str] = {}
    start = int(bool(found.texts) and plain_of(found.texts[0]).startswith("Nhu "))
    for group in _groups(found.braces):
        said = [text for at in group if (text := _behind(found.braces[at]))]
        if len(group) > 1 and len(said) == 1:
            spans.update(dict.fromkeys(group, said[0]))
            start = group[-1] + 1
            continue
        for at in group:
            last = min(2 * at - start, len(found.texts) - 1)
            spans.update(dict.fromkeys(range(start, last + 1), _behind(found.braces[at])))
            start = at + 1
    return [
        (_recipient(_completed(text, place), spans.get(at) or None), lines)
        for at, (text, lines) in enumerate(zip(found.texts, found.lines, strict=True))
        if _trimmed(text)
    ]


def _groups(braces: Iterable[int]) -> list[list[int]]:
    """Entries with a brace, those that follow one another together."""
    groups: list[list[int]] = []
    for at in sorted(braces):
        if groups and groups[-1][-1] == at - 1:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _completed(entry: str, place: str | None) -> str:
    """An entry whose end a seal has eaten inside the name of the place of issue, with that name whole.

    >>> _completed("Kho bạc Nhà nước Quảng Ñ", "Quảng Ngãi"), _completed("Hội Nông dân Quảng Yên", "Quảng Ngãi")
    ('Kho bạc Nhà nước Quảng Ngãi', 'Hội Nông dân Quảng Yên')
    """
    first, _, second = (place or "").partition(" ")
    head, _, rest = entry.rstrip(" ;.,").rpartition(" ")
    torn = bool(second) and head.endswith(f" {first}") and 0 < len(rest) < len(second) and rest[0].isupper()
    return f"{head} {second}" if torn and not is_syllable(rest.lower()) else entry


def _behind(text: str) -> str:
    """The purpose behind a brace."""
    found = _PURPOSE.search(text if text.lstrip().startswith(("(", "[")) else f"({text.strip(' ;.,()')})")
    if found:
        return _purpose(found["stated"] or found["known"])
    return _purpose(text.strip(" ();.,")) if _WORDS_BEHIND.fullmatch(text.strip(" ();.,")) else ""


def _recipient(entry: str, spanned: str | None) -> Recipient:
    if _ARCHIVE.match(entry):
        return Recipient(name=_trimmed(entry))
    found = _PURPOSE.search(entry)
    if not found:
        return Recipient(name=_trimmed(entry), purpose=spanned)
    return Recipient(name=_trimmed(entry[: found.start()]), purpose=_purpose(found["stated"] or found["known"]))


def _purpose(text: str) -> str:
    text = re.sub(r"^[ưứu0]h$", "t/h", text, flags=re.IGNORECASE)
    return re.sub(r"^b(?:/?[e©€¢]|[íìil]c)$", "b/c", re.sub(r"\s*/\s*", "/", text.strip(" ;.,")).lower())


def _trimmed(entry: str) -> str:
    """An entry without its marks, and without a purpose of which but the first word is left.

    >>> _trimmed("— Các khoa;"), _trimmed("Phòng Tài vụ (để")
    ('Các khoa', 'Phòng Tài vụ')
    """
    return _TORN_PURPOSE.sub("", " ".join(entry.split())).strip("-–—+~• ").rstrip(" ;.,:")
