# SPDX-License-Identifier: Apache-2.0
"""Cited documents: found by their codes and as laws by name, normalized, mentions of one document counted together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import codes, whole_code
from ocr_kh.genre.dates import date_behind
from ocr_kh.genre.document_types import cited_type, law_names, named_type, spelled_type, type_of_groups
from ocr_kh.genre.organisations import body_at
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import bare, has_figure
from ocr_kh.language.spellings import alternatives, not_inside_words
from ocr_kh.plan.findings import Citation
from ocr_kh.plan.texts import Found

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from ocr_kh.genre.codes import Code
    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.plan.model import Header, Plan
    from ocr_kh.plan.pointers import Pointer
    from ocr_kh.plan.texts import Unit

_TYPE_REACH = 160
"""Characters before a code within which its type stands; names of laws stand between both."""
_BETWEEN = 40
"""Characters between type and code for all but laws (`Chương trình hành động số`)."""
_LINK = re.compile(r"\s*(?:[,;]|và|,\s*và|hoặc)\s*(?:số\s*:?\s*)?$")
"""Between two codes that share one type (`các Nghị quyết số 57-NQ/TW, 59-NQ/TW`)."""
_NUMBER_WORD = re.compile(r"\s*+(?:(?:số|So|sô)\s*+)?(?::\s*)?$", re.IGNORECASE)
_OF = re.compile(r"\s*,?\s*(?:của|do)\s+")
_ABOUT = re.compile(r"\s*,?\s*(?:ban hành\s+)?(?:về việc|về|v/v)\s+", re.IGNORECASE)
_DOING = re.compile(
    r"\s*,?\s*(?=(?:phê duyệt|ban hành|Ban hành|quy định|hướng dẫn|triển khai|thực hiện|sửa đổi,?|công bố|"
    r"thành lập|kiện toàn|tăng cường|đẩy mạnh|phát động|phân công|giao)\s)"
)
_TITLE_END = re.compile(
    r"[;.]|\s\(|,\s(?:yêu cầu|cụ thể|gồm|đề nghị|với|để|nhằm|trên|trong đó|các cơ quan)|"
    r"\s(?:trên địa bàn|với (?:các|những) nội dung|như sau|(?:đến |từ |)năm \d{4}|và (?:các )?văn bản|giai đoạn|"
    r"phù hợp|tại|gắn với)(?!\w)|"
    r"\s(?:của|và)\s(?=(?:Nghị quyết|Quyết định|Kế hoạch|Chương trình hành động|Chỉ thị|UBND|Ủy ban)\b)"
)
"""Where a title ends in running text. Few types and bodies: `và Chương trình mục tiêu ...` belongs to many a title."""


@from_vocabulary
def _clause_end(words: Vocabulary) -> re.Pattern[str]:
    """Where a title ends that is given whole: at the next document, or at the body that acts."""
    return re.compile(
        r"[;.]|\s(?:với (?:các|những) nội dung|như sau)(?!\w)|,\s(?:cụ thể|yêu cầu|như sau|với|nhằm|để)\s|"
        rf",\s(?=(?:{alternatives(each.name for each in words.types if each.cited)})\s(?:số\s)?\d)|"
        r",\s(?=(?:UBND|Ủy ban|Uỷ ban|Thống đốc|Chủ tịch|Giám đốc|Sở|Bộ trưởng)\s)|"
        rf",\s(?={words.bodies('speaks')}[^,;.]{{2,100}}?\s(?:ban hành|xây dựng|triển khai|yêu cầu|đề nghị)\s)"
    )


_GROUND = re.compile(
    r"\s*(?:Căn cứ|Thực hiện|Triển khai(?: thực hiện)?|Theo|Xét(?: đề nghị)?)?(?:\s(?:vào|theo|các))?\s*", re.IGNORECASE
)
"""Before the first document that a ground names."""
_FORM = re.compile(r"(?<!\w)(?:mẫu|biểu|biểu mẫu|phụ lục)\s(?:số\s?)?:?\s*$", re.IGNORECASE)
"""Before the code of a form (`Mẫu số 06/BBKP`), which is no document."""
_FORM_REACH = 20
"""Characters before a code within which `Mẫu số` stands."""
_MAX_TITLE_LENGTH = 400
_LONGEST_LAW = 90
_MIN_TITLE_LENGTH = 6


@from_vocabulary
def _law(words: Vocabulary) -> re.Pattern[str]:
    """A law cited by its name."""
    return re.compile(
        rf"(?P<type>{named_type(words)})\s(?P<name>(?!số\b|này\b|của\b|sư\b|trên\b|và\b|"
        r"pháp\b)[^;.()“”\d]{3,140}?)"
        r"(?=\s(?:số\s\d|ngày|năm \d{4})|[;.,()“”]|\s(?:và|của|được|về|quy định|trên|hiện hành|có|theo|đã|để|"
        r"đối với|đến|tại|cho|trong|liên quan|vào)\s|\s*$)"
    )


@from_vocabulary
def _numbered_law(words: Vocabulary) -> re.Pattern[str]:
    """A law cited by its name, with its number or date behind."""
    return re.compile(
        rf"(?P<type>{named_type(words)})\s(?P<name>(?!số\b)[^;.“”\d]{{3,140}}?)"
        r"(?=\s*,?\s(?:số\s\d|ngày\s\d|năm\s\d{4}))"
    )


_CONGRESS = re.compile(
    r"Nghị quyết\s(?P<name>(?:của )?Đại hội\s[^,;.()]{3,90}?)(?=[,;.()]|\s(?:và|về|đã|đề ra)\s|\s*$)"
)


@from_vocabulary
def _short(words: Vocabulary) -> re.Pattern[str]:
    """`Nghị quyết 57`, where the code stood in full elsewhere."""
    cited = alternatives(each.name for each in words.types if each.cited)
    return re.compile(rf"(?P<type>{cited})\s(?:số\s)?(?P<number>\d{{1,4}})(?![\w/]|\s?[-–/.]\s?[\dA-ZĐ])")


@dataclass(slots=True)
class _Mention:
    """One mention of a document, with what the text around it says."""

    key: Hashable
    where: Found
    text: str
    type: str | None = None
    code: Code | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    narrow: str | None = None
    """The title up to where a sentence may go on behind it (`trên địa bàn`, `đến năm`)."""
    ground: bool = False
    """It is what a basis or a lead-in names first: there a document is cited in full."""


@dataclass(slots=True)
class _Cited:
    """A cited document while its mentions are gathered."""

    first: _Mention
    mentions: list[_Mention] = field(default_factory=list)


def citations(plan: Plan, texts: Sequence[Unit]) -> list[tuple[Citation, Found]]:
    """Every document that `plan` cites, in the order of first mention, with where that stands.

    The document itself, as its annexes name it, is none.
    """
    gathered: dict[Hashable, _Cited] = {}
    for mention in _mentions(texts):
        gathered.setdefault(mention.key, _Cited(mention)).mentions.append(mention)
    _join_laws(gathered)
    own = _own_code(plan.header)
    return [
        (_citation(cited.mentions), cited.first.where) for key, cited in gathered.items() if own is None or key != own
    ]


def _own_code(header: Header) -> Hashable:
    found = next(codes(whole_code(header.number, header.symbol)), None) if header.number and header.symbol else None
    return found.key if found else None


def _mentions(texts: Sequence[Unit]) -> Iterator[_Mention]:
    short: list[_Mention] = []
    known: dict[tuple[str, str], set[Hashable]] = {}
    for unit in texts:
        for mention in sorted(_in_text(unit.text, unit.pointer), key=lambda each: each.where.start):
            if mention.code and mention.type:
                known.setdefault((mention.type, mention.code.key[0]), set()).add(mention.key)
            yield mention
        short += _short_forms(unit.text, unit.pointer)
    for mention in short:
        keys = known.get((str(mention.type), str(mention.key)), set())
        if len(keys) == 1:
            mention.key = next(iter(keys))
            yield mention


def _short_forms(text: str, pointer: Pointer) -> Iterator[_Mention]:
    for found in not_inside_words(_short(), text):
        number = found["number"].lstrip("0")
        yield _Mention(number, Found(pointer, found.start(), found.end()), found.group(), type=found["type"])


def _in_text(text: str, pointer: Pointer) -> Iterator[_Mention]:
    """The mentions in one text; a name inside another mention is none."""
    covered = bytearray(len(text))
    for mention in _all_in_text(text, pointer, covered):
        start, end = mention.where.start, mention.where.end or 0
        covered[start:end] = b"\1" * (end - start)
        yield mention


def _all_in_text(text: str, pointer: Pointer, covered: bytearray) -> Iterator[_Mention]:
    if has_figure(text):
        yield from _coded(text, pointer)
    for pattern in (_numbered_law(), _law(), _CONGRESS):
        for found in not_inside_words(pattern, text):
            if not any(covered[found.start() : found.end()]):
                yield _named(text, pointer, found)


def _coded(text: str, pointer: Pointer) -> list[_Mention]:
    """Those with a code.

    In bases and lead-in a document's own title is given whole; elsewhere, and for documents that such a title names,
    the sentence goes on behind it.
    """
    grounds = pointer.first in {"bases", "preamble"}
    found: list[_Mention] = []
    linked: list[_Mention] = []
    before: _Mention | None = None
    inside = 0
    for code in codes(text):
        if _FORM.search(text, max(0, code.start - _FORM_REACH), code.start):
            continue
        start, kind, title = _type_before(text, code, before)
        end, date, issuer = _tail(text, code.end)
        whole = grounds and start >= inside
        found_title, stop = _title(text, end, whole=whole)
        title = title or found_title
        inside = max(inside, stop) if whole else inside
        mention = _Mention(code.key, Found(pointer, start, end), text[start:end], kind, code, date, issuer, title)
        mention.narrow = _title(text, end, whole=False)[0] if whole else found_title
        mention.ground = whole and bool(_GROUND.fullmatch(text[text.rfind(";", 0, start) + 1 : start]))
        mention.type = kind or type_of_groups(code.groups)
        linked = [*linked, mention] if before and _is_linked(text, code, before) else [mention]
        if issuer:
            for each in linked:
                each.issuer = each.issuer or issuer
        before = mention
        found.append(mention)
    return found


def _is_linked(text: str, code: Code, before: _Mention) -> bool:
    """Whether nothing but a comma or `và` stands between the mention before and `code`."""
    return bool(_LINK.fullmatch(text, before.where.end or 0, code.start))


def _type_before(text: str, code: Code, before: _Mention | None) -> tuple[int, str | None, str | None]:
    """Where the mention begins, its type, and a law's name that stands between type and code."""
    floor = max(before.where.end or 0 if before else 0, code.start - _TYPE_REACH)
    if before and _is_linked(text, code, before):
        return code.start, before.type, None
    head = text[floor : code.start]
    typed = list(cited_type().finditer(head))
    near = [each for each in typed if len(head) - each.end() <= _BETWEEN]
    stated = type_of_groups(code.groups)  # of `Thông báo kết luận số 15/TB-VP` the code tells which word it is
    found = [each for each in near if spelled_type(each.group()) == stated][-1:] or typed[-1:]
    if not found or re.search(r"[;.:(]", _NUMBER_WORD.sub("", head[found[0].end() :])):
        return code.start, None, None
    law = _law_type(head)
    if law:
        name = _NUMBER_WORD.sub("", head[law.end() :]).strip(" ,")
        return floor + law.start(), spelled_type(law.group()), name or None
    if code.start - floor - found[0].end() > _BETWEEN:
        return code.start, None, None
    return floor + found[0].start(), spelled_type(found[0].group()), None


def _law_type(head: str) -> re.Match[str] | None:
    """The word `Luật` before a code, with nothing but the law's name between."""
    laws = list(re.finditer(rf"(?<!\w){named_type()}(?!\w)", head))
    if not laws:
        return None
    amending = next((law for law in laws if head.startswith((" sửa đổi", " Sửa đổi"), law.end())), laws[-1])
    rest = head[amending.end() :]
    others = [found for found in cited_type().finditer(rest) if not re.fullmatch(named_type(), found.group())]
    return None if others or re.search(r"[;.(]|\d", rest) else amending


def _tail(text: str, end: int) -> tuple[int, str | None, str | None]:
    """Date and issuer behind a code, in either order: where they end, the date, the body."""
    date = issuer = None
    for _ in range(2):
        if date is None:
            date, end = date_behind(text, end)
            if date:
                continue
        if issuer is None and (of := _OF.match(text, end)):
            stop = body_at(text, of.end())
            if stop > of.end():
                issuer, end = text[of.end() : stop], stop
    return end, date, issuer


def _title(text: str, end: int, *, whole: bool) -> tuple[str | None, int]:
    """What the document is about, and where that ends; with `whole`, up to the end of the clause."""
    found = _ABOUT.match(text, end) or _DOING.match(text, end)
    if not found:
        return None, end
    limit = found.end() + _MAX_TITLE_LENGTH
    ends = (_clause_end() if whole else _TITLE_END).finditer(text, found.end(), limit)
    stop = next((each.start() for each in ends if not _is_quoted(text[found.end() : each.start()])), None)
    if stop is None and len(text) > limit:
        return None, end
    title = text[found.end() : stop].strip(" ,;.")
    return (title, len(text) if stop is None else stop) if len(title) >= _MIN_TITLE_LENGTH else (None, end)


def _is_quoted(text: str) -> bool:
    """Whether a quotation that began in `text` is still open."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _law_name(text: str, start: int, stated: str) -> str:
    """The name of the law that begins at `start`: one of those with a comma or `và` in it, or as `stated`."""
    plain = bare(text[start : start + _LONGEST_LAW]).lower()
    known = max((name for name in law_names() if plain.startswith(name)), key=len, default="")
    return text[start : start + len(known)] if len(known) > len(stated) else stated


def _named(text: str, pointer: Pointer, found: re.Match[str]) -> _Mention:
    """A law, or a congress's resolution, cited by its name."""
    kind = found.groupdict().get("type") or "Nghị quyết"
    name = found["name"].strip(" ,")
    longer = _law_name(text, found.start("name"), name) if kind != "Nghị quyết" else name
    end, date, issuer = _tail(text, max(found.end(), found.start("name") + len(longer)))
    name = longer
    key = ("name", kind, name.casefold())
    return _Mention(key, Found(pointer, found.start(), end), text[found.start() : end], kind, None, date, issuer, name)


def _join_laws(gathered: dict[Hashable, _Cited]) -> None:
    """A law cited by name alone is the one whose code stands elsewhere beside the same name."""
    by_title: dict[tuple[str | None, str], _Cited] = {
        (cited.first.type, mention.title.casefold()): cited
        for cited in gathered.values()
        for mention in cited.mentions
        if mention.code and mention.title and re.fullmatch(named_type(), cited.first.type or "")
    }
    for key in [key for key in gathered if isinstance(key, tuple) and key[0] == "name"]:
        cited = gathered[key]
        home = by_title.get((cited.first.type, str(cited.first.title).casefold()))
        if home is not None:
            home.mentions += cited.mentions
            del gathered[key]


def _citation(mentions: list[_Mention]) -> Citation:
    coded = [mention.code for mention in mentions if mention.code]
    correct = _commonest(code.correct for code in coded)
    variants = dict.fromkeys(code.printed for code in coded if code.printed != correct)
    return Citation(
        type=_commonest(mention.type for mention in mentions),
        code=correct,
        variants=tuple(variants),
        date=_date(mention.date for mention in mentions),
        issuer=_commonest(mention.issuer for mention in _foremost(mentions, "issuer")),
        title=_agreed_title(mentions),
        text=mentions[0].text.strip(),
        mentions=len(mentions),
    )


def _agreed_title(mentions: Sequence[_Mention]) -> str | None:
    """The title as a ground gives it, or as much of it as other mentions begin with; else the best of all."""
    grounds = [mention for mention in mentions if mention.ground and mention.title]
    for ground in grounds[:1]:
        others = [mention.title for mention in mentions[:_TITLES] if mention is not ground and mention.title]
        if ground.narrow and any(other.startswith(ground.narrow) for other in others):
            return ground.narrow
    return _best_title([str(mention.title) for mention in _foremost(mentions, "title")])


def _foremost(mentions: Sequence[_Mention], name: str) -> list[_Mention]:
    """The mentions that state `name`; where a ground states it, those in grounds, which cite in full."""
    stated = [mention for mention in mentions if getattr(mention, name)]
    return [mention for mention in stated if mention.ground] or stated


def _commonest(values: Iterable[str | None]) -> str | None:
    """The commonest value that stands, the first of those that tie."""
    counted = Counter(value for value in values if value)
    return max(counted, key=lambda value: counted[value]) if counted else None


def _date(values: Iterable[str | None]) -> str | None:
    """The commonest of the most precise dates."""
    stated = [value for value in values if value]
    longest = max(map(len, stated), default=0)
    return _commonest(value for value in stated if len(value) == longest)


_TITLES = 60
"""Mentions of one document whose titles are compared."""


def _best_title(titles: list[str]) -> str | None:
    """The longest title that most of the mentions begin with, since a sentence goes on behind many a title."""
    titles = titles[:_TITLES]
    support = {title: sum(other.startswith(title) for other in titles) for title in titles}
    enough = max(support.values(), default=0) / 2
    return max((title for title in support if support[title] > enough), key=len, default=None)
