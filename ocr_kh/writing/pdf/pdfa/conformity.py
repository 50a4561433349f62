# SPDX-License-Identifier: Apache-2.0
"""Whether a PDF is PDF/A-2b, and if not, what is wrong.

pikepdf's checker approves only what it knows to be right, rule by rule of veraPDF's list, so its approval holds and its
refusal may be a false alarm; a page costs it 5 ms. What it does not approve is asked of veraPDF, where that is
installed (`verapdf` on the PATH): the checker that others go by, and 2 s for Java to start.

It is meant for files that qpdf wrote: of others it does not check cross-reference tables and lengths of streams, whose
faults qpdf mends as it reads. docs/pdfa.md has its share of right verdicts.
"""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pikepdf
from pikepdf import Name, Stream

from ocr_kh.programs import VERAPDF
from ocr_kh.writing.pdf.hidden_text import UNPARSABLE
from ocr_kh.writing.pdf.pdf_file import only_pages, save_pdf, write_pdf
from ocr_kh.writing.pdf.pdfa.checkable import put_plainly
from ocr_kh.writing.pdf.pdfa.jpeg2000 import jpeg2000_faults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pikepdf.pdfa import Report

Fault: TypeAlias = tuple[str, str]
"""A rule and what breaks it."""
_MOST = 20
"""Findings that are told: a font that is missing is missing on every page."""
_JPEG_2000 = "JPEG 2000"
"""What pikepdf says of images that it leaves open."""
_NOT_READ = "pikepdf:internal"
"""Its rule for what is no PDF, or damaged."""
_HEADER_BYTES = 64
_HEADER = re.compile(rb"%PDF-1\.[0-7](?:\r\n|\r|\n)%[\x80-\xff]{4}")
"""The version, then a comment of bytes that no text has, so that programs take the file for what it is."""
_SECONDS = 300.0
"""What veraPDF may take; a document of 500 pages takes it half a minute."""

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it wonders about the dates of fonts, on stderr


@dataclass(frozen=True, slots=True)
class Conformity:
    """What a checker says of a file."""

    conforms: bool
    checker: str
    """Its name and version."""
    findings: tuple[str, ...] = ()
    """What is wrong, or could not be checked, each with its rule; one a rule, at most `_MOST`."""

    def as_record(self) -> dict[str, object]:
        """For provenance.json."""
        return {"conforms": self.conforms, "checker": self.checker, "findings": list(self.findings)}


def check_conformity(path: Path) -> Conformity:
    """Check the PDF at `path` against PDF/A-2b."""
    own = _by_pikepdf(path)
    if own.conforms:
        return own
    return by_verapdf(path) or own


def pages_at_fault(path: Path) -> tuple[int, ...]:
    """The pages of the PDF at `path`, from 1, that are not PDF/A-2b each by itself, by pikepdf."""
    with pikepdf.open(path) as pdf, tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        numbers = range(1, len(pdf.pages) + 1)
        return tuple(number for number in numbers if not _conforms_alone(pdf, number, Path(folder) / "page.pdf"))


def _conforms_alone(pdf: pikepdf.Pdf, number: int, place: Path) -> bool:
    from pikepdf import pdfa

    try:
        page = only_pages(pdf, number, number)
        pdfa.prepare(page, pdfa.Flavour.PDFA_2B, output_intent=None)
        save_pdf(page, place)
    except (*UNPARSABLE, RuntimeError):
        return False
    return _by_pikepdf(place).conforms


def _by_pikepdf(path: Path) -> Conformity:
    from pikepdf import pdfa

    with path.open("rb") as file:  # by its path, the system's refusal to open it would be a finding about the file
        report = pdfa.validate_written(file, pdfa.Flavour.PDFA_2B)
    faults = _header_faults(path)
    open_questions = [finding for finding in report.findings if _JPEG_2000 not in finding.message]
    if report.verdict == "not_checked" and open_questions and open_questions[0].rule != _NOT_READ:
        with suppress(*UNPARSABLE, RuntimeError):  # what cannot be put plainly stays open
            report, more = _look_again(path)
            faults += more
    found = [(finding.rule, f"{finding.message} ({finding.where})") for finding in report.findings] + faults
    if report.verdict == "not_checked" and any(_JPEG_2000 in message for _, message in found):
        found = [(rule, message) for rule, message in found if _JPEG_2000 not in message] + _jpeg2000_faults(path)
    return Conformity(not found, f"pikepdf {pikepdf.__version__}", _one_a_rule(found))


def _header_faults(path: Path) -> list[Fault]:
    """What is wrong with how the file begins, which pikepdf leaves to qpdf: that has read past it (6.1.2)."""
    with path.open("rb") as file:
        start = file.read(_HEADER_BYTES)
    return [] if _HEADER.match(start) else [("ISO_19005_2:6.1.2", "the header is not as it must be")]


def _look_again(path: Path) -> tuple[Report, list[Fault]]:
    """What pikepdf says of the file once that which it left open is put plainly, and what is wrong with the latter.

    Of things that break a rule there are none that it knows: those it would have told of at the first look.
    """
    from pikepdf import pdfa

    with pikepdf.open(path, inherit_page_attributes=False) as pdf, io.BytesIO() as plain:
        faults = put_plainly(pdf)
        write_pdf(pdf, plain)
        plain.seek(0)
        return pdfa.validate_written(plain, pdfa.Flavour.PDFA_2B), faults


def _jpeg2000_faults(path: Path) -> list[Fault]:
    """What is wrong with the JPEG 2000 images of the file, which are all that pikepdf leaves open of most scans."""
    faults = []
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, Stream) and "JPXDecode" in str(item.get(Name.Filter)):
                if str(item.Filter) != "/JPXDecode" or item.get(Name.SMaskInData, 0) != 0:
                    faults.append(("ocr_kh:jpeg2000", "packed twice, or with a mask of its own"))
                known = Name.ColorSpace in item
                found = jpeg2000_faults(item.read_raw_bytes(), has_colour_space=known)
                faults += [_split_findings(fault) for fault in found]
    return faults


def _split_findings(fault: str) -> Fault:
    rule, _, message = fault.partition(": ")
    return rule, message


def by_verapdf(path: Path) -> Conformity | None:
    """What veraPDF says; None where it is not installed or gives no verdict."""
    program = VERAPDF.path()
    if program is None:
        return None
    command = [program, "--format", "json", "--flavour", "2b", str(path.absolute())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        return _verapdf_verdict(json.loads(done.stdout))
    except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError, AttributeError):
        return None


def _verapdf_verdict(told: dict[str, Any]) -> Conformity:
    """From veraPDF's JSON; older versions give one result instead of a list. Raises LookupError without a verdict."""
    report = told["report"]
    result = report["jobs"][0]["validationResult"]
    result = result[0] if isinstance(result, list) else result
    details = result["details"]
    releases = {each["id"]: each["version"] for each in report["buildInformation"]["releaseDetails"]}
    rules = details.get("ruleSummaries", [])
    findings = _one_a_rule(
        (f"{rule.get('specification', '')}:{rule['clause']}-{rule['testNumber']}", str(rule.get("description", "")))
        for rule in rules
    )
    conforms = details["failedRules"] == 0 and result["compliant"] is True
    return Conformity(conforms, f"veraPDF {next(iter(releases.values()), '')}".rstrip(), findings)


def _one_a_rule(findings: Iterable[Fault]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for rule, message in findings:
        first.setdefault(rule, message)
    return tuple(f"{rule}: {message}" for rule, message in first.items())[:_MOST]
