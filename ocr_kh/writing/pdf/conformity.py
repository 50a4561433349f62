# SPDX-License-Identifier: Apache-2.0
"""Whether a PDF is PDF/A-2b, and if not, what is wrong.

pikepdf's checker approves only what it knows to be right, rule by rule of veraPDF's list, so its approval holds and its
refusal may be a false alarm; a page costs it 5 ms. What it does not approve is asked of veraPDF, where that is
installed (`verapdf` on the PATH): the checker that others go by, and 2 s for Java to start.
"""

from __future__ import annotations

import json
import logging
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name, Stream

from ocr_kh.programs import VERAPDF
from ocr_kh.writing.pdf.jpeg2000 import jpeg2000_faults

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MOST = 20
"""Findings that are told: a font that is missing is missing on every page."""
_JPEG_2000 = "JPEG 2000"
"""What pikepdf says of images that it leaves open."""
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


def _by_pikepdf(path: Path) -> Conformity:
    from pikepdf import pdfa

    report = pdfa.validate_written(path, pdfa.Flavour.PDFA_2B)
    found = [(finding.rule, f"{finding.message} ({finding.where})") for finding in report.findings]
    if report.verdict == "not_checked" and any(_JPEG_2000 in message for _, message in found):
        faults = _jpeg2000_faults(path)
        found = [(rule, message) for rule, message in found if _JPEG_2000 not in message] + faults
    return Conformity(not found, f"pikepdf {pikepdf.__version__}", _one_a_rule(found))


def _jpeg2000_faults(path: Path) -> list[tuple[str, str]]:
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


def _split_findings(fault: str) -> tuple[str, str]:
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


def _one_a_rule(findings: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for rule, message in findings:
        first.setdefault(rule, message)
    return tuple(f"{rule}: {message}" for rule, message in first.items())[:_MOST]
