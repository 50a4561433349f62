# SPDX-License-Identifier: Apache-2.0
"""A sentence that gives a unit its task: where the name of the unit ends and the first word of the task stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.organisations import is_unit, without_request
from ocr_kh.genre.people import is_name
from ocr_kh.genre.vocabulary import KINDS, from_vocabulary
from ocr_kh.language.spellings import Word, alternatives, any_of, pattern_of
from ocr_kh.language.syllables import is_syllable
from ocr_kh.plan.structure.headings import names_many
from ocr_kh.plan.values.assignments.acts import act, by_when, carries_out, charge, lead_in, must, says_nothing
from ocr_kh.plan.values.assignments.attributes import past_attribute
from ocr_kh.plan.values.assignments.naming import is_told_of
from ocr_kh.plan.values.assignments.posts import COMRADE, post_of, without_adjunct
from ocr_kh.plan.values.assignments.several import written_out
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_LONGEST_UNIT = 640
"""Characters within which the task of a sentence begins, as many as `is_unit` takes."""
_LONGEST_NAME = 60
"""Characters of a name that the tables have."""
_SHORTEST_NAME = 2
"""Words; `Ban xây dựng Đảng` is no `Ban` that builds."""
_LONGEST_STRANGER = 9
"""Words behind the first of a name of a kind that no table has."""
_SHORTEST_TASK = 4
"""Words; fewer belong to the name (`Trung tâm Dịch vụ tổng hợp`)."""


_SENTENCE_END = re.compile(r"[.;:]\s")
_MOST_CUTS = 4
"""Acts of a sentence before which its unit may end."""
_NO_NAME = re.compile(r"[.:]\s|\([^)]*$|\s(?:để|nhằm)(?!\w)")
"""What no name of a unit has in it: the end of a sentence, a bracket that is open, what something is for."""


class Named(NamedTuple):
    """A unit with the task that its sentence gives it."""

    unit: str
    task: str


@from_vocabulary
def _lone_head(words: Vocabulary) -> re.Pattern[str]:
    """A head that wants a name, at the end: what follows it is the name, and no task.

    `các Ban` of `các Ban điều hành thôn` is one, `Văn phòng Sở` of `Văn phòng Sở tham mưu` is none.
    """
    heads = (each for each in words.organisations if each.uses.get("tasks") and not each.name.isupper())
    names = alternatives(each.name for each in heads if is_syllable(each.name.lower()) or each.uses["tasks"] == "*")
    others = any_of(each.name for each in words.saying("wants a name"))
    return re.compile(rf"(?:^|[,;]\s|\svà\s)(?:[Cc]ác\s)?(?:{names})$|\scủa\s{others}$")


@from_vocabulary
def _abbreviated(words: Vocabulary) -> frozenset[str]:
    """Abbreviations that are whole names: `GVCN`, `BGH`; those of bodies that issue want one behind (`BQL`, `BCĐ`)."""
    names = (each for each in words.organisations if each.name.isupper() and each.uses.get("tasks") == "+")
    return frozenset(each.name for each in names if not each.uses.get("issues") and not each.uses.get("cited"))


@from_vocabulary
def kinds(words: Vocabulary) -> frozenset[str]:
    """What labels call those who do something (`đơn vị`, `cơ quan`): no name of a unit."""
    return frozenset(kind for label in words.labels if label.second for kind in label.first)


def unit_and_task(text: str) -> Named | None:
    """Unit and task of a sentence to a unit; None for one that gives no task.

    >>> unit_and_task("Phòng Kinh tế lập dự toán trước ngày 15/3.")
    Named(unit='Phòng Kinh tế', task='lập dự toán trước ngày 15/3.')
    >>> unit_and_task("Tổ giúp việc Ban Chỉ đạo chuẩn bị tài liệu họp.").unit
    'Tổ giúp việc Ban Chỉ đạo'
    >>> unit_and_task("Phòng, chống dịch bệnh mùa hè.") is None
    True
    """
    return told_in(Sentence(text))


class Sentence:
    """A text as a sentence to a unit; what several readers ask of it is looked up once."""

    __slots__ = ("_behind", "_found", "_more", "known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.known = is_unit(post_of(without_request(text[:_LONGEST_UNIT]))) or COMRADE.match(text) is not None
        """Whether it begins with a unit or a person."""
        self._behind: Sentence | None = None
        self._found: list[int] = []
        self._more = _acts(text)

    @property
    def behind(self) -> Sentence:
        """The sentence from its unit on, behind what is said first, or what it is about."""
        if self._behind is None:
            begins = _led_in(self.text) or matter_end(self.text)
            self._behind = Sentence(self.text[begins:]) if begins else self
        return self._behind

    def acts(self) -> Iterator[int]:
        """Where its acts stand, looked for as far as somebody asks."""
        yield from self._found
        for at in self._more:
            self._found.append(at)
            yield at


def told_in(sentence: Sentence) -> Named | None:
    """As `unit_and_task`."""
    text = sentence.text
    if not sentence.known:
        behind = sentence.behind
        return told_in(behind) if behind is not sentence else _stranger(text)
    if (lettered := _LETTERED.match(text)) and not any(at < lettered.end() for at in sentence.acts()):
        return Named(without_request(lettered["unit"]), text[lettered.end() :])
    found = (_cut(text, at) for at in sentence.acts())
    return next(filter(None, found), None)


def cuts(sentence: Sentence) -> Iterator[Named]:
    """Every way to cut a sentence before one of its first acts, or behind them before what must be done, or how.

    >>> [each.unit for each in cuts(Sentence("Tổ nề nếp chủ động phối hợp trực cổng trường."))]
    ['Tổ nề nếp', 'Tổ nề nếp chủ động phối hợp']
    """
    sentence = sentence.behind
    text = sentence.text
    end = _SENTENCE_END.search(text)
    stop = end.start() if end else len(text)
    for count, at in enumerate(sentence.acts()):
        if at > stop or _is_announced(text, at):
            return
        if count >= _MOST_CUTS and not (must().match(text, at) or _manner().match(text, at)):
            continue
        before = text[:at].rstrip(" ,")
        unit = post_of(written_out(without_adjunct(without_request(before))))
        if unit and not _is_no_name(unit) and not is_told_of(unit):
            yield Named(unit, text[at:].strip())
        if count >= _MOST_CUTS:
            return


def _is_no_name(unit: str) -> bool:
    """Whether something stands in a unit that no name has; a colon may stand before the names of many.

    >>> _is_no_name("UBND các tỉnh, thành phố: Hòa An, Tân Lập"), _is_no_name("Về vốn: UBND tỉnh")
    (False, True)
    """
    found = _NO_NAME.search(unit)
    return found is not None and not (found.group() == ": " and names_many(unit[: found.start()], unit[found.end() :]))


@from_vocabulary
def _of_somebody(words: Vocabulary) -> re.Pattern[str]:
    """An act that only somebody does: few texts have one."""
    return re.compile(pattern_of(each for each in words.acts if each.says in {"lead", "charge"} and " " in each.name))


@from_vocabulary
def _strange(words: Vocabulary) -> re.Pattern[str]:
    """A name of a kind that no table has, before an act that only somebody does: `Nhà Đấu Xảo chủ trì, ...`."""
    no_name = any_of(each.name for each in words.saying("no name"))
    word = rf"(?!(?i:{no_name})(?!\w))[\w/&-]+"
    alone = _of_somebody(words).pattern
    return re.compile(rf"(?P<unit>{word}(?:,?\s{word}){{1,{_LONGEST_STRANGER}}}),?\s(?={alone}\s?[\w,:])")


def _stranger(text: str) -> Named | None:
    """Unit and task where the name is of a kind that no table has, but the act is one of somebody's."""
    found = _strange().match(text) if text[:1].isupper() and _of_somebody().search(text) else None
    if found is None or act().search(f" {text[:1].lower()}{text[1 : found.end('unit')]} ", 1):
        return None
    return Named(found["unit"], text[found.end() :])


@from_vocabulary
def _of_a_name(words: Vocabulary) -> re.Pattern[str]:
    """A part of a name of a unit; one that ends it (`whole`) is a name that tables have, or a kind of place."""
    names = any_of(each.name for each in words.organisations if " " in each.name)
    tail = any_of([*KINDS, *(each.name for each in words.saying("behind a name"))])
    return re.compile(rf"(?:(?P<whole>(?:{names}|{tail})(?!\w))|[\w&]+)(?P<more>(?:,|\s[-–]|\svà)?\s)")


@from_vocabulary
def _no_act(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(each.name for each in words.saying('no name'))})(?!\w)")


def unit_and_any_task(text: str) -> Named | None:
    """Unit and task of a sentence among others that give units tasks, though its act is in no table.

    >>> unit_and_any_task("Phòng Văn hóa - Xã hội xướng tên các em đạt giải trong năm.").unit
    'Phòng Văn hóa - Xã hội'
    >>> unit_and_any_task("Công an xã là đơn vị dẫn đầu phong trào trong năm.") is None
    True
    """
    begins = at = _led_in(text)
    ended: re.Match[str] | None = None
    while (part := _of_a_name().match(text, at)) and (part["whole"] or text[at].isupper()):
        ended, at = (part if part["whole"] and part["more"] == " " else None), part.end()
    task = text[at:].strip()
    if (
        ended is None
        or telling("all of").match(text, begins)
        or not is_unit(text[begins:at])
        or _no_act().match(task)
        or not task[:1].islower()
        or len(task.split()) < _SHORTEST_TASK
    ):
        return None
    return Named(text[begins : ended.end("whole")], task)


@from_vocabulary
def _whole_names(words: Vocabulary) -> re.Pattern[str]:
    """Names of bodies in which no act is looked for: `Bộ Ngoại giao`, `Ban Tổ chức`."""
    return re.compile(pattern_of(Word(each.name) for each in words.organisations if " " in each.name))


def is_whole_name(unit: str, *, alone: bool = False) -> bool:
    """Whether a unit begins with a name that the tables have whole (`Bộ Nội vụ`), or is one, and nothing else."""
    return (_whole_names().fullmatch if alone else _whole_names().match)(unit) is not None


@from_vocabulary
def _runs_on(words: Vocabulary) -> re.Pattern[str]:
    """Where a heading runs on into its task: `Bộ Nội vụ | Chủ trì, phối hợp ...`, `Bộ Tài chính | Trên cơ sở ...`."""
    leads = (each.name.capitalize() for each in words.acts if each.says == "lead" and each.name.count(" ") == 1)
    begins = any_of([*leads, *(each.name for each in words.saying("lead-in") if " " in each.name)])
    return re.compile(rf"\A[^.;:,]{{4,{_LONGEST_NAME}}}\s(?=(?:{begins})[,\s])")


@from_vocabulary
def _carried(words: Vocabulary) -> tuple[str, ...]:
    """What is done with a decision: few texts say it, and only they are searched for who does."""
    return tuple(each.name for each in words.saying("carried out"))


@from_vocabulary
def _enacted(words: Vocabulary) -> re.Pattern[str]:
    """All who carry out a decision: `Chánh Văn phòng, hộ có bể cấp nước và các thôn | chịu trách nhiệm thi hành`."""
    return re.compile(rf"\A[^.:]{{4,{_LONGEST_UNIT}}}?\s(?={carries_out(words).pattern})")


def _acts(text: str) -> Iterator[int]:
    """Where the acts stand that are no part of a name that the tables have."""
    if any(word in text for word in _carried()) and (enacted := _enacted().match(text, 0, _LONGEST_UNIT)):
        yield enacted.end()
    if runs_on := _runs_on().match(text, 0, _LONGEST_UNIT):
        yield runs_on.end()
    found, names = act().finditer(text, 0, _LONGEST_UNIT), _whole_names()
    ends = 0  # of the last name before an act
    for at in map(re.Match.start, found):
        while ends <= at and (name := names.search(text, ends, min(at, _LONGEST_UNIT) + _LONGEST_NAME)):
            if name.start() >= at:
                break
            ends = name.end()
        if ends <= at:
            yield at
            ends = at


def _cut(text: str, at: int) -> Named | None:
    """The sentence cut where an act stands, if what is before it is a unit, and what follows a task."""
    at = past_attribute(text, at)
    task = text[at:].strip()
    if _is_announced(text, at):
        return None
    charged, how = charge().match(task), _manner().match(task)
    before = text[:at].rstrip(" ,").removesuffix(" và") if charged else text[:at]  # `..., Sở A và chịu trách nhiệm`
    unit = post_of(written_out(without_adjunct(without_request(before))))
    if (
        unit.endswith((" và", " hoặc"))
        or (len(unit.split()) < _SHORTEST_NAME and not (charged or how or unit in _abbreviated()))
        or not (_are_units(unit) or (COMRADE.match(text) and is_name(unit)))
        or _is_no_name(unit)
        or is_told_of(unit)
        or unit.lower() in kinds()
        or must().search(unit)
    ):
        return None
    if text[:at].endswith(", ") and says_nothing().match(task):  # more of a list: `báo chí, phát thanh, truyền hình`
        return None
    if _lone_head().search(unit) and not (charged or how):
        return None
    asked = without_request(text[:at]) != text[:at].strip(" ,;:-–")
    stated = charged or asked or text[:at].rstrip().endswith(":") or COMRADE.match(text)
    return Named(unit, task) if stated or len(task.split()) >= _SHORTEST_TASK else None


def _are_units(units: str) -> bool:
    """Whether all that semicolons part begin as units do."""
    return all(map(is_unit, filter(None, map(without_request, re.split(r";\s", units)))))


@from_vocabulary
def _manner(words: Vocabulary) -> re.Pattern[str]:
    """How an act is done: no name goes on with it, not even one of a single word (`Đoàn | tiến hành họp`)."""
    return re.compile(pattern_of(each for each in words.acts if each.says == "manner"))


@from_vocabulary
def _announced(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(pattern_of(words.saying("announced")))


def _is_announced(text: str, at: int) -> bool:
    """Whether the act at `at` is one that its doer announces: `Ủy ban nhân dân thành phố | sẽ phê bình các đơn vị`."""
    announced = _announced()
    return bool(announced.search(text, 0, at) or announced.match(text, at))


_LETTERED = re.compile(r"(?P<unit>[^.;:()]{2,120}?),?\s(?=a\)\s)")
"""A unit before the points of its tasks, where they run on: `Bộ Ngoại giao a) Chủ trì ...`."""


@from_vocabulary
def _in_list(words: Vocabulary) -> re.Pattern[str]:
    """The end of what may go on as a list (`của các cơ quan, đơn vị, các thôn`)."""
    return re.compile(rf"(?<!\w){words.said('listed kind')}\Z")


def _led_in(text: str) -> int:
    """Where the unit of a sentence begins behind what is said before it; 0 where none does."""
    if (due := by_when().match(text)) and is_unit(text[due.end() : due.end() + _LONGEST_UNIT]):
        return due.end()
    if not lead_in().match(text):
        return 0
    for found in re.finditer(r",\s", text[:_LONGEST_UNIT]):
        if act().match(text, found.end()) or _in_list().search(text, 0, found.start()):
            return 0  # whoever stands in the heading is told; or more of the list before it
        begins = text[found.end() : found.end() + _LONGEST_UNIT]
        if is_unit(begins) and (begins[0].isupper() or begins.startswith("các ")):
            return found.end()
    return 0


_MOST_LED = 3
"""Units behind what a sentence says first that are looked at."""


def led(text: str) -> Iterator[Named]:
    """Unit and task behind a comma of a sentence that first says by what, when, for what, whatever stands before it.

    >>> [each.unit for each in led("Để nâng cao chất lượng, tăng cường kiểm tra, các phòng rà soát lại hồ sơ.")]
    ['các phòng']
    """
    if not lead_in().match(text):
        return
    count = stop = 0
    for found in re.finditer(r",\s", text[:_LONGEST_UNIT]):
        behind = text[found.end() :]
        before = text[text.rfind(", ", 0, found.start()) + 1 : found.start()]
        listed = found.end() < stop or (is_unit(behind) and behind[0].islower() and " các " in before)
        if listed or telling("concerning").match(behind) or not is_unit(without_request(behind[:_LONGEST_UNIT])):
            continue  # more of a list (`các sở, | ngành`), whom a rule is about, or no unit
        if told := unit_and_task(behind):
            yield told
            count, stop = count + 1, len(text) - len(told.task)
            if count == _MOST_LED:
                return


@from_vocabulary
def _matter(words: Vocabulary) -> re.Pattern[str]:
    """What a sentence is about, up to its colon: `Về mở rộng nhà máy: giao Sở Công Thương ...`."""
    return re.compile(rf"{pattern_of(words.saying('matter'))}\s[^;:]{{2,{_LONGEST_UNIT}}}?:\s+(?=\w)")


def matter_end(text: str) -> int:
    """Where a sentence says who does it, behind the matter that it is about; 0 where none does.

    >>> text = "Về vốn năm 2026 của nhà máy: giao Sở Tài chính rà soát."
    >>> text[matter_end(text) :]
    'giao Sở Tài chính rà soát.'
    """
    found = _matter().match(text)
    if found is None:
        return 0
    asked = without_request(text[found.end() : found.end() + _LONGEST_UNIT])
    return found.end() if is_unit(asked) or lead_in().match(text, found.end()) else 0
