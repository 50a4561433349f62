# SPDX-License-Identifier: Apache-2.0
"""The documents under the names that the archive rule asks for, a folder a hồ sơ: `by-record/H49.64.33.2001.160/`.

A file is named after hồ sơ and number, `H49.64.33.2001.160.1.pdf`, one that is a whole hồ sơ after it alone (Thông tư
05/2025/TT-BNV, Điều 8). The PDF is the document's searchable.pdf (a hard link where the file system has them, so that
it takes no room), the XML its record.xml with the code of the document in it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_folder, remove_folder, sha256, write_text
from ocr_kh.writing.document.provenance import written_hash
from ocr_kh.writing.document.record import read_record, record_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

FOLDER = "by-record"
"""Under the output folder; no document lies in it."""
_NOTES = ".ocr-kh.by-record"
"""A hidden folder under the output folder: for each hồ sơ how its files were written."""
_OURS = re.compile(r".+\.(?:pdf|xml)")
"""Names of files in a folder that an earlier version wrote, which noted nothing."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document in its hồ sơ."""

    code: str
    ordinal: int
    whole: bool = False
    """It is the hồ sơ, kept in one file."""

    @property
    def name(self) -> str:
        """The name of its files, without the ending."""
        return self.code if self.whole else f"{self.code}.{self.ordinal}"

    @property
    def doc_code(self) -> str:
        """Mã lưu trữ của tài liệu: that of the hồ sơ and seven digits."""
        return f"{self.code}.{self.ordinal:07}"


def write_by_record(out: Path, filed: Mapping[str, Filed], left: Collection[str] = ()) -> list[str]:
    """Bring the folders of the hồ sơ up to date; those of codes `left` behind go. Raises OutputError.

    `filed` are all documents that belong to one, by their folder under `out`. A folder that is up to date stays, and so
    does what a person put into one. A file that was edited is kept beside the new one; the names of such files, under
    `out`, are returned.
    """
    members: dict[str, dict[str, Filed]] = defaultdict(dict)
    for folder, each in filed.items():
        members[each.code][folder] = each
    kept = []
    for code in sorted({*left} | members.keys()):
        pdfs, texts = _wanted_files(out, members[code]) if code in members else ({}, {})
        dossier = _Dossier(out / FOLDER / code, out / _NOTES / f"{code}.json")
        if not dossier.is_up_to_date(pdfs, texts):
            kept += [f"{FOLDER}/{code}/{name}" for name in dossier.write(pdfs, texts)]
    return kept


def _wanted_files(out: Path, documents: Mapping[str, Filed]) -> tuple[dict[str, Path], dict[str, str]]:
    """What a hồ sơ's folder is to hold: PDFs with where they lie, and texts."""
    pdfs, texts = {}, {}
    for folder, each in documents.items():
        if (pdf := out / folder / "searchable.pdf").is_file():
            pdfs[f"{each.name}.pdf"] = pdf
        if fields := read_record(out / folder / "record.xml")[0]:
            texts[f"{each.name}.xml"] = record_text(fields | {"docCode": each.doc_code})
    return pdfs, texts


@dataclass(frozen=True, slots=True)
class _Dossier:
    """The folder of a hồ sơ."""

    folder: Path
    note: Path
    """Has the hashes of its files as they were written: what differs was edited, what is not in it is a person's."""

    def is_up_to_date(self, pdfs: Mapping[str, Path], texts: Mapping[str, str]) -> bool:
        """Whether what is wanted is there, and nothing that was written is there beside it."""
        there = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set[str]()
        wanted = pdfs.keys() | texts.keys()
        if not wanted and not there:
            return not self.folder.is_dir()
        if not wanted <= there or there & self._noted().keys() - wanted:
            return False
        same = all(_is_copy(source, self.folder / name) for name, source in pdfs.items())
        return same and all((self.folder / name).read_bytes() == text.encode() for name, text in texts.items())

    def write(self, pdfs: Mapping[str, Path], texts: Mapping[str, str]) -> list[str]:
        """The folder made anew, with what a person did there; the names that edited files are kept under."""
        aside = self._aside()
        if not pdfs and not texts and not aside:
            remove_folder(self.folder)
            self.note.unlink(missing_ok=True)
            return []
        with atomic_folder(self.folder) as unfinished:
            for name, other in aside.items():
                _copy(self.folder / name, unfinished / other)
            for name, source in pdfs.items():
                _link(source, unfinished / name)
            for name, text in texts.items():
                (unfinished / name).write_text(text, encoding="utf-8", newline="\n")
        hashes = {name: written_hash(source) for name, source in pdfs.items()}
        hashes |= {name: sha256(self.folder / name) for name in texts}
        self.note.parent.mkdir(exist_ok=True)
        write_text(self.note, json.dumps(hashes, indent=2, sort_keys=True) + "\n")
        return [other for name, other in aside.items() if other != name]

    def _aside(self) -> dict[str, str]:
        """What a person put into the folder, or edited there, with the name that it is to have."""
        if not self.folder.is_dir():
            return {}
        noted, found = self._noted(), dict[str, str]()
        for path in sorted(self.folder.iterdir()):
            name = path.name
            if name not in noted and not (_OURS.fullmatch(name) and not noted):
                found[name] = name
            elif name in noted and path.is_file() and sha256(path) != noted[name]:
                found[name] = _free_name(path)
        return found

    def _noted(self) -> dict[str, str]:
        try:
            found = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _free_name(path: Path) -> str:
    """`H49.64.1.edited.xml`, or `...edited-2.xml` where that lies there."""
    names = (f"{path.stem}.edited{number}{path.suffix}" for number in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(name for name in names if not path.with_name(name).exists())


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target)


def _is_copy(source: Path, copy: Path) -> bool:
    one, other = source.stat(), copy.stat()
    return os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _link(source: Path, target: Path) -> None:
    with suppress(OSError):  # another file system, or one without links
        target.hardlink_to(source)
        return
    shutil.copy2(source, target)
