# SPDX-License-Identifier: Apache-2.0
"""Issuer and place as the rest of the document calls them, where an engine misread them in the header.

The header is set in capitals, over rules and under stamps: marks are lost there that stand clearly in the body, in the
authority line of a decision, on a closed list. A name whose letters are in doubt is looked for among these; one that
is whole is only given other marks, and only those of the same letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ocr_kh.genre.issuers import is_unfinished_name
from ocr_kh.genre.organisations import UNITS, issuer_head
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import VOWELS, plain_of
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.plan.blocks.features.strengths import is_initials, oddness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_TWICE = 2
"""Times that a name is spelled otherwise in the text, from which on the header's spelling is the misread one."""
_FEW_WORDS = 3
"""Words that are not by chance the same but for their marks."""
_LIKE = 78.0
"""Likeness of a garbled name to a stretch of the text, letters alone (0 to 100), from which on they are one name."""
_LIKE_LISTED = 86.0
"""The same to a name of the closed list, of which there are many alike."""
_LEAST_LETTERS = 12
"""Letters of a name that can be told from others though some are wrong."""
_KEPT = 0.95
"""Share of the letters of a garbled name that its right form has at least: what is shorter is a part of its name."""
_ADDED = 1.2
"""The same at most: what is longer says more than was printed (`Ủy ban nhân dân` for `UBND`)."""
_FOR = re.compile(r"^T/?M\W+")
_SAME_WORD = 50.0
"""Likeness of two first words (0 to 100) below which neither is a misreading of the other."""
_PLACE_LIKE = 70.0
"""Likeness of a place to the end of an issuer's name (0 to 100) from which on it is a misreading of it."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_WHOLE_WORD = re.compile(r"\w+")
_STRANGE_SIGN = re.compile(r"[^\w\s,.()\-–&/'’]|_")
"""What stands in no name of a body."""
_SHORT_KIND = re.compile(r"[A-Z][A-Za-z]?\.\s?(?=[^\W\d_])")
"""The kind of a unit before its name, in short (`TP. Vĩnh Trầm`)."""
_UNIT = re.compile(rf"\b{UNITS}\s(?=[A-Z])")


@from_vocabulary
def _listed(words: Vocabulary) -> Mapping[str, str]:
    """Full names of bodies by their letters alone, without marks."""
    names = (each.name.upper() for each in words.organisations if each.name.count(" ") > 1)
    return {_letters(name): name for name in names}


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, plain_of(text).upper()))


def is_garbled(name: str) -> bool:
    """Whether a name in capitals holds what is no word, or breaks off.

    >>> is_garbled("HỘI ĐỔNG NHÂN DÂN"), is_garbled("HỘI ĐAẾNG NHÂN DÂN"), is_garbled("SỞ NÔNG NGHIỆP VÀ")
    (False, True, True)
    """
    odd = (word for word in _WORD.findall(name) if oddness(word) > 0)
    letters = any(VOWELS & set(plain_of(word)) for word in odd)  # initials of two letters have none: `GHT&TC`
    return letters or is_unfinished_name(name) or bool(_STRANGE_SIGN.search(name))


def attested_name(name: str, texts: Sequence[str]) -> str:
    """The name of a body in capitals, as `texts` or the closed list have it.

    >>> attested_name("ỦY BAN NHÂN DÂN XÃ CẦM LÃNG", ["xã Cẩm Lãng có 9 thôn.", "Nhân dân xã Cẩm Lãng"])
    'ỦY BAN NHÂN DÂN XÃ CẨM LÃNG'
    >>> attested_name("ỦY BAN NHÂN DÂN XÃ CẦM LÃNG", ["Ủy ban nhân dân xã Cầm Lạng"])
    'ỦY BAN NHÂN DÂN XÃ CẦM LÃNG'
    """
    if is_garbled(name):
        return _likest(name, texts) or _with_marks_of_parts(name, texts)
    unit = _UNIT.search(plain_of(name).upper())
    name = _with_marks(name, texts)
    if unit:
        name = name[: unit.start()] + _with_marks(name[unit.start() :], texts)
    return _with_marks_of_parts(name, texts)


def _with_marks_of_parts(name: str, texts: Sequence[str]) -> str:
    """The same for each few words of a name that the text never has as a whole.

    >>> _with_marks_of_parts("HỘI ĐỒNG SẢN PHÁM CÔNG NGHỆ", ["Sản phẩm công nghệ là sản phẩm công nghệ số."])
    'HỘI ĐỒNG SẢN PHẨM CÔNG NGHỆ'
    """
    words = name.split(" ")
    for at in range(len(words) - _FEW_WORDS + 1):
        words[at : at + _FEW_WORDS] = _with_marks(" ".join(words[at : at + _FEW_WORDS]), texts).split(" ")
    return " ".join(words)


def _with_marks(name: str, texts: Sequence[str]) -> str:
    """The name with the marks that the text gives the same letters, where it never spells them as the header does."""
    plain, own = plain_of(name).upper(), spelled(name)
    found = Counter(spelled(text[at : at + len(name)]) for text in texts for at in _places(plain, text))
    if own in found:
        return name
    listed = _listed().get(_letters(name))
    if listed and len(listed) == len(name):
        found[spelled(listed)] += _TWICE
    best, times = max(found.items(), key=lambda each: each[1], default=("", 0))
    return best if times >= _TWICE and len(best) == len(name) else name


def spelled(text: str) -> str:
    """A name in capitals with the tone where the new rule has it: what is compared with its marks."""
    return place_tones(text).upper()


def _places(plain: str, text: str) -> Iterator[int]:
    """Where a text has these letters as words of their own."""
    upper = plain_of(text).upper()
    at = upper.find(plain) if len(upper) == len(text) else -1
    while at >= 0:
        end = at + len(plain)
        if not upper[at - 1 : at].isalnum() and not upper[end : end + 1].isalnum():
            yield at
        at = upper.find(plain, end)


def _likest(name: str, texts: Sequence[str]) -> str | None:
    """The name in the text, or on the closed list, of which a garbled one is a misreading; None without one."""
    letters = _letters(name)
    if len(letters) < _LEAST_LETTERS:
        return None
    found = [
        each
        for text in texts
        for each in _named_in(text)
        if _KEPT <= len(_letters(each)) / len(letters) <= _ADDED and not _spells_out(name, each)
    ]
    scores = Counter({each: fuzz.ratio(letters, _letters(each)) for each in dict.fromkeys(found)})
    best = max(scores, key=lambda each: (scores[each], found.count(each)), default=None)
    if best is not None and scores[best] >= _LIKE:
        return best
    near = process.extractOne(letters, _listed().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_LISTED)
    return _listed()[near[0]] if near else None


def _spells_out(name: str, other: str) -> bool:
    """Whether a name begins with initials for which the other has words: what is printed short stays so.

    >>> _spells_out("CTY TNHH BÃI SẬY", "CÔNG TY TNHH BÃI SẬY"), _spells_out("UBNP XÃ BÃI SẬY", "UBND XÃ BÃI SẬY")
    (True, False)
    """
    first, begins = (plain_of(each).upper().partition(" ")[0] for each in (name, other))
    return is_initials(first) and fuzz.ratio(first, begins) < _SAME_WORD


def _named_in(text: str) -> Iterator[str]:
    """Names of bodies in a text, in capitals: what begins with one and goes on with capitals, or is set in them."""
    plain = plain_of(text)
    upper = plain.upper()
    if len(upper) != len(text):
        return
    for head in issuer_head().finditer(upper):
        if head.start() and upper[head.start() - 1].isalnum():
            continue
        if text[head.start() : head.end()].isupper():
            yield spelled(re.split(r"[,;:.(\n]", text[head.start() :], maxsplit=1)[0].strip())
        elif plain[head.start()].isupper():
            yield from _lengths(text, head.end(), head.start())


def _lengths(text: str, end: int, start: int) -> Iterator[str]:
    """The name from `start` with its words in small letters behind its first, as far as it may go."""
    rest = re.match(r"[^,;:.()\n]{0,60}", text[end:])
    words = (rest.group() if rest else "").split()
    for count in range(1, min(len(words), 8) + 1):
        yield spelled(f"{text[start:end]} {' '.join(words[:count])}")


def with_first_letters(subject: str, texts: Sequence[str]) -> str:
    """The subject with the first letters that words of it lost under a stamp, where the text has them.

    The word before and the two behind must be the same there.

    >>> with_first_letters("quyền hạn và ơ cấu tổ chức", ["Vị trí, chức năng và cơ cấu tổ chức"])
    'quyền hạn và cơ cấu tổ chức'
    >>> with_first_letters("quy định an toàn thực phẩm", ["ban toàn thực hiện"])
    'quy định an toàn thực phẩm'
    """
    words = subject.split(" ")
    said = f" {' '.join(texts)} ".lower()
    for at in range(1, len(words) - _FEW_WORDS + 1):
        few = " ".join(words[at : at + _FEW_WORDS]).lower()
        if words[at].islower() and few in said:
            start = re.escape(words[at - 1].lower())
            before = {*re.findall(rf"(?<!\w){start} (\w*){re.escape(few)}(?!\w)", said)}
            if len(before) == 1 and is_syllable(whole := before.pop() + words[at]):
                words[at] = whole
    return " ".join(words)


def with_first_words(name: str, signed_for: Sequence[str]) -> str:
    """The name with the word before it that it has where one signs for it (`TM. ỦY BAN KIỂM TRA`).

    >>> with_first_words("BAN KIỂM TRA", ["T/M ỦY BAN KIỂM TRA"]), with_first_words("SỞ Y TẾ", ["GIÁM ĐỐC"])
    ('ỦY BAN KIỂM TRA', 'SỞ Y TẾ')
    """
    for line in signed_for:
        whole = _FOR.sub("", line)
        if whole != line and len(name) > _LEAST_LETTERS - 1 and re.fullmatch(rf"\w+ {re.escape(name)}", whole):
            return whole
    return name


def agreed(name: str, place: str, texts: Sequence[str]) -> tuple[str, str]:
    """The name of who issues and the place of issue, which ends it, spelled alike.

    Where they have the same letters, the marks are those of the place where it has more, for in capitals they are lost
    under rules, unless the text spells the name as it stands. Other letters are the name's where the text bears it out.

    >>> agreed("UBND HUYỆN BÃI SÂY", "Bãi Sậy", [])
    ('UBND HUYỆN BÃI SẬY', 'Bãi Sậy')
    >>> agreed("UBND PHƯỜNG TÂN LŨY", "Tần Lấy", ["trên địa bàn phường Tân Lũy"])
    ('UBND PHƯỜNG TÂN LŨY', 'Tân Lũy')
    >>> agreed("UBND XÃ SƠN LỘC", "Sơn Lạc", ["tỉnh Sơn Lạc"])
    ('UBND XÃ SƠN LỘC', 'Sơn Lạc')

    What is no word is the other's, and marks that one of them lost are the other's; a place without any was so written.

    >>> agreed("HĐND PHƯỜNG TÂN LŨY", "Phường Tân Lñy", []), agreed("UBND PHƯỜNG VĨNH TRẦM", "Vĩnh Trâm", [])
    (('HĐND PHƯỜNG TÂN LŨY', 'Phường Tân Lũy'), ('UBND PHƯỜNG VĨNH TRẦM', 'Vĩnh Trầm'))
    >>> agreed("UBND PHƯỜNG VĨNH TRẦM", "Vinh Tram", [])
    ('UBND PHƯỜNG VĨNH TRẦM', 'Vinh Tram')
    >>> agreed("UBND THÀNH PHỐ VĨNH TRẦM", "TP. Vĩnh Trầm", [])
    ('UBND THÀNH PHỐ VĨNH TRẦM', 'TP. Vĩnh Trầm')
    """
    if short := _SHORT_KIND.match(place):
        name, core = agreed(name, place[short.end() :], texts)
        return name, place[: short.end()] + core
    start, unit = _before_and_end(name, place)
    if not start or _words(unit) == _words(place) or fuzz.ratio(_letters(unit), _letters(place)) < _PLACE_LIKE:
        return name, place
    said = {each for each in (unit, place) if any(spelled(each) in spelled(text) for text in texts)}
    misread = not said and _marks(place) > 0 and _has_strange_word(place) and not _has_strange_word(unit)
    alike = plain_of(unit).upper() == plain_of(place).upper() and said != {unit, place}
    if said == {unit} or misread or (alike and place not in said and _marks(unit) > _marks(place) > 0):
        return name, _in_case_of(place, unit)
    if alike and _marks(place) > _marks(unit):
        return f"{start} {place.upper()}", place
    return name, place


def _words(name: str) -> list[str]:
    return _WHOLE_WORD.findall(spelled(name))


def _before_and_end(name: str, place: str) -> tuple[str, str]:
    """The name of a body, parted before as many words as the place has; a hyphen is none, and parts words.

    >>> _before_and_end("UBND TỈNH SƠN LẠC - TRẦM", "Sơn Lạc-Trầm"), _before_and_end("SỞ Y TẾ", "Tân Lũy Đông")
    (('UBND TỈNH', 'SƠN LẠC - TRẦM'), ('', 'SỞ Y TẾ'))
    """
    words = list(_WHOLE_WORD.finditer(name))
    first = words[-min(len(words), len(_WHOLE_WORD.findall(place)))].start() if words else 0
    return name[:first].rstrip(), name[first:]


def _has_strange_word(name: str) -> bool:
    return not all(is_syllable(word.lower()) for word in _WHOLE_WORD.findall(name))


def _in_case_of(place: str, unit: str) -> str:
    """The words of `unit` in place of those that are spelled otherwise, with a capital."""
    others = iter(_WHOLE_WORD.findall(unit))

    def told(word: re.Match[str]) -> str:
        own, other = word.group(), next(others)
        return own if spelled(own) == spelled(other) else other.capitalize()

    return _WHOLE_WORD.sub(told, place)


def is_place_contradicted(place: str, names: Sequence[str | None]) -> bool:
    """Whether a name of those who issue ends with what is nearly the place, and is not.

    >>> is_place_contradicted("Tân Lãy", ["UBND PHƯỜNG TÂN LŨY"]), is_place_contradicted("Hà Nội", ["BỘ Y TẾ"])
    (True, False)
    """
    ends = (_before_and_end(name, place)[1] for name in names if name)
    return any(
        _words(end) != _words(place) and fuzz.ratio(_letters(end), _letters(place)) >= _PLACE_LIKE for end in ends
    )


def _marks(text: str) -> int:
    return sum(map(bool, map(unicodedata.combining, unicodedata.normalize("NFD", text)))) + text.upper().count("Đ")
