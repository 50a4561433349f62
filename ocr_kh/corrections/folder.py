# SPDX-License-Identifier: Apache-2.0
"""What a person did in a document's folder, and how it comes into the folder that takes its place.

A file whose hash is not the one in provenance.json was edited; one that provenance.json does not know is the person's
own. An edit that can be told becomes decisions, any other file stays as it is under a name that says so
(`text.edited.txt`). Nothing is taken away.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.corrections import journal
from ocr_kh.corrections.application import correct
from ocr_kh.corrections.correction import standing
from ocr_kh.corrections.field_decisions import decided_fields
from ocr_kh.corrections.hand_edits import (
    is_record_told,
    is_text_told,
    record_corrections,
    record_fields_of,
    text_corrections,
)
from ocr_kh.corrections.written import PROVENANCE, edited_files, made_files, pages_of, scan_of
from ocr_kh.plan import parse
from ocr_kh.writing.atomic import UNFINISHED, sha256
from ocr_kh.writing.document import reading_file
from ocr_kh.writing.document.record import record_fields
from ocr_kh.writing.document.text_files import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.corrections.correction import Correction
    from ocr_kh.writing.document.reading_file import Reading

TEXT, RECORD = "text.txt", "record.xml"
"""Files whose edits can be told."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a person did in one document's folder."""

    folder: Path
    pages: tuple[int, int] | None = None
    """First and last page of the document in its file, from 1; None where that is not known, and for plain text."""
    journal: bytes = b""
    """corrections.jsonl as it is."""
    told: tuple[Correction, ...] = ()
    """What edits of files told; not in the journal yet."""
    aside: Mapping[str, str] = field(default_factory=dict)
    """Files edited in a way that cannot be told, each with the name that it is kept under."""
    own: tuple[str, ...] = ()
    """Files and folders that no conversion made."""
    sha256: str = ""
    """Of the input that the folder was made of; empty where that is not known."""
    is_moved: bool = False
    """It comes to a document with other pages: `journal` has the pages that it now has."""

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """All decisions that hold, in order."""
        return standing((*journal.journal_of(self.journal).corrections, *self.told))

    def __bool__(self) -> bool:
        return bool(self.journal or self.told or self.aside or self.own)


def work_in(folder: Path, *, discard_edits: bool = False) -> Work:
    """What a person did in `folder`; edits of files that were made are left out where they are to be discarded."""
    if not folder.is_dir():
        return Work(folder)
    edited = () if discard_edits else edited_files(folder)
    made = {*made_files(folder), journal.NAME}
    own = tuple(sorted(path.name for path in folder.iterdir() if path.name not in made and _is_own(path)))
    content = _content(folder / journal.NAME)
    work = Work(folder, pages_of(folder), content, own=own, sha256=scan_of(folder))
    reading = reading_file.read_reading(folder) if edited else None
    return _with_edits(work, edited, reading)


def works_below(folder: Path, *, discard_edits: bool = False) -> list[Work]:
    """What a person did in the folder of an input: in its own, and in those of its documents."""
    return [work_in(each, discard_edits=discard_edits) for each in document_folders(folder)]


def document_folders(folder: Path) -> list[Path]:
    """The folder of an input, and those of its documents; none where it is not there."""
    parts = sorted(path.parent for path in folder.glob(f"*/{PROVENANCE}"))
    return [folder, *parts] if folder.is_dir() else []


def _is_own(path: Path) -> bool:
    """Whether a person put there what no conversion made; a folder with a provenance.json is a document of a bundle."""
    return not (path.name.startswith(UNFINISHED) or (path / PROVENANCE).exists())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _with_edits(work: Work, edited: Sequence[str], reading: Reading | None) -> Work:
    """With each edited file told as decisions, or to be kept beside."""
    taken = {name for name in edited if name not in {TEXT, RECORD}}
    for name in edited:
        told = _told(work, name, reading) if reading and name in reading.texts else None
        if told is None:
            taken |= {name}
        else:
            work = replace(work, told=(*work.told, *told))
    names = {*work.own}
    aside = {}
    for name in sorted(taken):
        aside[name] = _free_name(name, names)
        names.add(aside[name])
    return replace(work, aside=aside)


def _told(work: Work, name: str, reading: Reading) -> list[Correction] | None:
    """The decisions that the edit of a file is; None where they do not say all of it."""
    try:
        after = (work.folder / name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
    tell = _text_told if name == TEXT else _record_told
    found = tell(reading.texts[name], after, work, reading)
    return None if found is None else _signed(found, work.folder / name, work.sha256)


def _text_told(before: str, after: str, work: Work, reading: Reading) -> list[Correction] | None:
    made = correct(reading.document, work.corrections).document
    found = list(text_corrections(before, after, made))
    corrected = correct(made, found)
    return None if corrected.unplaced or not is_text_told(before, after, text_of(corrected.document)) else found


def _record_told(before: str, after: str, work: Work, reading: Reading) -> list[Correction] | None:
    old, new = record_fields_of(before), record_fields_of(after)
    if old is None or new is None:
        return None
    found = list(record_corrections(old, new))
    every = [*work.corrections, *found]
    document = correct(reading.document, every).document
    written = record_fields(document, parse(document, reading.signatures, decided_fields(every)))
    return found if is_record_told(old, new, written) else None


def _signed(corrections: Sequence[Correction], path: Path, scan: str) -> list[Correction]:
    """With whose file it is, when it was written, and which scan it is about."""
    return [replace(each, who=owner(path), when=written_at(path), scan=scan) for each in corrections]


def owner(path: Path) -> str:
    """The name of whom the file belongs to; empty where the system does not tell."""
    with suppress(KeyError, OSError, NotImplementedError):
        return path.owner()
    return ""


def written_at(path: Path) -> str:
    """When the file was written last, as decisions have it. Raises OSError."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().isoformat(timespec="seconds")


def _free_name(name: str, taken: set[str]) -> str:
    """`text.edited.txt`; `text.edited-2.txt` where that is taken."""
    path = Path(name)
    names = (f"{path.stem}.edited{number}{path.suffix}" for number in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(each for each in names if each not in taken)


def carry(work: Work, target: Path) -> dict[str, str]:
    """Bring what a person did into the folder that takes the place of its own; what is kept under another name.

    corrections.jsonl is taken as it is now: what was added since `work` was looked at comes along.
    """
    kept = dict(work.aside)
    for name, other in work.aside.items():
        _copy(work.folder / name, target / other)
    for name in work.own:
        free = name
        if (target / name).exists() and not _is_same(work.folder / name, target / name):
            free = kept[name] = _free_name(name, {path.name for path in target.iterdir()} | {*work.own})
        _copy(work.folder / name, target / free)
    content = work.journal if work.is_moved else _content(work.folder / journal.NAME)
    if content:
        with (target / journal.NAME).open("ab") as file:  # several works come to one document where a cut is gone
            file.write(content)
    journal.append(target / journal.NAME, work.told)
    return kept


def share(works: Sequence[Work], documents: Sequence[tuple[int, int]]) -> list[tuple[Work, ...]]:
    """The works for each document that a file now holds, by first and last page; cut otherwise, pages are counted anew.

    What is not of a page goes with the page that its document began on.
    """
    shared: list[tuple[Work, ...]] = [() for _ in documents]
    for work in filter(None, works):
        if work.pages is None or work.pages in documents:
            at = documents.index(work.pages) if work.pages else 0
            shared[at] = (*shared[at], work)
            continue
        for at, pages in enumerate(documents):
            if part := _part(work, work.pages, pages, is_last=at == len(documents) - 1):
                shared[at] = (*shared[at], part)
    return shared


def _part(work: Work, old: tuple[int, int], new: tuple[int, int], *, is_last: bool) -> Work:
    """What of the work belongs to the pages `new` of the file; `old` are those of its document."""
    holds_start = new[0] <= old[0] and (old[0] <= new[1] or is_last)
    mine = []
    for each in work.corrections:
        page = None if each.anchor.page is None else each.anchor.page + old[0] - 1
        if holds_start if page is None else new[0] <= page and (page <= new[1] or is_last):
            anchor = replace(each.anchor, page=None if page is None else page - new[0] + 1)
            mine.append(replace(each, anchor=anchor))
    part = Work(work.folder, new, journal.lines_of(mine), is_moved=True)
    return replace(part, aside=work.aside, own=work.own) if holds_start else part


def _is_same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and sha256(one) == sha256(other)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    elif source.exists():
        shutil.copy2(source, target)
