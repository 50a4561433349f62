# SPDX-License-Identifier: Apache-2.0
"""The job of bench.handover_whole on the disk: dossiers as folders or as one file, each with its cover and list.

Names of files say nothing: what is scanned first is `01.pdf`. Every fifth dossier is one PDF. The scanned samples
are a dossier of their own, and some covers and lists are scans.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import pikepdf

from bench.handover_pages import SAMPLES, Seed, code_of, key_of, printed, year_of
from bench.handover_papers import CoverSays, as_scanned, contents, cover, iso
from bench.handover_samples import samples
from ocr_kh.delivery.profiles.sheets import text_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.handover_pages import Invented
    from bench.handover_samples import Listed

HEADINGS = (
    "Thư mục", "Mã hồ sơ", "Tiêu đề hồ sơ", "Ngày bắt đầu", "Ngày kết thúc", "Thời hạn bảo quản", "Số tờ", "Hộp số",
    "Hồ sơ số",
)  # fmt: skip
PRINTED = "printed.json"
"""What stands on each cover and list, by its place in the result."""
SCANNED_PAPERS = (6, 12, 18)
"""Dossiers whose cover and list are scans, where scans are asked for."""
_BUNDLED = 5
"""Every so many dossiers one is a single file."""
_AGENCY = ("ỦY BAN NHÂN DÂN", "XÃ BẢO HÒA")


def _same(each: Invented) -> Invented:
    return each


class CoverShift(NamedTuple):
    """What a cover says otherwise."""

    sheets: int = 0
    start: int = 0
    end: int = 0
    """Days."""


MORE_SHEETS = Seed("more sheets on the cover", _same, ("cover.sheets",))
EARLIER = Seed("an earlier first day on the cover", _same, ("cover.start",))
LATER = Seed("a later last day on the cover", _same, ("cover.end",))
_SHIFTS = {MORE_SHEETS: CoverShift(sheets=60), EARLIER: CoverShift(start=-20), LATER: CoverShift(end=20)}
_COVERS = {3: MORE_SHEETS, 5: EARLIER, 7: LATER, 11: MORE_SHEETS, 13: EARLIER, 15: LATER}
OTHER_DAY = Seed("another day in the list of scans", _same, ("contents.date",))
OTHER_NUMBER = Seed("another number in the list of scans", _same, ("contents.number",))
UNLISTED = Seed("a scan that is not listed", _same, ("contents.extra",))
NOT_THERE = Seed("a scan listed and not there", _same, ("contents.missing",), ("cover.sheets",))
_OF_SAMPLES = {2: OTHER_DAY, 4: OTHER_NUMBER, 6: UNLISTED, 8: NOT_THERE}
"""By place among the samples."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document or paper as it lies in a dossier."""

    key: str
    ending: str = ".pdf"


@dataclass(frozen=True, slots=True)
class Job:
    """All that is handed over."""

    documents: Sequence[Invented]
    seeds: Mapping[str, Seed]
    """By key, those of covers and samples among them."""
    scans: int
    """How many samples."""
    clean: bool = False
    folders: dict[str, set[str]] = field(default_factory=dict)
    """Of each key, where it lies in the result."""

    def dossiers(self) -> list[int]:
        """Their numbers."""
        numbers = list(dict.fromkeys(each.dossier for each in self.documents))
        return [*numbers, SAMPLES] if self.scans else numbers


def job_of(documents: Sequence[Invented], seeds: Mapping[str, Seed], scans: int, *, clean: bool) -> Job:
    """The job with the seeds of covers and samples, and where everything will lie."""
    numbers = {each.dossier for each in documents}
    more = {} if clean else {key_of(at, "cover"): seed for at, seed in _COVERS.items() if at in numbers}
    if not clean:
        more |= {key_of(SAMPLES, at): seed for at, seed in _OF_SAMPLES.items() if at <= scans}
    job = Job(documents, {**seeds, **more}, scans, clean)
    for number in job.dossiers():
        for at, entry in enumerate(_entries(job, number), 1):
            place = f"{name_of(number)}/{at:02}" if is_bundle(number) else f"{name_of(number)}/{at:02}{entry.ending}"
            job.folders.setdefault(entry.key, set()).add(place)
    return job


def name_of(dossier: int) -> str:
    """Of its folder or file."""
    return f"ho-so-{dossier:02}{'.pdf' if is_bundle(dossier) else ''}"


def is_bundle(dossier: int) -> bool:
    """Whether a dossier is one file."""
    return dossier % _BUNDLED == 0


def _entries(job: Job, number: int) -> Iterator[Entry]:
    """What lies in a dossier, in its order."""
    yield Entry(key_of(number, "cover"))
    yield Entry(key_of(number, "contents"))
    if number == SAMPLES:
        for at, each in enumerate(samples(job.scans), 1):
            if job.seeds.get(key_of(number, at)) is not NOT_THERE:
                yield Entry(key_of(number, at), each.path.suffix)
        return
    for document in _of(job, number):
        count = document.is_there + document.copies + document.prints_again
        yield from (Entry(document.key) for _ in range(count))


def _of(job: Job, number: int) -> list[Invented]:
    return [each for each in job.documents if each.dossier == number]


def write_job(folder: Path, job: Job) -> None:
    """Scans, the list of dossiers and the project file in a new folder, and what is printed on the papers."""
    folder.mkdir(parents=True)
    printed_on: dict[str, object] = {}
    (folder / "ocr-kh.toml").write_text(PROJECT, encoding="utf-8")
    with text_rows(folder / "ho-so.xlsx", "Danh mục") as put:
        put(HEADINGS)
        for number in job.dossiers():
            says, papers = _write_dossier(folder / "scans", job, number)
            for what, values in papers.items():
                printed_on |= dict.fromkeys(job.folders[key_of(number, what)], values)
            put(
                (f"scans/{name_of(number)}", code_of(number), says.title, says.start, says.end, "Vĩnh viễn",
                 str(says.sheets), "01", str(number))
            )  # fmt: skip
    (folder / PRINTED).write_text(json.dumps(printed_on, ensure_ascii=False), encoding="utf-8")


class _Row(NamedTuple):
    """A row of a list."""

    code: str
    date: dt.date
    subject: str
    author: str
    pages: int
    shift: int = 0
    is_listed: bool = True
    listed_date: dt.date | None = None
    listed_code: str = ""


class _Dossier(NamedTuple):
    """A dossier with all that is made of it."""

    says: CoverSays
    """What is true of it."""
    printed: CoverSays
    """What its cover has."""
    cells: list[tuple[str, ...]]
    """Of its list."""
    files: list[tuple[str, bytes]]
    """Its documents, each with the ending of its name."""


def _dossier(job: Job, number: int) -> _Dossier:
    rows, files = _sample_parts(job) if number == SAMPLES else _invented_parts(job, number)
    listed = [row for row in rows if row.is_listed]
    days = sorted(row.date for row in rows)
    title = f"Hồ sơ về công việc của xã năm {year_of(number)}, tập {number}"
    says = CoverSays(_AGENCY, title, _day(days[0]), _day(days[-1]), sum(row.pages for row in rows), number)
    seed = job.seeds.get(key_of(number, "cover"))
    shift = _SHIFTS[seed] if seed else CoverShift()
    shifted = replace(
        says,
        sheets=says.sheets + shift.sheets,
        start=_day(days[0] + dt.timedelta(shift.start)),
        end=_day(days[-1] + dt.timedelta(shift.end)),
    )
    return _Dossier(says, shifted, list(_cells(listed)), files)


def printed_papers(job: Job, number: int) -> list[bytes]:
    """Cover and list of a dossier as PDFs, as they are made."""
    return _papers(_dossier(job, number), number)


def _papers(dossier: _Dossier, number: int) -> list[bytes]:
    return [
        cover(dossier.printed, number),
        contents(code_of(number), str(year_of(number)), dossier.cells, number),
    ]


def _write_dossier(scans: Path, job: Job, number: int) -> tuple[CoverSays, dict[str, object]]:
    """The files of a dossier; what is true of it, whatever its cover says, and what is printed on cover and list."""
    dossier = _dossier(job, number)
    papers = _papers(dossier, number)
    if job.scans and number in (*SCANNED_PAPERS, SAMPLES):
        papers = [as_scanned(paper, number * 2 + at) for at, paper in enumerate(papers)]
    _put(scans, number, [(".pdf", paper) for paper in papers] + dossier.files)
    printed_on: dict[str, object] = {
        "cover": dossier.printed.as_read(number),
        "contents": [*map(_as_read, dossier.cells)],
    }
    return dossier.says, printed_on


def _as_read(cells: tuple[str, ...]) -> list[str]:
    """A row as plan.json should have it, without its number and note."""
    _, code, day, subject, author, sheet, _ = cells
    return [code, iso(day), subject, author, sheet]


def _put(scans: Path, number: int, files: Sequence[tuple[str, bytes]]) -> None:
    """As files of a folder, or as one file."""
    if not is_bundle(number):
        (scans / name_of(number)).mkdir(parents=True)
        for at, (ending, data) in enumerate(files, 1):
            (scans / name_of(number) / f"{at:02}{ending}").write_bytes(data)
        return
    scans.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as bundle:
        for _, data in files:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                bundle.pages.extend(pdf.pages)
        bundle.save(scans / name_of(number), deterministic_id=True)


def _invented_parts(job: Job, number: int) -> tuple[list[_Row], list[tuple[str, bytes]]]:
    rows, files = [], []
    for each in _of(job, number):
        data = printed(each)
        files += [(".pdf", data)] * (each.is_there + each.copies)
        if each.prints_again:
            files.append((".pdf", printed(replace(each, size=13.5))))
        true_day = each.date.replace(year=year_of(number))
        rows.append(
            _Row(each.code, true_day, f"{each.type[0].capitalize()} {each.subject}", "UBND xã Bảo Hòa", _pages(data),
                 each.listed_shift, each.is_listed, each.listed_date, each.listed_code)
        )  # fmt: skip
    return rows, files


def _sample_parts(job: Job) -> tuple[list[_Row], list[tuple[str, bytes]]]:
    rows, files = [], []
    for at, each in enumerate(samples(job.scans), 1):
        seed = job.seeds.get(key_of(SAMPLES, at))
        if seed is not NOT_THERE:
            files.append((each.path.suffix, each.path.read_bytes()))
        rows.append(_listed_sample(each, seed))
    return rows, files


def _listed_sample(each: Listed, seed: Seed | None) -> _Row:
    return _Row(
        each.code, each.date, each.subject, each.issuer, _pages(each.path.read_bytes(), each.path.suffix),
        is_listed=seed is not UNLISTED,
        listed_date=each.date + dt.timedelta(1) if seed is OTHER_DAY else None,
        listed_code=f"9{each.code}" if seed is OTHER_NUMBER else "",
    )  # fmt: skip


def _cells(rows: Sequence[_Row]) -> Iterator[tuple[str, ...]]:
    """The seven cells of each row; sheets count through."""
    counted: Counter[str] = Counter(sheet=1)
    for at, row in enumerate(rows, 1):
        sheet = counted["sheet"] + row.shift
        day = _day(row.listed_date or row.date)
        yield str(at), row.listed_code or row.code, day, row.subject, row.author, str(sheet), ""
        counted["sheet"] += row.pages


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _pages(data: bytes, ending: str = ".pdf") -> int:
    if ending == ".pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages)
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return int(getattr(image, "n_frames", 1))


PROJECT = """[agency]
code = "H99.01"
name = "ỦY BAN NHÂN DÂN XÃ BẢO HÒA"
[archive]
code = "H99"
fonds_code = "P_MAU"
fonds_name = "Ủy ban nhân dân xã Bảo Hòa"
[dossiers]
list = "ho-so.xlsx"
[defaults]
mode = "01"
language = "01"
format = "02"
risk_recovery = "0"
process = "0"
[delivery]
project = "MAU"
agency_short = "UBND"
registration = "GN-2026-01"
[convert]
formats = ["text", "json", "pdf", "record"]
"""
