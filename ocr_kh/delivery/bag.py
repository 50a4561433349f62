# SPDX-License-Identifier: Apache-2.0
"""BagIt 1.0 (RFC 8493), the plain alternative: what is handed over lies in data/, lists of hashes beside it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.messages import translate
from ocr_kh.writing.atomic import atomic_write, sha256, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.project_file import Project

PAYLOAD = "data"
_DECLARATION, _INFO = "bagit.txt", "bag-info.txt"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]?(.+)")


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag."""
    return (folder / _DECLARATION).is_file()


def write_bag(bag: Path, project: Project) -> None:
    """The tag files of a bag whose payload lies there. Raises OutputError."""
    total, count = 0, 0
    with atomic_write(bag / _MANIFEST) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for path in _files(bag / PAYLOAD):
            file.write(f"{sha256(path)}  {_encoded(path.relative_to(bag).as_posix())}\n")
            total, count = total + path.stat().st_size, count + 1
    write_text(bag / _DECLARATION, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    info = {
        "Source-Organization": project.agency.name,
        "Bagging-Date": f"{datetime.now(UTC):%Y-%m-%d}",
        "Bag-Software-Agent": f"ocr_kh {ocr_kh.__version__}",
        "Payload-Oxum": f"{total}.{count}",
    }
    write_text(bag / _INFO, "".join(f"{name}: {value}\n" for name, value in info.items() if value))
    tags = (_DECLARATION, _INFO, _MANIFEST)
    write_text(bag / _TAG_MANIFEST, "".join(f"{sha256(bag / name)}  {name}\n" for name in tags))


def bag_faults(bag: Path) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a bag: a code, the file, and the reason."""
    for manifest in (_MANIFEST, _TAG_MANIFEST):
        named = set()
        for digest, name in _manifest(bag / manifest):
            named.add(name)
            if not (bag / name).is_file():
                yield "file.missing", name, translate("{table} names it, and it is not there").format(table=manifest)
            elif sha256(bag / name) != digest.lower():
                template = translate("its content is not the one that {path} has the checksum of")
                yield "file.checksum", name, template.format(path=manifest)
        if not named:
            yield "bag.manifest", manifest, translate("it is missing, or empty")
        elif manifest == _MANIFEST:
            for path in _files(bag / PAYLOAD):
                if (name := path.relative_to(bag).as_posix()) not in named:
                    yield "file.orphan", name, translate("{table} does not name it").format(table=manifest)


def _manifest(path: Path) -> Iterator[tuple[str, str]]:
    """Hashes and names of a manifest; `%0A`, `%0D` and `%25` are how RFC 8493 writes line ends and percent signs."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            if match := _LINE.fullmatch(line.rstrip("\r\n")):
                yield match[1], match[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            yield from _files(path)
        else:
            yield path
