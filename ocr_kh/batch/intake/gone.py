# SPDX-License-Identifier: Apache-2.0
"""Sources that an earlier run knew and that are no longer there: index.csv calls them `gone`.

Their folders and results stay, nothing is deleted; where the file comes back as it was, they hold again. Known is only
of what lies under the folders of this run, that it is gone; what lies elsewhere is left as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ocr_kh.batch.ledger import Entry, Ledger


def book_gone(ledger: Ledger, paths: Sequence[Path], opened: Collection[str]) -> int:
    """Enter as gone what lay under the folders `paths` and is not there; how many inputs that is.

    `opened` are the packages that this run opened, by path: what is no longer in one is gone too.
    """
    folders = tuple(path.as_posix() for path in paths if path.is_dir())
    found = [entry for entry in ledger.left_out() if _lay_under(entry, folders) and _is_gone(Path(entry.path), opened)]
    ledger.part_with(found)
    return len({entry.input for entry in found if entry.files})


def _lay_under(entry: Entry, folders: Sequence[str]) -> bool:
    path = entry.path
    if "\\" in path:  # the name is written out, since it is not UTF-8: there is no asking for it
        return False
    return any(path.startswith(f"{folder}/") or (folder == "." and path[:1] not in {"/", "."}) for folder in folders)


def _is_gone(path: Path, opened: Collection[str]) -> bool:
    """Whether there is no such file, nor a package that may hold it and was not opened."""
    if path.exists():
        return False
    package = next((each for each in path.parents if each.is_file()), None)
    return package is None or package.as_posix() in opened
