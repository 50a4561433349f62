# SPDX-License-Identifier: Apache-2.0
"""What a person said of proposals: those accepted stand in a dictionary, those declined are not proposed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.corrections.learning import corrected_documents, proposals
from ocr_kh.language.dictionary_files import forget
from ocr_kh.writing.atomic import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.corrections.learning import Proposal

DECLINED = ".ocr-kh.declined"
"""In the output folder: file and line of each proposal that was declined, parted by a tab."""
_HEAD = "# Accepted from corrections by `ocr-kh learn`; may be edited.\n"


def open_proposals(out: Path, folders: tuple[Path, ...] = ()) -> list[Proposal]:
    """What the corrections under `out` propose to the dictionaries, without what was declined."""
    declined = set(_lines(out / DECLINED))
    there = tuple(folder for folder in folders if folder.is_dir())
    found = proposals(corrected_documents(out), there)
    return [each for each in found if _declined_line(each) not in declined]


def accept(folder: Path, proposal: Proposal) -> None:
    """Add the line to the dictionary in `folder`, which is made where there is none. Raises OutputError."""
    path = folder / proposal.file
    folder.mkdir(parents=True, exist_ok=True)
    lines = _lines(path)
    if proposal.line not in lines:
        before = "".join(f"{line}\n" for line in lines) if lines else _HEAD
        write_text(path, f"{before}{proposal.line}\n")
        forget()


def decline(out: Path, proposal: Proposal) -> None:
    """Keep in mind that it is not to be proposed again. Raises OutputError."""
    lines = [*_lines(out / DECLINED), _declined_line(proposal)]
    write_text(out / DECLINED, "".join(f"{line}\n" for line in lines))


def _declined_line(proposal: Proposal) -> str:
    return f"{proposal.file}\t{proposal.line}"


def _lines(path: Path) -> list[str]:
    """The lines of a file as they are; none without one. Raises ValueError for what is no UTF-8."""
    return path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
