# SPDX-License-Identifier: Apache-2.0
"""How often a task is due (`hằng quý`, `02 lần/năm`), as an ISO 8601 duration.

What is done several times in a span has that span, or the part of a year: `2 lần/tháng` recurs each month (`P1M`),
`2 lần/năm` each half-year (`P6M`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import small
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.acts import act
from ocr_kh.plan.values.counts import function_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_LENGTHS = {"ngày": "P1D", "tuần": "P1W", "tháng": "P1M", "quý": "P3M", "năm": "P1Y"}
_SPAN = "|".join(_LENGTHS)
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6}
"""Numbers that are written out."""
_NUMBER = rf"\d{{1,2}}|{'|'.join(_NUMBERS)}"
_ONE = r"(?:0?1|một)"
_LEAST = r"(?:ít nhất\s|tối thiểu\s)?"
_TIMES = r"(?:lần|buổi|kỳ)"
_OFTEN = re.compile(
    r"(?:(?:trước|vào|chậm nhất|trong|định kỳ|(?:ngày|tháng)\s(?=\d))\s?(?:(?!20\d\d)[^.;,:()]){0,40}?(?<=\s))?"
    rf"(?<!\w)(?:(?:hằng|hàng)\s(?P<each>{_SPAN})(?!\w|\scủa\s)|"
    rf"(?:mỗi|{_ONE})\s(?P<every>{_SPAN})\s{_LEAST}(?P<spread>{_NUMBER})\s{_TIMES}(?!\w)|"
    rf"(?:định kỳ|mỗi)\s(?P<count>{_NUMBER})\s(?P<span>{_SPAN})(?!\w)|"
    rf"định kỳ\s(?P<at>{_SPAN})(?!\w|\s\d)|(?P<half>0?6 tháng(?:\s\([^()]*\))?(?:,| và)\s(?:cả |01 |1 |một )?năm)|"
    rf"(?P<times>{_NUMBER})\s(?!buổi\s?/\s?ngày)(?:{_TIMES}|ngày)\s?(?:/|mỗi\s|trong\s)\s?(?:{_ONE}\s)?(?P<within>{_SPAN})(?!\w|\s\d)|"
    rf"(?P<spans>{_NUMBER})\s(?P<of>{_SPAN})(?:\s?/\s?(?:\d{{1,2}}\s)?|\s{_ONE}\s){_TIMES}(?!\w)|"
    rf"(?P<all>mỗi\s(?P<any>{_SPAN}))(?!\w)|"
    r"(?P<last>(?:trước\s[^.;,:()]{0,20}?)?(?:của\s)?tháng cuối (?:của )?(?:mỗi )?quý))"
)
"""How often something is done, in small letters."""
_MAY_RECUR = re.compile(r"hằng|hàng|mỗi|định kỳ|lần|buổi|kỳ|6 tháng|tháng cuối|ngày\s?(?:/|mỗi\s|trong\s)")
"""In every text that says so: most do not, and this is found sooner."""
_OPENS = re.compile(r"(?:^|[.;:,(]\s?)$")
"""Before the words of a clause."""


class Often(NamedTuple):
    """How often something is done, and where the text says so."""

    length: str
    """An ISO 8601 duration; "" where it tells when a rule holds: no day in it is one of a task."""
    at: int
    stop: int


def recurring(text: str) -> Iterator[Often]:
    """What `text` says of how often something is done.

    >>> [each.length for each in recurring("họp mỗi quý một lần, kiểm tra 02 lần/năm, báo cáo 6 tháng một lần")]
    ['P3M', 'P6M', 'P6M']
    >>> list(recurring("Mỗi năm giảm 2% số hộ nghèo; dự toán ngân sách hằng năm"))
    []
    """
    lowered = small(text)
    for found in _OFTEN.finditer(lowered) if _MAY_RECUR.search(lowered) else ():
        if (found["each"] and _tells_which(text, found)) or (found["all"] and not _opens_task(text, found)):
            continue
        if _is_of_rule(text, found):
            yield Often("", found.start(), found.end())
            continue
        yield Often(_length_of(found), found.start(), found.end())
        if found["each"]:
            yield from _listed(text, found.end())


def _length_of(found: re.Match[str]) -> str:
    if found["half"]:
        return "P6M"
    if found["last"]:
        return "P3M"
    if count := found["count"] or found["spans"]:
        return _length(_number(count), (found["span"] or found["of"]).lower())
    if times := found["times"] or found["spread"]:
        span = (found["within"] or found["every"]).lower()
        return (_part_of_year(_number(times)) if span == "năm" else "") or _LENGTHS[span]
    return _LENGTHS[(found["each"] or found["at"] or found["any"]).lower()]


def _number(text: str) -> int:
    return _NUMBERS.get(text.lower()) or int(text)


def _length(count: int, span: str) -> str:
    return f"P{count * 3}M" if span == "quý" else f"P{count}{_LENGTHS[span][-1]}"


def _part_of_year(times: int) -> str:
    """How long it is from one to the next of so many times a year, where that is whole months; "" else."""
    return f"P{12 // times}M" if times > 1 and 12 % times == 0 else ""


def _opens_task(text: str, found: re.Match[str]) -> bool:
    """Whether `mỗi năm` opens a clause that says what is done: `Mỗi năm tổ chức 02 lớp`, not `mỗi năm tăng 5%`."""
    begins = _OPENS.search(text, 0, found.start("all"))
    return bool(begins and act().match(text, found.end() + 1))


_LONGEST_NAME = 8
"""Words between a thing that is made for each year and the word that says so."""
_WINDOW = 100
"""Characters before that word in which the thing stands."""


@from_vocabulary
def _regular(words: Vocabulary) -> re.Pattern[str]:
    """A thing that the time behind it names: `kế hoạch phát triển kinh tế - xã hội | hằng năm`, `05 năm và | hằng năm`.

    Money that is `được giao hằng năm` too. No thing to be done each year, which `báo cáo kết quả hằng năm` is, and
    `trình kế hoạch cho Hội đồng hằng năm`.
    """
    things = pattern_of(words.saying("regular"))
    between = rf"(?:\s(?!(?:{any_of(function_words(words))})\s(?!mục tiêu))[^\s;.:()]+){{0,{_LONGEST_NAME}}}(?<!,)"
    between += rf"(?:\sđược\s(?:[^\s;.:,()]+\s){{0,{_LONGEST_NAME}}}{words.said('gives')})?"
    spans = rf"(?:\d\snăm|{words.said('longer span')})\s?(?:,|\svà)"
    return re.compile(rf"(?:{things}{between}|{spans})\s$", re.IGNORECASE)


@from_vocabulary
def _also_longer(words: Vocabulary) -> re.Pattern[str]:
    """A longer span behind: `nhiệm vụ hằng năm và cả giai đoạn`."""
    return re.compile(rf"(?:,|\svà)\s(?:(?:cả|từng)\s)?(?:0?5\snăm|{words.said('longer span')})(?!\w)", re.IGNORECASE)


_BY_HOW_MUCH = re.compile(r"\s(?:từ\s)?\d[\d.,]*\s?(?:%|[-–])")
"""Behind `hằng năm`: by how much something grows each year, and nothing that is done (`giảm hằng năm 1% - 1,5%`)."""


@from_vocabulary
def _undone(words: Vocabulary) -> re.Pattern[str]:
    """Behind a day of each year: what was not done by then, or is so then."""
    return re.compile(rf"\s{pattern_of(words.saying('not done by then'))}")


@from_vocabulary
def _condition(words: Vocabulary) -> re.Pattern[str]:
    """A condition that the words up to a time are part of: `trường hợp phát sinh | trước ngày 15/12 hằng năm`."""
    return re.compile(rf"{pattern_of(words.saying('condition of a time'))}[^,;.:]*$", re.IGNORECASE)


def _is_of_rule(text: str, found: re.Match[str]) -> bool:
    """Whether what recurs tells when a rule holds, or by how much something changes, and no task."""
    if _BY_HOW_MUCH.match(text, found.end()) or _undone().match(text, found.end()):
        return True
    return bool(_condition().search(text, max(found.start() - _WINDOW, 0), found.start()))


_DAY_BEHIND = re.compile(r"\s?\([^()\d]{0,30}\d")
"""A day in brackets behind how often: `kết quả thực hiện Kế hoạch hằng năm (trước ngày 15/11)`."""


def _tells_which(text: str, found: re.Match[str]) -> bool:
    """Whether `hằng năm` tells which thing is meant, and no day or `định kỳ` before it says that something recurs."""
    begins = text.rfind(" ", 0, found.start("each") - 1) + 1
    before = text[found.start() : begins]
    if any(map(str.isdigit, before)) or before.lower().startswith("định kỳ") or _DAY_BEHIND.match(text, found.end()):
        return False
    longer = _also_longer().match(text, found.end())
    return bool(longer or _regular().search(text, max(begins - _WINDOW, 0), begins))


_ALSO = re.compile(
    r"(?:\s\([^()]*\))?(?:,\s|\svà\s|/)(?P<also>0?6 tháng|(?:tổng kết\s)?(?:tuần|tháng|quý|năm))(?!\w|\s\d)",
    re.IGNORECASE,
)
"""One more span behind the first, perhaps with its day in brackets between."""


def _listed(text: str, at: int) -> Iterator[Often]:
    """The spans behind one (`Hằng tháng, quý và năm`)."""
    while found := _ALSO.match(text, at):
        at, span = found.end(), found["also"].lower().split()[-1]
        yield Often(
            "P6M" if found["also"][-len("6 tháng") :].lower() == "6 tháng" else _LENGTHS[span], found.start("also"), at
        )


@from_vocabulary
def _density(words: Vocabulary) -> re.Pattern[str]:
    """Words of how thickly what is done falls: `với tần suất 2 lần/tháng`."""
    return re.compile(rf"{words.said('how dense')}\s?:?\s?(?:là\s)?\Z", re.IGNORECASE)


def is_density(text: str, at: int) -> bool:
    """Whether how often, at `at`, tells how thickly the work falls within a time that stands elsewhere.

    >>> is_density("quan trắc với tần suất 2 lần/tháng", 23), is_density("báo cáo 2 lần/tháng", 8)
    (True, False)
    """
    return bool(_density().search(text, max(at - _WINDOW, 0), at))
