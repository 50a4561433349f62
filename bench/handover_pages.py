# SPDX-License-Identifier: Apache-2.0
"""Invented documents as born-digital PDFs, and the errors seeded into them: what bench.handover_whole hands over.

All communes, people and numbers are invented. A document is set by samples/layout.typ; bench.handover_job makes
dossiers of them, with covers and contents lists.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from bench.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LAYOUT = Path(__file__).parent.parent / "samples" / "layout.typ"
DOSSIERS, OF_A_DOSSIER = 20, 10
SAMPLES, SAMPLES_YEAR = DOSSIERS + 1, 2018
"""The dossier of the scanned samples, and the year of the oldest of them."""
FIRST_YEAR = 2008
TYPES = (("KẾ HOẠCH", "KH-UBND"), ("BÁO CÁO", "BC-UBND"), ("THÔNG BÁO", "TB-UBND"), ("TỜ TRÌNH", "TTr-UBND"))
TOPICS = (
    "phòng cháy, chữa cháy rừng", "làm thủy lợi nội đồng", "tiêm phòng cho đàn gia súc", "sửa chữa trường học",
    "vệ sinh đường làng, ngõ xóm", "hỗ trợ hộ nghèo làm nhà", "mở lớp dạy nghề", "trồng cây phân tán",
    "kiểm tra an toàn hồ đập", "tổ chức hội thao các thôn",
)  # fmt: skip
_STYLE = {
    "face": "DejaVu Serif",
    "size": 14,
    "leading": 0.62,
    "page_number": "top",
    "columns": [1, 6, 4, 3],
    "handwritten": False,
    "number_gap": 30,
    "caption": "",
}
_LONG = 24
"""Paragraphs of a document of three pages or more."""


@dataclass(frozen=True, slots=True)
class Invented:
    """A document, as printed and as its list has it."""

    dossier: int
    ordinal: int
    code: str
    """Number in the symbol, as printed."""
    date: dt.date
    says: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    paragraphs: int = 4
    size: float = 14
    """Points: the same document set otherwise is another file."""
    swaps: bool = False
    """Its second and third page are swapped."""
    listed_code: str = ""
    """In the contents list, where it is another."""
    listed_date: dt.date | None = None
    listed_shift: int = 0
    """Sheets that the list is off."""
    is_listed: bool = True
    is_there: bool = True
    copies: bool = field(default=False)
    """The same file lies there once more, not listed."""
    prints_again: bool = False
    """The same document lies there once more, set a little smaller and not listed."""

    @property
    def key(self) -> str:
        """What the bench calls it: names of files say nothing."""
        return key_of(self.dossier, self.ordinal)

    @property
    def type(self) -> tuple[str, str]:
        return TYPES[self.ordinal % len(TYPES)]

    @property
    def subject(self) -> str:
        """Each topic once a dossier."""
        return f"Về việc {TOPICS[self.ordinal - 1]} đợt {self.dossier} năm {year_of(self.dossier)}"


@dataclass(frozen=True, slots=True)
class Seed:
    """An error, and what of lint or reconcile tells it."""

    name: str
    change: Callable[[Invented], Invented]
    found_by: tuple[str, ...]
    """Codes, any of which names it."""
    also: tuple[str, ...] = ()
    """Codes that are true of it as well."""


def _moved(each: Invented, years: int) -> dt.date:
    return each.date.replace(year=each.date.year + years)


SEEDS = (
    Seed(
        "a wrong year", lambda each: replace(each, date=_moved(each, 3)), ("date.outside_period",), ("contents.date",)
    ),
    Seed("a year to come", lambda each: replace(each, date=_moved(each, 90)), ("date.impossible", "contents.date")),
    Seed(
        "another year in the number",
        lambda each: replace(each, code=each.code.replace("/", f"/{each.date.year + 1}/", 1)),
        ("date.code_year",),
    ),
    Seed(
        "an annex missing",
        lambda each: replace(each, says=("Các thôn báo cáo theo mẫu (chi tiết tại Phụ lục II).",), annexes=("I",)),
        ("annex.missing",),
    ),
    Seed(
        "the only annex missing",
        lambda each: replace(each, says=("Nhiệm vụ của từng thôn có Phụ lục kèm theo văn bản này.",)),
        ("annex.missing",),
    ),
    Seed(
        "the file twice",
        lambda each: replace(each, copies=True),
        ("document.copied", "document.same_file", "document.same_code"),
        ("document.same_page", "contents.extra", "cover.sheets"),
    ),
    Seed(
        "the document twice",
        lambda each: replace(each, prints_again=True),
        ("document.same_code",),
        ("contents.extra", "document.same_page", "cover.sheets"),
    ),
    Seed("pages swapped", lambda each: replace(each, swaps=True, paragraphs=_LONG), ("pages.order",)),
    Seed("another number in the list", lambda each: replace(each, listed_code=f"9{each.code}"), ("contents.number",)),
    Seed(
        "another day in the list",
        lambda each: replace(each, listed_date=each.date.replace(day=each.date.day + 1)),
        ("contents.date",),
    ),
    Seed("listed and not there", lambda each: replace(each, is_there=False), ("contents.missing",), ("cover.sheets",)),
    Seed("there and not listed", lambda each: replace(each, is_listed=False), ("contents.extra",)),
    Seed(
        "cites what is younger",
        lambda each: replace(
            each,
            bases=(
                f"Căn cứ Kế hoạch số 812/KH-UBND ngày 05 tháng 12 năm {each.date.year + 1} của Ủy ban nhân dân huyện;",
            ),
        ),
        ("citation.later",),
    ),
)
SHEET_SEED = Seed("another sheet in the list", lambda each: replace(each, listed_shift=9), ("contents.sheet",))
"""Can only be told where list and documents are as many: in dossiers of its own."""
OF_A_KIND = 3
_SEEDED_DOSSIERS = 16


def year_of(dossier: int) -> int:
    """Of an invented dossier."""
    return FIRST_YEAR + dossier % 3 if dossier != SAMPLES else SAMPLES_YEAR


def key_of(dossier: int, ordinal: int | str) -> str:
    """What the bench calls a document, or a paper, of a dossier."""
    return f"ho-so-{dossier:02}/{ordinal:02}" if isinstance(ordinal, int) else f"ho-so-{dossier:02}/{ordinal}"


def code_of(dossier: int) -> str:
    """Of an invented dossier."""
    return f"H99.01.{year_of(dossier)}.{dossier:02}"


def corpus(dossiers: int = DOSSIERS, *, clean: bool = False) -> tuple[list[Invented], dict[str, Seed]]:
    """The documents of the first dossiers, and the seed of each that has one, by its key; none where all are right."""
    documents = {each.key: each for number in range(1, DOSSIERS + 1) for each in _dossier(number)}
    seeds = {} if clean else _places()
    for key, seed in seeds.items():
        documents[key] = seed.change(documents[key])
    kept = [each for each in documents.values() if each.dossier <= dossiers]
    return kept, {each.key: seeds[each.key] for each in kept if each.key in seeds}


def _places() -> dict[str, Seed]:
    """Which document has which error: three of a dossier at most, and none in the last one."""
    seeds: dict[str, Seed] = {}
    for at in range(OF_A_KIND * len(SEEDS)):
        seeds[key_of(at % _SEEDED_DOSSIERS + 1, at // _SEEDED_DOSSIERS * 3 + 2)] = SEEDS[at % len(SEEDS)]
    return seeds | {key_of(number, 5): SHEET_SEED for number in range(17, 20)}


def _dossier(number: int) -> Iterator[Invented]:
    for ordinal in range(1, OF_A_DOSSIER + 1):
        symbol = TYPES[ordinal % len(TYPES)][1]
        day = dt.date(year_of(number), ordinal, number % 15 + 10)
        yield Invented(number, ordinal, f"{number * 10 + ordinal:02}/{symbol}", day)


def printed(each: Invented) -> bytes:
    """The document as PDF, with its text."""
    inputs = {"doc": json.dumps(_layout(each)), "style": json.dumps(_STYLE | {"size": each.size})}
    data = typeset(LAYOUT, inputs)
    return _swapped(data) if each.swaps else data


def _swapped(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf, io.BytesIO() as swapped:
        second = pdf.pages[1]
        del pdf.pages[1]
        pdf.pages.insert(2, second)
        pdf.save(swapped, deterministic_id=True)
        return swapped.getvalue()


def _layout(each: Invented) -> dict[str, object]:
    """What samples/layout.typ asks for."""
    number, _, symbol = each.code.partition("/")
    month = f"{each.date.month:02}" if each.date.month <= 2 else str(each.date.month)
    annexes = [piece for mark in each.annexes for piece in _annex(mark)]
    return {
        "type": each.type[0],
        "subject": [each.subject],
        "parent_issuer": [],
        "issuer": ["ỦY BAN NHÂN DÂN", "XÃ BẢO HÒA"],
        "number": number,
        "symbol": symbol,
        "regarding": None,
        "dateline": f"Bảo Hòa, ngày {each.date.day:02} tháng {month} năm {each.date.year}",
        "addressees": [],
        "body": [*_body(each)],
        "annex": [_piece(f"a{at}", kind, text) for at, (kind, text) in enumerate(annexes)],
        "recipients": ["- Các thôn;", "- Lưu: VT."],
        "signatures": [{"authority": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "signer": "Lê Văn Mẫu"}],
    }


def _body(each: Invented) -> Iterator[dict[str, object]]:
    topic = TOPICS[each.ordinal - 1]
    for at, base in enumerate(each.bases):
        yield _piece(f"b{at}", "base", base)
    yield _piece("h", "heading", head="I. NỘI DUNG", bold=True)
    lines = [
        f"Thôn số {at} thực hiện việc {topic} trong đợt {each.dossier}, phân công {at + each.ordinal} người trực, "
        f"chuẩn bị {at * 3 + each.dossier} bộ dụng cụ, và báo cáo kết quả bằng văn bản để Ủy ban nhân dân xã tổng hợp."
        for at in range(1, each.paragraphs + 1)
    ]
    for at, line in enumerate((*lines, *each.says), 1):
        yield _piece(f"p{at}", "paragraph", line, head=f"{at}.")
    closing = f"Trên đây là {each.type[0].capitalize()} của Ủy ban nhân dân xã Bảo Hòa về việc {topic}./."
    yield _piece("c", "paragraph", closing)


def _annex(mark: str) -> Iterator[tuple[str, str]]:
    yield "centred", f"PHỤ LỤC {mark}"
    yield "centred", "DANH MỤC NHIỆM VỤ"
    yield "paragraph", f"1. Nhiệm vụ của phụ lục {mark} giao cho các thôn."


def _piece(name: str, kind: str, text: str = "", *, head: str = "", bold: bool = False) -> dict[str, object]:
    return {"id": name, "kind": kind, "head": head, "text": text, "bold": bold, "italic": kind == "base", "rows": []}
