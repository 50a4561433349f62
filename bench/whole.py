# SPDX-License-Identifier: Apache-2.0
"""How much of real scans is read right: ours beside plain Tesseract and OCRmyPDF, page by page and in all.

    python -m bench.whole DATA [--cache DIR] [--upright] [--careful] [--only NAME ...] [--jobs N]

DATA holds scans (in `scanned/` if there is such a folder) and, in `truth/`, what they say: `<name>_pNN.txt` for a
page, where <name> is the file's name or its first two parts (`kgu_211c30`), or `<name>.txt` for the whole of it.
Every scan is converted, with or without truth: each page that goes in has to come out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench import peers
from bench.whole_table import OURS, Case, Conversion, Report, Tally, read_groups, table
from ocr_kh.document import Role
from ocr_kh.metrics import compare
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ocr_kh.document import Document

_SCANS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_LEFT_OUT = frozenset({Role.PAGE_NUMBER, Role.NOISE})
_GROUPS = Path(__file__).with_name("groups.toml")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a scan."""

    pages: list[str]
    whole: str

    def text(self, page: int | None) -> str:
        if page is None:
            return self.whole
        return self.pages[page - 1] if page <= len(self.pages) else ""


def find_cases(data: Path, scan: Path) -> list[Case]:
    """The truths of `scan` under `data/truth`."""
    truth = data / "truth"
    names = (scan.stem, "_".join(scan.stem.split("_")[:2]))
    for name in dict.fromkeys(names):
        if (whole := truth / f"{name}.txt").exists():
            return [Case(scan, name, None, whole.read_text("utf-8"))]
        if pages := sorted(truth.glob(f"{name}_p[0-9]*.txt")):
            numbered = ((int(path.stem.rpartition("_p")[2]), path) for path in pages)
            return [Case(scan, name, number, path.read_text("utf-8")) for number, path in numbered]
    return []


def find_scans(data: Path, only: Sequence[str] = ()) -> list[Path]:
    """The scans of `data`, those whose names begin with one of `only` if there are any."""
    folder = data / "scanned" if (data / "scanned").is_dir() else data
    scans = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SCANS)
    return [scan for scan in scans if not only or scan.name.startswith(tuple(only))]


def measure(
    data: Path, *, readers: Mapping[str, Callable[[Path], Reading]], settings: Settings, only: Sequence[str]
) -> Report:
    """Read every scan of `data` with ours, and those with a truth with each of `readers` too."""
    report = Report([OURS, *readers])
    for scan in find_scans(data, only):
        _tell(scan.name)
        ours, conversion = convert(scan, settings)
        report.conversions.append(conversion)
        cases = find_cases(data, scan)
        readings = {OURS: ours} | (_others(scan, readers, report.troubles) if cases else {})
        for case in cases:
            tallies = {reader: tally(reading.text(case.page), case.truth) for reader, reading in readings.items()}
            report.rows.append((case, tallies))
    return report


def convert(scan: Path, settings: Settings) -> tuple[Reading, Conversion]:
    """Read `scan` and write all its files, into a folder that is thrown away; pages are counted in searchable.pdf."""
    from ocr_kh.batch import reading
    from ocr_kh.errors import OcrKhError
    from ocr_kh.plan import parse
    from ocr_kh.writing import write_document
    from ocr_kh.writing.document.text_files import text_of

    began = time.monotonic()
    pages_in = 0
    try:
        pages_in = count_pages(scan)
        document = reading.read(scan, settings)
        with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
            write_document(document, parse(document), scan, Path(folder) / scan.name, settings)
            pages_out = count_pages(Path(folder) / scan.name / "searchable.pdf")
    except OcrKhError as error:
        return Reading([], ""), Conversion(scan, pages_in, 0, 0, time.monotonic() - began, str(error))
    failed = len(document.failed_pages)
    conversion = Conversion(scan, pages_in, pages_out, failed, time.monotonic() - began)
    return Reading(list(_page_texts(document)), text_of(document)), conversion


def count_pages(scan: Path) -> int:
    """Pages of a PDF or image, counted without our own reader."""
    if scan.suffix.lower() == ".pdf":
        import pikepdf

        with pikepdf.open(scan) as pdf:
            return len(pdf.pages)
    from PIL import Image

    with Image.open(scan) as image:
        return int(getattr(image, "n_frames", 1))


def tally(text: str, truth: str) -> Tally:
    """Count what is wrong with `text`."""
    figures = compare(text, truth)
    words, characters = figures.truth_words, figures.truth_characters
    return Tally(
        words=words,
        missed=round(figures.missed_words * max(words, 1)),
        extra=round(figures.extra_words * max(words, 1)),
        characters=characters,
        edits=round(figures.cer * max(characters, 1)),
    )


def _page_texts(document: Document) -> Iterator[str]:
    for page in document.pages:
        yield "\n".join(line.text for line in page.lines if line.role not in _LEFT_OUT)


def _others(scan: Path, readers: Mapping[str, Callable[[Path], Reading]], troubles: list[str]) -> dict[str, Reading]:
    """What the peers read; one that fails is named in `troubles` and missing."""
    readings = {}
    for name, read in readers.items():
        try:
            readings[name] = read(scan)
        except (subprocess.SubprocessError, OSError) as error:
            troubles.append(f"{name} failed on {scan.name}: {error}")
    return readings


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")


def _reader(
    read: Callable[[Path], list[str]], name: str, cache: Path | None, folder: Path
) -> Callable[[Path], Reading]:
    """A peer as a reader of scans; images are put into a PDF first, what was read before comes from `cache`."""
    read_once = peers.cached(read, name, cache)

    def read_scan(scan: Path) -> Reading:
        pages = read_once(peers.as_pdf(scan, folder))
        return Reading(pages, "\n".join(pages))

    return read_scan


def _peers(options: argparse.Namespace, jobs: int, folder: Path) -> dict[str, Callable[[Path], Reading]]:
    """Plain Tesseract, and OCRmyPDF where it is installed."""
    readers = {"tesseract": _reader(partial(peers.tesseract, jobs=jobs), "tesseract-200", options.cache, folder)}
    if program := options.ocrmypdf or peers.find_ocrmypdf():
        read = partial(peers.ocrmypdf, jobs=jobs, program=program, upright=options.upright)
        name = "ocrmypdf-upright" if options.upright else "ocrmypdf"
        readers["ocrmypdf"] = _reader(read, name, options.cache, folder)
    return readers


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.whole", description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with scans and their truth")
    parser.add_argument("--cache", type=Path, help="folder that keeps what the peers read, for the next run")
    parser.add_argument("--ocrmypdf", help="the OCRmyPDF to measure beside (default: the one installed)")
    parser.add_argument("--upright", action="store_true", help="have OCRmyPDF deskew and rotate pages")
    parser.add_argument("--no-peers", action="store_true", help="measure ours alone")
    parser.add_argument("--careful", action="store_true", help="read with a second model too")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="beginnings of the names to measure")
    parser.add_argument("--groups", type=Path, default=_GROUPS, help="TOML file of pages to sum up together")
    parser.add_argument("--jobs", type=int, default=2, help="page workers (default: 2)")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when every page that went in came out."""
    options = _options(arguments)
    if not options.data.is_dir():
        sys.stderr.write(f"{options.data} is no folder\n")
        return 2
    settings = Settings(jobs=options.jobs, careful=options.careful)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        readers = {} if options.no_peers else _peers(options, options.jobs, Path(folder))
        report = measure(options.data, readers=readers, settings=settings, only=options.only)
    sys.stdout.write(table(report, read_groups(options.groups)))
    return 0 if all(conversion.is_whole for conversion in report.conversions) else 5


if __name__ == "__main__":
    raise SystemExit(main())
