# SPDX-License-Identifier: Apache-2.0
"""The documents under the names that the archive rule asks for, a folder a hồ sơ: `by-record/H49.64.33.2001.160/`.

A file is named after hồ sơ and number, `H49.64.33.2001.160.1.pdf`, one that is a whole hồ sơ after it alone (Thông tư
05/2025/TT-BNV, Điều 8). The PDF is the document's searchable.pdf (a hard link where the file system has them, so that
it takes no room), the XML its record.xml with the code of the document in it.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.writing.atomic import atomic_folder, remove_folder
from ocr_kh.writing.document.record import read_record, record_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

FOLDER = "by-record"
"""Under the output folder; no document lies in it."""


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


def write_by_record(out: Path, filed: Mapping[str, Filed], left: Collection[str] = ()) -> None:
    """Bring the folders of the hồ sơ up to date; those of codes `left` behind go. Raises OutputError.

    `filed` are all documents that belong to one, by their folder under `out`. A folder that is up to date stays.
    """
    members: dict[str, dict[str, Filed]] = defaultdict(dict)
    for folder, each in filed.items():
        members[each.code][folder] = each
    for code in {*left} - members.keys():
        remove_folder(out / FOLDER / code)
    for code, documents in members.items():
        pdfs, texts = _wanted_files(out, documents)
        target = out / FOLDER / code
        if not pdfs and not texts:
            remove_folder(target)
        elif not _is_up_to_date(target, pdfs, texts):
            with atomic_folder(target) as unfinished:
                for name, source in pdfs.items():
                    _link(source, unfinished / name)
                for name, text in texts.items():
                    (unfinished / name).write_text(text, encoding="utf-8", newline="\n")


def _wanted_files(out: Path, documents: Mapping[str, Filed]) -> tuple[dict[str, Path], dict[str, str]]:
    """What a hồ sơ's folder is to hold: PDFs with where they lie, and texts."""
    pdfs, texts = {}, {}
    for folder, each in documents.items():
        if (pdf := out / folder / "searchable.pdf").is_file():
            pdfs[f"{each.name}.pdf"] = pdf
        if fields := read_record(out / folder / "record.xml")[0]:
            texts[f"{each.name}.xml"] = record_text(fields | {"docCode": each.doc_code})
    return pdfs, texts


def _is_up_to_date(target: Path, pdfs: Mapping[str, Path], texts: Mapping[str, str]) -> bool:
    if not target.is_dir() or {path.name for path in target.iterdir()} != pdfs.keys() | texts.keys():
        return False
    same = all(_is_copy(source, target / name) for name, source in pdfs.items())
    return same and all((target / name).read_text(encoding="utf-8") == text for name, text in texts.items())


def _is_copy(source: Path, copy: Path) -> bool:
    one, other = source.stat(), copy.stat()
    return os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _link(source: Path, target: Path) -> None:
    with suppress(OSError):  # another file system, or one without links
        target.hardlink_to(source)
        return
    shutil.copy2(source, target)
