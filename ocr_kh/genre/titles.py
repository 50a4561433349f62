# SPDX-License-Identifier: Apache-2.0
"""The closed set of lines above a signature, and the one of them that a garbled line means.

Nghị định 30/2020, Điều 13 and Phụ lục I, II.7: TM., KT., TL., TUQ., Q. before a body or a title.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, plain_of
from ocr_kh.language.spellings import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary


_SHORTEST_CUT = 5
"""Letters and spaces of a title without one of its letters, at least (`HỦ TỊCH`): less may be anything."""


@from_vocabulary
def titles(words: Vocabulary) -> tuple[str, ...]:
    """The lines above a signature, in capitals: titles, deputies, those who sign for them, bodies signed for."""
    return (
        *words.titles,
        *(f"{deputy} {title}" for deputy in ("PHÓ", "P.") for title in words.titles),
        *(f"{sign}. {title}" for sign in ("KT", "TL", "TUQ", "Q") for title in words.titles),
        *(f"{sign}. {body}" for sign in ("TM", "TL", "TUQ") for body in words.collectives),
    )


@from_vocabulary
def _bare_titles(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(bare, titles(words)))


@from_vocabulary
def _bare_heads(words: Vocabulary) -> dict[str, str]:
    return {title: plain_of(title) for title in words.titles}


_LETTERS_A_FAULT = 8
"""Letters of a title that may differ in one; those twice as long, in two."""


def _joined(line: str) -> str:
    """Letters without marks and spaces: an engine loses spaces between capitals (`CHỦTỊCH`)."""
    return "".join(filter(str.isalpha, plain_of(line)))


@from_vocabulary
def _joined_titles(words: Vocabulary) -> dict[str, str]:
    return {_joined(title): title for title in titles(words)}


@from_vocabulary
def _joined_letters(words: Vocabulary) -> tuple[str, ...]:
    return tuple(map(_joined, titles(words)))


@from_vocabulary
def _joined_heads(words: Vocabulary) -> frozenset[str]:
    return frozenset(map(_joined, words.titles))


def is_head(line: str) -> bool:
    """Whether `line` is the bare title of a head (`CHỦ TỊCH`), without a sign before it or a body after it."""
    return _joined(line) in _joined_heads()


def deputy_title(head: str) -> str:
    """The title of the deputy of a head.

    >>> deputy_title("CHỦ TỊCH"), deputy_title("BỘ TRƯỞNG")
    ('PHÓ CHỦ TỊCH', 'THỨ TRƯỞNG')
    """
    return "THỨ TRƯỞNG" if head == "BỘ TRƯỞNG" else f"PHÓ {head}"


def is_collective(line: str) -> bool:
    """Whether `line` is a body that is signed for, without the sign before it (`ỦY BAN NHÂN DÂN`)."""
    return _folded(f"TM. {line}") in _folded_titles()


def is_title(line: str) -> bool:
    """Whether `line` is one of the lines above a signature (`KT. CHỦ TỊCH`)."""
    return _folded(line) in _folded_titles()


def is_end_of_title(line: str) -> bool:
    """Whether `line` is the title of a head without its first word, which a seal covers.

    >>> is_end_of_title("THANH TRA"), is_end_of_title("TỊCH"), is_end_of_title("ỦY BAN NHÂN DÂN")
    (True, False, False)
    """
    return " " in line and line in _ends_of_titles()


@from_vocabulary
def _ends_of_titles(words: Vocabulary) -> frozenset[str]:
    return frozenset(title.partition(" ")[2] for title in words.titles)


def deputy_of(stack: Sequence[str], line: str) -> tuple[str, str] | None:
    """The two lines of a deputy (`KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`), where a seal has eaten the sign or the first word.

    The same title twice, one under the other, is no other stack; `stack` are the lines above `line`. None otherwise.

    >>> deputy_of(["-#T, GIÁM ĐỐC"], "GIÁM ĐỐC"), deputy_of(["KT. CHỦ TỊCH"], "⁄ h CHỦ TỊCH")
    (('KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'), ('KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'))
    >>> deputy_of(["GIÁM ĐỐC"], "GIÁM ĐỐC")
    """
    above, below = (_title_at_end(text) for text in (stack[-1] if stack else "", line))
    if not above or not below or above[1] != below[1] or below[0].startswith(("PHO", "TONG", "CHI")):
        return None
    if not above[0] or re.match(r"(?:TM|TL|TUQ|PHO|Q)\b", above[0]):
        return None
    return f"KT. {above[1]}", f"PHÓ {above[1]}"


def _title_at_end(text: str) -> tuple[str, str] | None:
    """What stands before a head's title at the end of a line, and the title."""
    plain = plain_of(text).strip(" .,;:")
    found = max((title for title, ending in _bare_heads().items() if plain.endswith(ending)), key=len, default=None)
    return (plain[: len(plain) - len(found)].strip(), found) if found else None


def mended(line: str) -> str:
    """The title that `line` means, when it is nearly one; `line` itself when it is one, or far from all.

    >>> mended("GIÁM ĐÓC"), mended("HÓ CHỦ TỊCH"), mended("TM. UỶ BAN NHÂN DÂN"), mended("NGƯỜI LẬP BIỂU")
    ('GIÁM ĐỐC', 'PHÓ CHỦ TỊCH', 'TM. UỶ BAN NHÂN DÂN', 'NGƯỜI LẬP BIỂU')
    >>> mended("TL. ỦY BAN NHÂN DÂN"), mended("TH. ỦY BAN NHÂN DÂN")  # by whose order: an office of theirs signs
    ('TL. ỦY BAN NHÂN DÂN', 'TM. ỦY BAN NHÂN DÂN')
    >>> mended("KHÓ THỦ TU ỚNG")  # a space inside of a word
    'PHÓ THỦ TƯỚNG'
    >>> mended("KT. TRƯỞNG BẠN TỔ CHỨC"), mended("TRƯỞNG BẢN NẬM"), mended("TL. TRƯỞNG")
    ('KT. TRƯỞNG BAN TỔ CHỨC', 'TRƯỞNG BẢN NẬM', 'TL. TRƯỞNG')
    >>> mended("HỦ TỊCH"), mended("GIÁM ĐỐ")  # the first or last letter under ink
    ('CHỦ TỊCH', 'GIÁM ĐỐC')
    """
    # As the Party writes it, or right:
    if re.match(r"(?:[TK]/[MTL]|TUQ/)\W", line) or _folded(line) in _folded_titles():
        return line
    if (title := _joined_titles().get(_joined(line))) and " " not in line.strip(" ."):
        return title
    plain = " ".join(word for word in plain_of(line).split() if len(word) > 1)  # a lone letter is a stroke of the pen
    if len(cut := _titles_cut_short().get(plain, ())) == 1:
        return cut[0]
    allowed = len(plain) // _LETTERS_A_FAULT
    found = process.extractOne(plain, _bare_titles(), scorer=Levenshtein.distance, score_cutoff=min(allowed, 2))
    if found is not None:
        return titles()[found[2]]
    if line.startswith(_SIGNS):  # what stands behind `TL.` is no part of another title
        return _with_marks(line)
    joined = _joined(line)
    near = process.extractOne(joined, _joined_letters(), scorer=Levenshtein.distance, score_cutoff=1)
    return _joined_titles()[near[0]] if near and len(joined) >= _LETTERS_A_FAULT else _with_marks(line)


_SIGNS = ("TM.", "KT.", "TL.", "TUQ.", "Q.")


def _with_marks(line: str) -> str:
    """A title and the office behind it, the title with its marks: `TRƯỞNG BẠN TỔ CHỨC` is that of a BAN.

    Small letters and what is a title by its marks stay (`TRƯỞNG BẢN NẬM`).
    """
    words = line.split()
    if not line.isupper():
        return line
    for count in range(len(words) - 1, 1, -1):
        head = " ".join(words[:count])
        meant = _titles_by_letters().get(plain_of(head).upper())
        if meant is not None:
            return line if _folded(head) in _folded_titles() else f"{meant} {' '.join(words[count:])}"
    return line


@from_vocabulary
def _titles_by_letters(words: Vocabulary) -> Mapping[str, str]:
    """Titles of two words and more without marks, to the first of the dictionary that has those letters."""
    return {plain_of(title).upper(): title for title in reversed(titles(words)) if " " in title}


@from_vocabulary
def _titles_cut_short(words: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Titles without their first or their last letter, in text without marks, to the whole ones."""
    found: dict[str, tuple[str, ...]] = {}
    for title in dict.fromkeys(titles(words)):
        plain = plain_of(title)
        for cut in (plain[1:], plain[:-1]):
            if len(cut) >= _SHORTEST_CUT:
                found[cut] = (*found.get(cut, ()), title)
    return found


@cache
def _folded(text: str) -> str:
    """`text` with the marks of each syllable behind its letters, so that the place of a tone does not count."""
    words = (unicodedata.normalize("NFD", word) for word in text.split())
    return " ".join("".join(sorted(word, key=lambda letter: unicodedata.combining(letter) > 0)) for word in words)


@from_vocabulary
def _folded_titles(words: Vocabulary) -> frozenset[str]:
    return frozenset(map(_folded, titles(words)))


@from_vocabulary
def title(words: Vocabulary) -> str:
    """A pattern of the title of one who signs, in capitals without marks."""
    return rf"(?:PHO |QUYEN )?(?:{alternatives(words.titles, bare)})"


@from_vocabulary
def title_in_text(words: Vocabulary) -> str:
    """A pattern of such a title inside a sentence: with a capital (`Chủ tịch`, `Phó Chánh Văn phòng`)."""
    return rf"(?=[A-ZĐ])(?i:(?:Phó |Quyền )?(?:{alternatives(words.titles, str.capitalize)}))(?!\w)"


@from_vocabulary
def title_in_small_letters(words: Vocabulary) -> str:
    """The same in a text in small letters."""
    return rf"(?=[a-zđ])(?:phó |quyền )?(?:{alternatives(words.titles, str.lower)})(?!\w)"


@from_vocabulary
def title_anywhere(words: Vocabulary) -> re.Pattern[str]:
    """Finds the title of one who signs."""
    return re.compile(rf"\b{title(words)}\b")


ROLES = (
    r"NGUOI (?:LAP|VIET|TONG HOP|(?:DUOC )?UY QUYEN|GHI BIEN BAN|KE KHAI|DE NGHI|BAO CAO)|"
    r"DAI DIEN|D/?D\.?(?= [A-Z]{2})|(?:PHE )?DUYET$|(?:XAC NHAN|Y KIEN) CUA|CHU TRI (?:HOI NGHI|CUOC HOP)"
)
"""Those who sign minutes, forms and agreements, and hold no office."""
