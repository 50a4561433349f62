# SPDX-License-Identifier: Apache-2.0
"""Recipients and signatures, told apart line by line: the columns may have fallen into one."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.document import Role
from ocr_kh.genre.enumerators import bullet
from ocr_kh.genre.forms import RECIPIENTS_HEAD, SIGNED, Form, authority_behind, form, is_authority
from ocr_kh.genre.line import GenreLine
from ocr_kh.genre.people import has_surname, is_name, mended_name
from ocr_kh.genre.specks import without_specks
from ocr_kh.genre.titles import deputy_of, is_head, mended, title_anywhere
from ocr_kh.language.letters import bare, is_capitals
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.model import PLAN, Recipient, Signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.plan.structure.items import Item, Places

_HEAD = re.compile(rf"{RECIPIENTS_HEAD}\s*[:;.]?\s*", re.IGNORECASE)
_NAME_TAIL = re.compile(r"(?<=[.;])\s+(?=\S+(?:\s\S+){2,6}$)")
_ARCHIVE = re.compile(r"\W{0,3}(?:L[uư]u\b|[Ll1I]\w?[uư]u\s?:)", re.IGNORECASE)
_LISTED = re.compile(r"\s*;\s*(?=.*\bL[uư]u\b)")
"""Between recipients that all stand on one line, the file copy among them."""
_BRACE = re.compile(r"\s*[}⎬⎫⎭｝]\s*")
_PURPOSES = (
    r"b\s?/\s?(?:c(?:áo)?|[e©€¢])|bc|be|b[íìil]c|[ưu0]h|báo\s?cáo|"
    r"t\s?/\s?h|th|thực hiện|c\s?/\s?đ|chỉ đạo|p\s?/\s?h|ph\s?/\s?h|"
    r"phối hợp|đ\s?/\s?b|để biết|biết|theo dõi|k\s?/\s?t|kiểm tra|đăng tải|tổng hợp|t\s?/\s?d|đưa tin|"
    r"phối hợp thực hiện|chỉ đạo thực hiện"
)
_PURPOSE = re.compile(
    r"\s*[(\[]\s*(?:(?:để|đề|đễ|de|dé|đế)\s+(?P<stated>[^()\[\]]{1,60}?)|"
    rf"(?P<known>{_PURPOSES}))\s*[)\]]?[\s;.,]*$",
    re.IGNORECASE,
)
_WORDS_BEHIND = re.compile(r"[^\W\d_]{2,}(?:[\s,/-]+[^\W\d_]+){1,8}")
"""What a purpose that is none of the known ones looks like; a pen's stroke does not."""
_WRAPPED = 18
"""Characters of a line of authority whose last word may stand on the next line."""
_SHORTEST_ENTRY = 4
"""Letters; less without a dash is a speck read as letters."""


@dataclass(slots=True)
class _End:
    """The end pieces while their lines are read."""

    entries: list[str] = field(default_factory=list)
    braces: dict[int, str] = field(default_factory=dict)
    """Entry to what stands behind a brace on its line."""
    signatures: list[tuple[list[str], str | None]] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """Lines of authority that no name has followed yet."""
    listing: bool = False
    """The last line belonged to the recipients."""
    item: Item | None = None
    """The paragraph that is being read."""
    entry_places: list[list[Item]] = field(default_factory=list)
    authority_places: list[list[Item]] = field(default_factory=list)
    pending_places: list[Item] = field(default_factory=list)
    nameless: deque[int] = field(default_factory=deque)
    """Stacks that no name has followed yet, as indices."""
    signer_places: dict[int, Item] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    """Names of the issuing bodies, without marks."""
    place: str | None = None


@dataclass(frozen=True, slots=True)
class EndPieces:
    """Recipients and signatures."""

    recipients: tuple[Recipient, ...]
    signatures: tuple[Signature, ...]
    places: Places
    """Where they stand, by pointer in plan.json."""


def end_pieces(items: Sequence[Item], bodies: Sequence[str] = (), place: str | None = None) -> EndPieces:
    """Recipients and signatures in `items`, the lines between the closing words and the annexes.

    `bodies` are those that issue the document: their seals bear their names. `place` is the place of issue.
    """
    end = _End(bodies=tuple(bare(body) for body in bodies), place=place)
    for item in items:
        _read(item, end)
    _close(end, None)
    if end.entries and not any(signer for _, signer in end.signatures):
        _name_in_recipients(end)
    signatures = (Signature(authority=tuple(lines), signer=signer) for lines, signer in end.signatures)
    kept = [at for at, entry in enumerate(end.entries) if _trimmed(entry)]
    places = {PLAN / "recipients" / place: tuple(end.entry_places[at]) for place, at in enumerate(kept)}
    places.update(
        {PLAN / "signatures" / at / "authority": tuple(found) for at, found in enumerate(end.authority_places)}
    )
    stacks = PLAN / "signatures"
    places.update({stacks / at / "authority": tuple(found) for at, found in enumerate(end.authority_places)})
    places.update({stacks / at / "signer": (item,) for at, item in end.signer_places.items()})
    return EndPieces(
        _recipients(end), tuple(signatures), {pointer: found for pointer, found in places.items() if found}
    )


def _read(item: Item, end: _End) -> None:
    text, end.item = without_strokes(without_specks(item.text)), item
    if item.form is Form.RECIPIENTS and (head := _HEAD.search(bare(text))):
        end.listing = True
        text = text[head.end() :]
        *listed, text = _LISTED.split(text) if _LISTED.search(text) else [text]
        for entry in listed:
            _entry(f"{entry};", end)
    text = _without_authority(text, end) if item.role is not Role.SIGNATURE else text
    line = item.line if text == item.text else GenreLine(text)
    if at := name_behind(line):
        _signature(text[:at].strip(), end)
        text = text[at:]
        line = GenreLine(text)
    if not any(map(str.isalnum, text)) or SIGNED.match(line.plain) or line.office_marks:
        return
    if item.role is Role.RECIPIENTS or (item.role is not Role.SIGNATURE and _is_entry(line, end)):
        _entry(text, end)
    else:
        _signature(text, end)


def _without_authority(text: str, end: _End) -> str:
    """Cut an authority off the end of a recipients' line, as both columns read as one line leave it."""
    if form(text) is Form.AUTHORITY or not (bullet(text) or end.listing):
        return text
    at = authority_behind(text)
    if at is None:
        return text
    _signature(text[at:], end)
    end.listing = True
    return text[:at].strip()


def _is_entry(line: GenreLine, end: _End) -> bool:
    text = line.text
    if line.bullet or _is_file_copy(text) or text[0] in "}⎬(":
        return True
    if line.form is Form.AUTHORITY or line.capitals:
        return False
    if line.is_name and (end.pending or (has_surname(text) and not _runs_on(end))):
        return False
    return end.listing


def _is_file_copy(text: str) -> bool:
    """`Lưu: VT`, not one whose family name is Lưu."""
    letters_of_offices = not text.isupper() and any(map(str.isupper, text.split()[1:]))
    return bool(_ARCHIVE.match(text)) and (not is_name(text) or letters_of_offices)


def _runs_on(end: _End) -> bool:
    """The last recipient's line did not end, so the next line belongs to it."""
    return bool(end.entries) and end.listing and not end.entries[-1].rstrip().endswith((";", ".", ":"))


def _entry(text: str, end: _End) -> None:
    brace = _BRACE.search(text)
    behind = text[brace.end() :] if brace else text if text[0] == "(" and not bullet(text) else None
    if behind is not None:
        text = text[: brace.start()] if brace else ""
    marked = bullet(text)
    if marked or not _runs_on(end) or _is_file_copy(text):
        if marked or sum(map(str.isalpha, text)) >= _SHORTEST_ENTRY:
            end.entries.append(marked[1] if marked else text)
            end.entry_places.append([end.item] if end.item else [])
    elif text.strip():
        end.entries[-1] += f" {text}"
        end.entry_places[-1] += [end.item] if end.item else []
    if behind and end.entries:
        end.braces[len(end.entries) - 1] = behind
    end.listing = True


def _signature(text: str, end: _End) -> None:
    end.listing = False
    if end.pending and end.pending[-1].endswith(("-", "–", " VÀ")) and is_capitals(text):
        _authority(text, end)
    elif is_name(text) and form(text) is not Form.AUTHORITY and (end.pending or has_surname(text)):
        _close(end, mended_name(" ".join(text.rstrip(".").split())))
    elif len(end.pending) > 1 and has_surname(text) and is_name(capitalized := _capitalized(text)):
        _close(end, capitalized)
    elif deputy := deputy_of(end.pending, text):
        end.pending[-1] = deputy[0]
        _authority(deputy[1], end)
    elif _is_authority(text, end):
        for line in map(spelled, stack(text)):
            if is_head(line) and len(end.pending) == 1 and is_head(end.pending[0]):
                _close(end, None)
            _authority(line, end)


def _authority(line: str, end: _End) -> None:
    end.pending.append(line)
    end.pending_places += [end.item] if end.item else []


def _capitalized(text: str) -> str:
    """A name in which an engine lost a capital (`Nguyễn hồng Thanh`)."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _is_authority(text: str, end: _End) -> bool:
    """A line above a name; specks and strokes of a pen read as letters are none."""
    letters = sum(map(str.isalpha, text))
    if any(map(str.isdigit, text)):
        return False
    if is_head(text.upper()):
        return True
    if end.pending and len(end.pending[-1]) > _WRAPPED and text.isupper() and is_syllable(text.lower()):
        return True  # the last word of a long title
    if is_capitals(text):
        return letters > 3 and letters > 0.6 * len(text.replace(" ", "")) and not _is_of_seal(text, end)
    return bool(end.pending) and letters > 7 and all(len(word) > 1 for word in text.split())


def _is_of_seal(text: str, end: _End) -> bool:
    """A piece of the issuer's name, cut inside a word: what can be read of the seal."""
    piece = bare(text).strip()
    for body in end.bodies:
        at = body.find(piece)
        if at >= 0 and end.pending:
            stop = at + len(piece)
            return (at > 0 and body[at - 1].isalpha()) or (stop < len(body) and body[stop].isalpha())
    return False


def _close(end: _End, signer: str | None) -> None:
    """End a stack; a name goes to the first stack that has none, as stacks side by side leave them."""
    if end.pending:
        end.nameless.append(len(end.signatures))
        end.signatures.append((end.pending, None))
        end.authority_places.append(end.pending_places)
    end.pending, end.pending_places = [], []
    if signer:
        at = end.nameless.popleft() if end.nameless else len(end.signatures)
        if at == len(end.signatures):
            end.signatures.append(([], signer))
            end.authority_places.append([])
        else:
            end.signatures[at] = (end.signatures[at][0], signer)
        if end.item:
            end.signer_places[at] = end.item


def _name_in_recipients(end: _End) -> None:
    """A signer's name that fell behind the last recipients (`- Lưu: VT. Trần Văn Bình`)."""
    for at, entry in enumerate(end.entries):
        cuts = (found for found in _NAME_TAIL.finditer(entry))
        found = next((cut for cut in cuts if is_name(name := entry[cut.end() :]) and has_surname(name)), None)
        if found:
            end.entries[at] = entry[: found.start()]
            lines = end.signatures.pop()[0] if end.signatures else []
            end.signatures.append((lines, entry[found.end() :]))
            end.authority_places += [[]] * (len(end.signatures) - len(end.authority_places))
            end.signer_places[len(end.signatures) - 1] = end.entry_places[at][-1]
            return


def _recipients(end: _End) -> tuple[Recipient, ...]:
    """The recipients, each with the purpose it bears or a brace gives it.

    What stands behind a brace is centred on it, and a brace begins at the first entry, since superiors come
    first, or behind the brace before it; so it spans as many entries below its line as above.
    """
    spans: dict[int, str] = {}
    start = 0
    for at, text in sorted(end.braces.items()):
        spans.update(dict.fromkeys(range(start, min(2 * at - start, len(end.entries) - 1) + 1), _behind(text)))
        start = at + 1
    return tuple(
        _recipient(_completed(entry, end.place), spans.get(at) or None)
        for at, entry in enumerate(end.entries)
        if _trimmed(entry)
    )


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
    text = re.sub(r"^[ưu0]h$", "t/h", text, flags=re.IGNORECASE)
    return re.sub(r"^b(?:/?[e©€¢]|[íìil]c)$", "b/c", re.sub(r"\s*/\s*", "/", text.strip(" ;.,")).lower())


def _trimmed(entry: str) -> str:
    return " ".join(entry.split()).strip("-–+ ").rstrip(" ;.,:")


_SIGN = re.compile(r"(?<=\s)(?:KT|TL|TUQ)\s?\.\s?[A-Z]")
_GOES_ON = re.compile(r"(?:[^A-Z]|\b(?:KIEM|DOAN|BAN|TM|KT|TL|TUQ|Q)|/[MTL])$")
"""Before a title that belongs to the same line (`TM. ĐOÀN CHỦ TỊCH`, `BỘ TRƯỞNG, CHỦ NHIỆM`)."""
_STROKES = re.compile(r"^(?:\S )+|(?: \S)+$")


def name_behind(line: GenreLine) -> int | None:
    """Where the signer's name begins behind an authority on its line; None for none."""
    text = line.text
    if not is_authority(text, line.plain):
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
    starts = (found.start() for found in title_anywhere().finditer(plain))
    titles = {start for start in starts if not _GOES_ON.search(plain[:start].rstrip())}
    cuts = sorted({0, len(text), *titles, *(found.start() for found in _SIGN.finditer(plain))})
    return [text[start:stop].strip() for start, stop in pairwise(cuts) if text[start:stop].strip()]


def spelled(line: str) -> str:
    """`KT.CHỦ TỊCH` as `KT. CHỦ TỊCH`; a garbled title as the one it means."""
    return mended(re.sub(r"^(TM|KT|TL|TUQ|Q)\s?\.\s*", r"\1. ", " ".join(line.split())).rstrip(" ,;:."))
