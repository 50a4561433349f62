# SPDX-License-Identifier: Apache-2.0
"""Which files become PDF/A-2b, and how often the checker is right; nothing is read.

    python -m bench.archival SCANS [--pdfa MODE]...
    python -m bench.archival --corpus FOLDER

SCANS is a folder of PDFs and images, or one of them. `searchable.pdf` of each is written in every MODE (`keep` and
`raster` unless told otherwise), without words: whether it conforms, by our checker and by page-validation where that is
installed, and why not.

FOLDER holds parts of veraPDF's public corpus (github.com/veraPDF/veraPDF-corpus: `PDF_A-2b`, `PDF_A-2u`), whose file
names say `pass` or `fail`: the share of right verdicts, a part a line. That a file of the other parts claims another
level than B is no fault here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pikepdf

from ocr_kh.document import Document, Page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Pdfa, Settings
from ocr_kh.writing.pdf.hidden_text import full_page_images
from ocr_kh.writing.pdf.pdfa.conformity import check_conformity
from ocr_kh.writing.pdf.searchable import write_searchable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_OUR_PART = "PDF_A-2b"
_LEVEL_CLAIMED = "ISO_19005_2:6.6.4-3:"
"""The rule on the level that a file claims: those of the levels U and A are of level B too."""
_DEFAULT_MODES: tuple[Pdfa, ...] = ("keep", "raster")


@dataclass(slots=True)
class Verdicts:
    """Files of a part of the corpus, by what they are and what the checker said."""

    passing: int = 0
    """Files that conform, by their names."""
    approved: int = 0
    """Those of them that the checker approves."""
    failing: int = 0
    refused: int = 0
    """Files that do not conform, and that the checker refuses."""

    def count(self, *, conforms: bool, approved: bool) -> None:
        """One file more."""
        self.passing += conforms
        self.approved += conforms and approved
        self.failing += not conforms
        self.refused += not conforms and not approved

    @property
    def right(self) -> float:
        """The share of all verdicts that are right."""
        return (self.approved + self.refused) / max(self.passing + self.failing, 1)


def without_words(scan: Path, settings: Settings) -> Document:
    """`scan` as a document whose pages bear no words; one over which an image lies counts as read by the engine."""
    source = open_source(scan, settings)
    pages = [Page(number, source="ocr") for number in range(1, source.page_count + 1)]
    if source.kind == "pdf":
        with pikepdf.open(scan) as pdf:
            pages = [
                Page(number, source="ocr" if full_page_images(page) else "text")
                for number, page in enumerate(pdf.pages, start=1)
            ]
    return Document(scan.name, source.sha256, tuple(pages))


def archived(scan: Path, mode: Pdfa) -> tuple[str, ...]:
    """Why `scan`, written in that mode, is not PDF/A-2b; empty when it is. Raises InputError."""
    document = without_words(scan, Settings())
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        target = Path(folder) / "searchable.pdf"
        report = write_searchable(scan, document, target, pdfa=mode)
        if not report.conformity.conforms:
            return report.conformity.findings
        return second_opinion(target)


def second_opinion(path: Path) -> tuple[str, ...]:
    """What page-validation finds wrong; nothing where it is not installed."""
    try:
        import page
    except ImportError:
        return ()
    verdict = page.validate_pdf(path, profile="pdfa2b")
    return tuple(f"page-validation {failure.rule_id}: {failure.message}" for failure in verdict.failures)


def corpus_verdicts(corpus: Path) -> dict[str, Verdicts]:
    """The checker's verdicts on all files below `corpus` whose names say what they are, by part and chapter."""
    found = defaultdict[str, Verdicts](Verdicts)
    for path in sorted(corpus.rglob("*.pdf")):
        conforms, fails = "-pass-" in path.name, "-fail-" in path.name
        if conforms != fails:
            part, chapter = path.relative_to(corpus).parts[:2]
            approved = _is_approved(path, any_level=part != _OUR_PART)
            found[f"{part} {chapter}"].count(conforms=conforms, approved=approved)
    return dict(found)


def _is_approved(path: Path, *, any_level: bool) -> bool:
    """Whether the checker finds nothing wrong, or nothing but that the file claims another level than B."""
    findings = check_conformity(path).findings
    return not findings or (any_level and all(finding.startswith(_LEVEL_CLAIMED) for finding in findings))


def _verdict_lines(found: dict[str, Verdicts]) -> Iterator[str]:
    yield "| part | conforming, approved | not conforming, refused | right |"
    yield "|---|---|---|---|"
    for part, each in {**found, "all": _total(found.values())}.items():
        yield f"| {part} | {each.approved} of {each.passing} | {each.refused} of {each.failing} | {each.right:.1%} |"


def _total(found: Iterable[Verdicts]) -> Verdicts:
    total = Verdicts()
    for each in found:
        total.passing += each.passing
        total.approved += each.approved
        total.failing += each.failing
        total.refused += each.refused
    return total


def _files(scans: Path) -> list[Path]:
    return [scans] if scans.is_file() else sorted(p for p in scans.rglob("*") if p.suffix.lower() in _SUFFIXES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when each file conforms in one of the modes, or for a corpus."""
    parser = argparse.ArgumentParser(prog="python -m bench.archival", description=__doc__.partition("\n")[0])
    parser.add_argument("scans", type=Path, nargs="?", help="folder of PDFs and images, or one of them")
    parser.add_argument("--pdfa", choices=get_args(Pdfa), action="append", help="may be given several times")
    parser.add_argument("--corpus", type=Path, help="folder of veraPDF's corpus")
    options = parser.parse_args(arguments)
    if options.corpus:
        sys.stdout.write("\n".join(_verdict_lines(corpus_verdicts(options.corpus))) + "\n")
        return 0
    if options.scans is None:
        parser.error("SCANS or --corpus FOLDER")
    return _measure(_files(options.scans), options.pdfa or _DEFAULT_MODES)


def _measure(files: Sequence[Path], modes: Sequence[Pdfa]) -> int:
    """A line a file and mode, then the counts; 0 when each file conforms in one of the modes."""
    conforming = dict.fromkeys(modes, 0)
    neither = 0
    for path in files:
        faults = {mode: archived(path, mode) for mode in modes}
        for mode, why in faults.items():
            conforming[mode] += not why
            sys.stdout.write(f"{path.name}\t{mode}\t{'; '.join(why) or 'conforms'}\n")
        neither += all(faults.values())
        sys.stdout.flush()
    counts = ", ".join(f"{mode} {count}" for mode, count in conforming.items())
    sys.stdout.write(f"{len(files)} files; PDF/A-2b: {counts}; in no mode: {neither}\n")
    return 1 if neither else 0


if __name__ == "__main__":
    raise SystemExit(main())
