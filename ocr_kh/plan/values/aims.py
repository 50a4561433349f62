# SPDX-License-Identifier: Apache-2.0
"""What a clause wants reached: percentages, numbers of things and, where something is measured in it, money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import SMALL_LETTERS, has_figure
from ocr_kh.language.spellings import any_of, pattern_of
from ocr_kh.plan.values.assignments.acts import act
from ocr_kh.plan.values.counts import Comparison, compared, number, telling, thing_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.genre.vocabulary import Vocabulary

_PLAIN = r"\d{1,3}(?:[.,]\d{1,2})?"
_NUMBER_REST = r"(?:\d{0,2}(?:\.\d{3})+|\d{0,5})(?:,\d{1,2})?"
_NUMBER = rf"\d{_NUMBER_REST}"
_TO = r"\s?(?:[-–]|đến|tới)\s?"
_COUNT = re.compile(
    rf"(?P<value>\d(?<![\w,./\-–:].)(?!(?:(?<=1)9|(?<=2)0)\d\d\s){_NUMBER_REST})(?:{_TO}(?P<upper>{_NUMBER}))?"
    rf"(?:\s(?!tháng\s\d|năm\s\d)(?=[{SMALL_LETTERS}]|[A-ZĐ]{{2,6}}(?!\w))|(?=m2|m3|ha(?!\w)|km(?!\w)))"
)
_RULE_SIGNS = ("<=", "<", ">")
"""Comparisons that make the threshold of a procedure of a number outside goals: `mỗi đoàn không quá 07 người`."""
_NEAR = 60
"""Characters before a number in which the act stands that it is the object of."""
_NEXT = re.compile(r"(?:\s[^\W\d]+){0,2}(?:,|\svà)\s|\s?[×x]\s?")
"""Between the counts of a list (`30 hộ nghèo, 45 hộ cận nghèo`), and of a product (`02 lớp × 50 học viên`)."""
_MORE = re.compile(r"(?:\s[^\W\d]+){0,8}(?:,|\svà)\s|\s?\((?:[^\W\d]+\s){0,2}|\s?[×x]\s?")
"""Between counts of things of one kind: `20 chợ (1 chợ trâu bò ở miền núi, 19 chợ khác)`."""
_FROM = re.compile(r"\stừ\s*$")
"""Between an act and the least number of its objects: `phát triển từ 05 bộ dữ liệu`."""
_ENDS_LIST = re.compile(r"[;.:]|,\s(?:và|đồng thời|trong đó)\s")
_ENDS_SHARE = re.compile(r"[,;.:]|\svà(?:\s\w+){0,3}\s$")
_BEGINS = re.compile(r"[^\W\d]|[\"“(]")
_LONGEST_LABEL = 5
"""Words of what a label says a quantity of: `số lượng mẫu nước quan trắc`."""
_LONGEST_RESULT = 3
"""Words between `đã` and the number that was reached: `đã xây dựng được 12 ...`."""


class Aim(NamedTuple):
    """A number that a clause wants reached."""

    value: float
    upper: float | None
    """The end of a range."""
    thing: str
    compared: Comparison
    at: int
    """Code points into the clause, where the number stands."""


def aims(clause: str, issued: str | None = None, *, goal: bool, money: bool) -> Iterator[Aim]:
    """What a clause wants reached: of a section that sets goals (`goal`), or that is on money.

    `issued` is the date of the plan (ISO 8601): what was reached in a year before is no aim.

    >>> [(each.value, each.thing) for each in aims("Phấn đấu 95% số hộ, mở 02 lớp tập huấn.", goal=True, money=False)]
    [(95.0, '%'), (2.0, 'lớp tập huấn')]
    >>> list(aims("Lau bằng cồn 70%.", goal=False, money=False))
    []
    """
    if (money and not goal) or not has_figure(clause):
        return
    shares = list(_percent().finditer(clause))
    if any(_is_given(clause[: each.start()], clause[each.end() :]) for each in shares):
        shares = []  # so much is given or paid of what something costs
    for found in shares:
        before, after = clause[: found.start()], clause[found.end() :]
        said = compared(before, after)
        if _is_share(before, after, said, goal=goal) and not _is_past(before, issued):
            yield _aim(found, found["sign"], said)
    if not money:
        yield from _counts(clause, issued, shares, goal=goal)
        yield from _sums(clause, issued, goal=goal)


def _aim(found: re.Match[str], thing: str, said: Comparison) -> Aim:
    value, upper = number(found["value"]), found["upper"]
    return Aim(value, number(upper) if upper else None, thing, said, found.start())


@from_vocabulary
def _percent(words: Vocabulary) -> re.Pattern[str]:
    """A percentage, but of money."""
    upper = rf"(?:\s?%?{_TO}(?P<upper>{_PLAIN}))?"
    return re.compile(rf"(?<![\w,./-])(?P<value>{_PLAIN}){upper}\s?(?P<sign>[%‰])(?!\s?{words.said('share of')})")


@from_vocabulary
def _substance(words: Vocabulary) -> re.Pattern[str]:
    """Right before a percentage: what is so strong (`cồn 70%`), or what a rule sets (`độ ẩm dưới 14%`)."""
    return re.compile(rf"{pattern_of(words.saying('substance'))}(?:\s[A-Za-z]\w*)?[^,;.:]{{0,12}}$", re.IGNORECASE)


@from_vocabulary
def _bound(words: Vocabulary) -> re.Pattern[str]:
    """A bracket that is open and says how many there may be: `(không quá 10% tập thể, 5% cá nhân`."""
    bounds = (each for each in words.comparisons if each.says in {"<=", "<"})
    return re.compile(rf"\([^()]*{pattern_of(bounds)}[^()]*$", re.IGNORECASE)


@from_vocabulary
def _reached(words: Vocabulary) -> re.Pattern[str]:
    """Words between what is measured and the number that it is to reach, at the end: `đạt`, `năm 2030 là`."""
    reach = any_of(each.name for each in words.saying("reach"))
    return re.compile(rf"(?<!\w)(?:{reach}|năm\s(?:19|20)\d\d\slà)\s*$", re.IGNORECASE)


def _is_share(before: str, after: str, said: Comparison, *, goal: bool) -> bool:
    """Whether a percentage is wanted; outside goals it is where it is of something, or something is to reach it."""
    if _is_start(before, after):
        return False
    if goal:
        return True
    if _substance().search(before) or (said.sign and telling("condition").search(before)):
        return False
    if _bound().search(before[before.rfind(")") + 1 :]) or (said.change == "tăng" and said.sign in _RULE_SIGNS[:2]):
        return False  # what may be more at most is the threshold of a rule
    near = before[-_NEAR:]
    told = said.sign or said.change or _wanted().search(near) or _reached().search(near)
    told = told or telling("indicator").search(before) or _doing().search(near)
    return bool(told or _BEGINS.match(after.lstrip()))


@from_vocabulary
def _from(words: Vocabulary) -> re.Pattern[str]:
    """Behind a number that something starts from: what it comes to (`từ 65% lên 80%`)."""
    return re.compile(rf"[^;.:]{{0,60}}?(?<!\w){words.said('down to')}\s(?:\w+\s){{0,2}}\d")


def _is_start(before: str, after: str) -> bool:
    return before.rstrip().lower().endswith("từ") and bool(_from().match(after))


@from_vocabulary
def _past(words: Vocabulary) -> re.Pattern[str]:
    """Words right before the number that was reached already."""
    return re.compile(
        rf"{pattern_of(words.saying('reached already'))}(?:\s\w+){{0,{_LONGEST_RESULT}}}\s*$", re.IGNORECASE
    )


@from_vocabulary
def _year_before(words: Vocabulary) -> re.Pattern[str]:
    """A year at the start of a clause, or right before a number with a word of reaching."""
    return re.compile(
        rf"(?:^|\()(?:[^\W\d]+\s){{0,2}}năm\s(?P<first>(?:19|20)\d\d)(?!\s?[-–])|"
        rf"(?<!so với )năm\s(?P<year>(?:19|20)\d\d)(?:\s{words.said('stood at')})*\s*$",
        re.IGNORECASE,
    )


def _is_past(before: str, issued: str | None) -> bool:
    """Whether a number was reached before: `đã đạt 95 %`, `năm 2024 đạt 80 %`."""
    if _past().search(before):
        return True
    if not issued:
        return False
    for found in _year_before().finditer(before):
        year = found["first"] or found["year"]
        if year < issued[:4] and not _wanted().search(before):
            return True
    return False


@from_vocabulary
def _no_thing(words: Vocabulary) -> re.Pattern[str]:
    """Words behind a number that name no countable thing of a plan; money is no target."""
    often = rf"{words.said('how often')}\s?/"
    return re.compile(rf"{words.said('no thing')}(?!\w)|{often}|{_money(words).pattern}")


@from_vocabulary
def _money(words: Vocabulary) -> re.Pattern[str]:
    """Money behind its number, with what it is reckoned by: `triệu đồng/người/năm`."""
    counted = pattern_of(words.counted)
    money = rf"(?:{words.said('thousands')}\s?)?{words.said('money')}|{words.said('millions')}(?!\s{counted})"
    return re.compile(rf"(?:{money})(?!\w)(?:\s?/\s?[^\W\d]+)*")


@from_vocabulary
def _part(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that belongs to a name or a date (`Điều 5 người`, `Nghị quyết số 57`, `Quý II`)."""
    return re.compile(rf"(?:{pattern_of(words.saying('part of a name'))}|-|–)\s*$")


@from_vocabulary
def _placed(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that tells where or among what, and sets nothing."""
    return re.compile(rf"{words.said('among')}\s*$", re.IGNORECASE)


@from_vocabulary
def _place(words: Vocabulary) -> re.Pattern[str]:
    """A thing that is a place of the land, or a spot: of places that a label counts none is wanted."""
    return re.compile(pattern_of([*words.saying("place"), *words.saying("spot")]))


@from_vocabulary
def _where(words: Vocabulary) -> re.Pattern[str]:
    """Where something is: `tại | 14 xã`, in places of the land, parted where the number stands."""
    return re.compile(rf"(?<!\w){words.said('in place')}\s*\|{pattern_of(words.saying('place'))}", re.IGNORECASE)


@from_vocabulary
def _duration(words: Vocabulary) -> re.Pattern[str]:
    """What is counted where a goal says how long something may take."""
    return re.compile(pattern_of(words.saying("duration")))


@from_vocabulary
def _times_as_much(words: Vocabulary) -> re.Pattern[str]:
    """Before how many times as much something is to be: `gấp 3 lần`."""
    return re.compile(
        rf"{pattern_of(words.saying('times as much'))}(?:\s{words.said('beside a number')})*\s*$", re.IGNORECASE
    )


@from_vocabulary
def _each(words: Vocabulary) -> re.Pattern[str]:
    """`mỗi thôn 20 người`."""
    each, has = pattern_of(words.saying("each")), words.said("has")
    return re.compile(rf"{each}\s\w+(?:\s\w+)?(?:\s{has})?\s*$", re.IGNORECASE)


@from_vocabulary
def _wanted(words: Vocabulary) -> re.Pattern[str]:
    """Before a number that it says is one to reach."""
    beside = rf"(?:\s{words.said('beside a number')})*"
    return re.compile(rf"(?:{words.said('wanted')}{beside}|:)\s*$", re.IGNORECASE)


@from_vocabulary
def quantity_label(words: Vocabulary) -> re.Pattern[str]:
    """The label of a quantity, with what there is so much of: `số lượng mẫu quan trắc`, `khối lượng nạo vét:`."""
    return re.compile(
        rf"{pattern_of(words.saying('quantity'))}(?:\s[^\W\d]+){{0,{_LONGEST_LABEL}}}\s*:?\s*$", re.IGNORECASE
    )


@from_vocabulary
def _frequency(words: Vocabulary) -> re.Pattern[str]:
    """Behind it stands how often something is done."""
    return re.compile(rf"{pattern_of(words.saying('frequency'))}[^,;.]{{0,40}}$", re.IGNORECASE)


@from_vocabulary
def _to_whom(words: Vocabulary) -> re.Pattern[str]:
    """Between an act and those whom it reaches: `tập huấn cho 350 cán bộ`."""
    return re.compile(rf"\s{words.said('to whom')}(?:\shơn|\strên)?\s*$")


def _counts(clause: str, issued: str | None, shares: Sequence[re.Match[str]], *, goal: bool) -> Iterator[Aim]:
    """The things that a clause wants a number of; those listed behind one are wanted with it."""
    listed, shared, kind = -1, Comparison(), ""
    for found in _COUNT.finditer(clause):
        before, after = _before(clause, found), clause[found.end() :]
        if any(_tells_which(clause[each.end() : found.start()]) for each in shares):
            continue
        said, thing = compared(before, after), thing_at(after)
        more = _MORE if thing and thing.split()[0] == kind else _NEXT
        follows = listed >= 0 and bool(more.fullmatch(clause, listed, found.start()))
        if not thing or not _is_aim(before, after, said, goal=goal, follows=follows) or _is_past(before, issued):
            continue
        shared = Comparison(said.sign, said.change or (shared.change if follows else None))
        yield _aim(found, thing, shared)
        listed, kind = found.end() + len(thing), thing.split()[0]


def _before(clause: str, found: re.Match[str]) -> str:
    """What stands before a number; of a range without its `từ`."""
    before = clause[: found.start()]
    return re.sub(r"(?<!\w)[Tt]ừ\s*$", "", before) if found["upper"] else before


def _tells_which(between: str) -> bool:
    """Whether a number stands so behind a percentage that it tells of what there is that share: `95% thôn có 02 tổ`."""
    if between and not _ENDS_SHARE.search(between):
        return True
    return not _ENDS_LIST.search(between) and bool(_having().search(between))


@from_vocabulary
def _having(words: Vocabulary) -> re.Pattern[str]:
    """Behind a comma, before a number: that each of those of whom there is a share has so many."""
    signs = pattern_of(each for each in words.comparisons if each.says[0] in "><")
    return re.compile(rf",[^,]*\s{words.said('has')}(?:\s{signs})?\s*$")


def _sums(clause: str, issued: str | None, *, goal: bool) -> Iterator[Aim]:
    """The money that something measured is to come to: `tổng giá trị xuất khẩu đạt 20 triệu USD`."""
    for found in _COUNT.finditer(clause):
        after = clause[found.end() :]
        unit = _money().match(after)
        if not unit:
            continue
        before = _before(clause, found)
        if not _reached().search(before) or _is_past(before, issued) or _is_start(before, after):
            continue
        near = before[max(before.rfind(mark) for mark in ";:") + 1 :]
        if (goal or telling("indicator").search(near)) and not telling("cost").search(near):
            yield _aim(found, " ".join(unit.group().split()), compared(before, after))


def _is_given(before: str, after: str) -> bool:
    """Whether a share is paid of what something costs (`hỗ trợ 70%,`), and is not of those who get it."""
    return bool(_given().search(before)) and not _BEGINS.match(after.lstrip())


@from_vocabulary
def _given(words: Vocabulary) -> re.Pattern[str]:
    """What costs, or is given, right before a number."""
    return re.compile(rf"{pattern_of(words.saying('cost'))}(?:\s{words.said('beside a number')})*\s*$", re.IGNORECASE)


@from_vocabulary
def _indicated(words: Vocabulary) -> re.Pattern[str]:
    """What is measured by a number that it reaches or comes down to: `tổng tỷ suất sinh đạt`, `tỷ số giới tính còn`."""
    return re.compile(
        rf"{pattern_of(words.saying('indicator'))}[^;.:]{{0,160}}?{_reached(words).pattern}", re.IGNORECASE
    )


def _is_aim(before: str, after: str, said: Comparison, *, goal: bool, follows: bool) -> bool:
    """Whether a number is wanted, and is no time, part of a name, or threshold of a rule."""
    if _duration().match(after):
        return goal and bool(said.sign)
    if after.startswith("lần"):
        times = bool(_times_as_much().search(before))
        return bool(goal and said.change) or (times and (goal or bool(telling("indicator").search(before))))
    if not goal and _indicated().search(before):
        return not _no_thing().match(after)
    if _no_thing().match(after) or _part().search(before) or (not goal and telling("condition").search(before)):
        return False
    if _frequency().search(before):
        return False
    is_open_above = "trở lên" in after and not goal
    if follows or (said.sign == ">=" and not is_open_above and not telling("condition").search(before)):
        return True
    near = before[-_NEAR:]
    if _where().search(f"{near}|{after}"):
        return False
    if not goal and said.sign in _RULE_SIGNS and not _is_done(near[: near.rfind(" ", 0, -1)]):
        return False
    if quantity_label().search(near):
        return True
    if goal:
        return not _placed().search(before) or bool(_doing().search(_FROM.sub(" ", near)))
    if _is_done(near) or _each().search(before) or said.change:
        return True
    return bool(_wanted().search(before) and not _place().match(after))


@from_vocabulary
def _doing(words: Vocabulary) -> re.Pattern[str]:
    """An act at the end, but for how, and for what, it is done: what follows is its object."""
    acts = pattern_of(each for each in words.acts if each.says not in {"manner", "serves"})
    return re.compile(
        rf"(?:^|(?<=\W))(?:{acts})(?:\s{words.said('beside a number')})*\s*$",
        re.IGNORECASE,
    )


@from_vocabulary
def _programme(words: Vocabulary) -> re.Pattern[str]:
    """Before an act that names a programme: `dự án trồng mới 5 triệu ha rừng`."""
    return re.compile(rf"{pattern_of(words.saying('named by an act'))}\s*$", re.IGNORECASE)


def _is_done(before: str) -> bool:
    """Whether an act has what follows `before` as its object, or reaches to it: `mở`, `giới thiệu việc làm cho`."""
    if done := _doing().search(before):
        return not _programme().search(before[: done.start()])
    clause = re.split(r"[;.:()]\s", before)[-1]
    return bool(_to_whom().search(clause) and act().search(f" {clause[:1].lower()}{clause[1:]}"))
