# SPDX-License-Identifier: Apache-2.0
"""provenance.json: with what, from what and when the files beside it were made."""

from __future__ import annotations

import json
import platform
import re
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import ocr_kh
from ocr_kh.programs import POPPLER, TESSERACT
from ocr_kh.reading.source import plain
from ocr_kh.writing.atomic import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocr_kh.document import Document, Page
    from ocr_kh.settings import Settings
    from ocr_kh.writing.pdf.searchable import Searchable

_LIBRARIES = ("img2pdf", "numpy", "opencv-python", "pikepdf", "pillow", "pypdfium2", "pytesseract", "rapidfuzz")
_MODEL_SUFFIXES = frozenset({".bin", ".gz", ".json", ".npy", ".npz", ".onnx", ".xz", ".zst"})
"""Of model files in the package; other files there are code."""


def provenance(  # noqa: PLR0913 - what it tells of, most by name
    document: Document,
    sources: Sequence[Path],
    settings: Settings,
    *,
    started: datetime,
    outputs: Mapping[str, str],
    searchable: Searchable | None = None,
) -> str:
    """The text of provenance.json; `outputs` are the names of the files written and their SHA-256."""
    record = {
        "tool": {"name": "ocr_kh", "version": ocr_kh.__version__},
        "python": platform.python_version(),
        "platform": platform.platform(),
        "tesseract": TESSERACT.version(),
        "poppler": POPPLER.version(),
        "libraries": _library_versions(),
        **ingredients(settings),
        "settings": settings.as_dict(),
        "settings_fingerprint": settings.fingerprint,
        "input": {
            "name": document.name,
            "sha256": document.sha256,
            "files": _input_files(document, sources),
            "documents": document.part.count if document.part else 1,
            "page_range": list(document.page_range) if document.has_pages else None,
        },
        "outputs": dict(sorted(outputs.items())),
        "searchable_pdf": searchable.as_record() if searchable else None,
        "pages": [_page_record(page) for page in document.pages],
        "started": _timestamp(started),
        "ended": _timestamp(datetime.now(UTC)),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def renewed(earlier: str, outputs: Mapping[str, str], searchable: Searchable | None) -> str:
    """An earlier provenance.json, for files that were made again from what was read then.

    It tells of the reading as it did; `exported` says with which version and when the files were made, if they differ.
    """
    record = json.loads(earlier)
    if record["outputs"] == outputs:
        return earlier
    record["outputs"] = dict(sorted(outputs.items()))
    if searchable:
        record["searchable_pdf"] = searchable.as_record()
    record["exported"] = {"version": ocr_kh.__version__, "ended": _timestamp(datetime.now(UTC))}
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def ingredients(settings: Settings) -> dict[str, object]:
    """What results depend on beside the input and the settings, as provenance.json names it."""
    return {
        "models": {**_engine_models(settings.language), **_package_models()},
        "dictionaries": _dictionaries(settings.dictionaries),
    }


def written_hash(path: Path) -> str:
    """SHA-256 of a document's file as provenance.json beside it says; of its bytes where that says nothing."""
    try:
        known = json.loads((path.parent / "provenance.json").read_text(encoding="utf-8"))["outputs"][path.name]
    except (OSError, ValueError, KeyError, TypeError):
        known = None
    return known if isinstance(known, str) else sha256(path)


def _input_files(document: Document, sources: Sequence[Path]) -> list[dict[str, str]]:
    """Each file with its hash; the document's own is that of its only file."""
    if len(sources) == 1:
        return [{"name": plain(sources[0].name), "sha256": document.sha256}]
    return [{"name": plain(path.name), "sha256": sha256(path)} for path in sources]


def _page_record(page: Page) -> dict[str, object]:
    return {
        "page": page.number,
        "source": page.source,
        "rotation": page.condition.rotation,
        "skew": round(page.condition.skew, 2),
        "words": sum(len(line.words) for line in page.lines),
        "mean_confidence": None if (mean := page.mean_confidence) is None else round(mean, 4),
        "error": page.error,
        "seconds": round(page.seconds, 3),
    }


def _timestamp(moment: datetime) -> str:
    """ISO 8601 with the offset of this place, to the second."""
    return moment.astimezone().isoformat(timespec="seconds")


@cache
def _library_versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # another build of it, such as opencv-python-headless
            continue
    return found


@cache
def _engine_models(language: str) -> dict[str, str]:
    """The engine's data for each part of `language` (`vie+eng`), from the folder the engine names."""
    folder = re.search(r'in "(.+?)"', TESSERACT.output("--list-langs"))
    paths = [Path(folder[1]) / f"{part}.traineddata" for part in language.split("+")] if folder else []
    return _hashes(path for path in paths if path.is_file())


@cache
def _package_models() -> dict[str, str]:
    """The models that the package carries."""
    from ocr_kh.models import FOLDER

    return _hashes(path for path in sorted(FOLDER.iterdir()) if path.suffix in _MODEL_SUFFIXES)


@cache
def _dictionaries(own: tuple[Path, ...]) -> dict[str, str]:
    """The shipped dictionaries by name, the user's `own` by path."""
    from ocr_kh.language.dictionary_files import dictionary_folder

    shipped = _hashes(_tables(dictionary_folder()))
    return {**shipped, **{str(path): sha256(path) for folder in own for path in _tables(folder)}}


def _tables(folder: Path) -> list[Path]:
    """Lists, tables and channels."""
    return sorted(path for path in folder.glob("*") if path.suffix in {".txt", ".tsv", ".npz"})


def _hashes(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: sha256(path) for path in paths}
