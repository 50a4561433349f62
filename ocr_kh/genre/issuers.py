# SPDX-License-Identifier: Apache-2.0
"""The bodies that issue a document: the lines of the header's left column told apart, joint issuers, initials."""

from __future__ import annotations

import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import UNITS, issuer_head
from ocr_kh.genre.titles import is_head
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import plain_of
from ocr_kh.language.spellings import alternatives, bare_capitals
from ocr_kh.language.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary


_UNIT_HEAD = re.compile(rf"(?:{UNITS}|THON|AP|BUON|KHU PHO|TO DAN PHO|THUE)\s")
_ORGAN = re.compile(r"(?:BAN )?THUONG (?:TRUC|VU)|BAN CHAP HANH")
"""What acts for the body above it, and is none of its own."""
_SCHOOL, _OF_SCHOOL = re.compile(r"(?<!\bMOI)(?<!\bTHI) TRUONG$"), re.compile(r"DAI HOC\b")
"""The first word of a school's name, and how the name may go on on the next line; `MÔI TRƯỜNG` ends another."""


@from_vocabulary
def _incomplete(words: Vocabulary) -> re.Pattern[str]:
    """The end of a line that is no whole name of a body."""
    names = (each.name for each in words.organisations if each.incomplete)
    return re.compile(rf"(?:{alternatives(names, bare_capitals)})$")


def bodies_of(lines: Sequence[str]) -> list[str]:
    """The bodies that the lines of the issuer's column name, superior first; a name may run over lines.

    >>> bodies_of(["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]), bodies_of(["UBND TỈNH X", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"])
    (['ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI'], ['UBND TỈNH X', 'SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG'])
    """
    bodies: list[str] = []
    for line in lines:
        plain = plain_of(line).upper()
        if bodies and line is lines[-1] and (_ORGAN.fullmatch(plain) or is_bare_head(line)):
            bodies[-1] += f" {line}"
            continue
        begins = issuer_head().match(plain) and not (
            bodies and ((_incomplete().search(plain_of(bodies[-1])) and _UNIT_HEAD.match(plain)) or is_head(bodies[-1]))
        )
        if bodies and (
            not begins or bodies[-1].endswith("-") or line.startswith("-") or _parts_head(bodies[-1], plain)
        ):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return [body.strip(" *-–_.") for body in bodies]


def _parts_head(above: str, plain: str) -> bool:
    """Whether a line ends with the first word of a name (`TRƯỜNG`) that the one below goes on with.

    >>> _parts_head("HỘI SINH VIÊN TRƯỜNG", "DAI HOC SON LAC"), _parts_head("SỞ MÔI TRƯỜNG", "DAI HOC SON LAC")
    (True, False)
    """
    return bool(_SCHOOL.search(plain_of(above).upper()) and _OF_SCHOOL.match(plain))


def is_organ(name: str) -> bool:
    """Whether a name is that of a body's organ (`BAN THƯỜNG VỤ`), which acts for the body above it."""
    return bool(_ORGAN.fullmatch(plain_of(name).upper()))


def is_unfinished_name(name: str) -> bool:
    """Whether the name of a body goes on on the next line, as its last word or sign shows."""
    return name.rstrip().endswith(("-", "–", " VÀ"))


def is_bare_head(line: str) -> bool:
    """Whether a line is the first word of a body's name and no more; as the last of its column it ends another name.

    >>> is_bare_head("TRƯỜNG"), is_bare_head("TRƯỜNG CHÍNH TRỊ"), is_bare_head("CHÍNH PHỦ")
    (True, False, False)
    """
    plain = plain_of(line).upper().strip(" .,:")
    return " " not in plain and is_syllable(line.lower().strip(" .,:")) and issuer_head().fullmatch(plain) is not None


def is_spelled_head(word: str) -> bool:
    """Whether a word is the first of a body's name with its marks too.

    >>> is_spelled_head("ĐỘI"), is_spelled_head("ĐỒI")
    (True, False)
    """
    return word in _heads_as_spelled()


@from_vocabulary
def _heads_as_spelled(words: Vocabulary) -> frozenset[str]:
    return frozenset(each.name.upper() for each in words.organisations)


def begins_body(line: str, above: Sequence[str]) -> bool:
    """Whether a line of the issuer's column names a body of its own, and is not the rest of the name above it.

    >>> begins_body("SỞ NỘI VỤ", ["UBND TỈNH X"]), begins_body("TỈNH X", ["ỦY BAN NHÂN DÂN"])
    (True, False)
    """
    plain = plain_of(line).upper()
    if not above:
        return True
    if plain_of(above[-1]).upper() == plain:
        return False
    if is_unfinished_name(above[-1]) or line.startswith("-") or _parts_head(above[-1], plain):
        return False
    if _incomplete().search(plain_of(above[-1])) and _UNIT_HEAD.match(plain):
        return False
    head = issuer_head().match(plain)
    listed = head is not None and " " not in head.group() and plain[head.end() :].startswith(",")  # `PHÒNG, CHỐNG`
    return bool((head and not listed) or _ORGAN.fullmatch(plain) or _has_lost_first_letter(plain)) and not is_head(
        above[-1]
    )


def _has_lost_first_letter(plain: str) -> bool:
    """Whether a line begins with the name of a body of two words but for its first letter (`ỌI ĐỒNG`)."""
    return bool(_heads_with_letter(plain))


@from_vocabulary
def _rests_of_heads(words: Vocabulary) -> tuple[str, ...]:
    """Names of bodies of two words and more without their first letters."""
    names = (bare_capitals(each.name.rstrip("*")) for each in words.organisations)
    return tuple(name[1:] for name in names if " " in name)


def _heads_with_letter(plain: str) -> set[str]:
    """Names of bodies, of two words and more, that a line begins with when a letter is set before it."""
    if not plain.startswith(_rests_of_heads()):
        return set()
    heads = (issuer_head().match(f"{letter}{plain}") for letter in string.ascii_uppercase)
    return {head.group() for head in heads if head is not None and " " in head.group()}


@from_vocabulary
def _names_of_heads(words: Vocabulary) -> Mapping[str, str]:
    return {bare_capitals(each.name): each.name.upper() for each in words.organisations}


def with_first_letter(name: str) -> str:
    """The name of a body with its first letter, where an engine lost it and one body alone begins so.

    >>> with_first_letter("ỌI ĐỒNG QUẢN LÝ QUỸ"), with_first_letter("ỦY BAN NHÂN DÂN")
    ('HỘI ĐỒNG QUẢN LÝ QUỸ', 'ỦY BAN NHÂN DÂN')
    """
    plain = plain_of(name).upper()
    heads = _heads_with_letter(plain) if issuer_head().match(plain) is None else set()
    head = next(iter(heads)) if len(heads) == 1 else ""
    whole = _names_of_heads().get(head)
    return f"{whole}{name[len(head) - 1 :]}" if whole else name


_HYPHEN = re.compile(r"\s*[-–]\s*")
"""Between two bodies that issue together."""
_EQUALS = re.compile(r"(?:SO|BO|PHONG)\b")
"""Bodies of which none stands above another of its kind."""
_STATE, _FRONT = (
    re.compile(r"(?:UY BAN NHAN DAN|UBND)\b"),
    re.compile(r"(?:UY BAN MAT TRAN|UBMTTQ|UB MTTQ|BAN THUONG TRUC)"),
)


def joint(bodies: Sequence[str], symbol: str | None) -> list[tuple[str, ...]]:
    """The names from the end of the issuer's column that issue together, each with the bodies in it.

    They are joined by a hyphen, equals one under the other, or the symbol says it: by its type (`KHLT`), or by the
    initials of both in it. `BỘ CÔNG AN - BỘ Y TẾ` is one name of two bodies; a name alone is one that issues alone.
    """
    if not bodies:
        return []
    parted = [_parted(name) for name in bodies]
    first = len(bodies) - 1
    if len(parted[-1]) > 1:
        while first and (len(parted[first - 1]) > 1 or _are_equals(bodies[first - 1], bodies[first])):
            first -= 1
    elif first:
        typed = re.match(r"[A-ZĐ][A-Za-zĐ]{1,3}LT\b", symbol or "")
        together = bool(typed or _are_equals(*bodies[-2:]) or _names_both(symbol or "", *bodies[-2:]))
        first = max(0, first - max(together, len(_bodies_in(symbol or "")) - 1)) if typed else first - together
    return parted[first:]


def _are_equals(above: str, below: str) -> bool:
    """Whether neither of two bodies stands above the other: of one kind, or the State's and the Front's."""
    above, below = plain_of(above), plain_of(below)
    one, two = _EQUALS.match(above), _EQUALS.match(below)
    return bool((one and two and one.group() == two.group()) or (_STATE.match(above) and _FRONT.match(below)))


def _parted(name: str) -> tuple[str, ...]:
    """The bodies that a name joins by hyphens."""
    plain = plain_of(name)
    joints = (found for found in _HYPHEN.finditer(plain) if issuer_head().match(plain, found.end()))
    cuts = [0, *(found.start() for found in joints), len(name)]
    return tuple(name[start:stop].strip(" -–") for start, stop in pairwise(cuts))


def _names_both(symbol: str, above: str, below: str) -> bool:
    """Whether a symbol has, one behind the other, the initials of two bodies; no superior's stand in it.

    >>> _names_both("CTPH-LĐLĐ-SVH", "LIÊN ĐOÀN LAO ĐỘNG", "SỞ VĂN HÓA VÀ THỂ THAO")
    True
    >>> _names_both("KH-UBND-VP", "ỦY BAN NHÂN DÂN", "VĂN PHÒNG"), _names_both("TB-SYT", "SỞ Y TẾ", "BỆNH VIỆN")
    (False, False)
    """
    groups = [group for group in re.split(r"[-/.,]", plain_of(symbol)) if len(group) > 1]
    one, two = initials(above), initials(below)
    return not _STATE.match(plain_of(above)) and any(
        one.startswith(first) and two.startswith(second) for first, second in pairwise(groups)
    )


def _bodies_in(symbol: str) -> list[str]:
    """The groups of a symbol behind its type, each the initials of one of those who issue.

    >>> _bodies_in("TTLT-TANDTC-VKSNDTC-BTP")
    ['TANDTC', 'VKSNDTC', 'BTP']
    """
    return re.split(r"[-/.,]", symbol)[1:]


_OF = re.compile(r"\b(?:VÀ|CÁC)\b")
_WORD = re.compile(r"\w+")


def initials(name: str) -> str:
    """The first letters of a body's name, as symbols have them, without marks.

    >>> initials("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
    'SNNMT'
    """
    return plain_of("".join(word[0] for word in _WORD.findall(_OF.sub("", name))))


def with_strokes(symbol: str, issuer: str) -> str:
    """The symbol with the strokes of Đ that an engine lost, where it has kept one and the issuer's initials show them.

    >>> with_strokes("TB-DHĐL", "TRƯỜNG ĐẠI HỌC ĐIỆN LỰC"), with_strokes("QĐ-UBND", "ỦY BAN NHÂN DÂN XÃ TÂN AN")
    ('TB-ĐHĐL', 'QĐ-UBND')
    """
    letters = "".join(word[0] for word in _OF.sub("", issuer).split())
    own = "".join(letter if letter == "Đ" else plain_of(letter) for letter in letters)
    groups = re.split(r"([-/])", symbol)
    for at, group in enumerate(groups):
        start = plain_of(own).find(plain_of(group)) if len(group) > 2 and "Đ" in symbol else -1
        groups[at] = own[start : start + len(group)] if start >= 0 else group
    return "".join(groups)
