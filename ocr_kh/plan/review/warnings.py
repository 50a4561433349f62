# SPDX-License-Identifier: Apache-2.0
"""Every warning a plan may bear: its code, its message, its words for archivists, and what a look at it is worth.

This is the one home of a warning. `warn` makes them and refuses a code that has no row; `plan.review.triage` weighs
them; needs_review.csv takes its words from here, docs/formats.md its table. To add one: a row, a call of `warn`,
the Vietnamese of its words (`make messages`), and `make docs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocr_kh.messages import N_, translate
from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocr_kh.plan.model import Plan

FIELD_FAULTS = 10.0
"""Wrong words that a wrong field of the header counts as: the index and the archive record are made of these. What
counts as much, or more, makes a document one to be reviewed."""
HEADING_FAULTS = 3.0
"""A heading lost or misread, whose section stands in the wrong place; as much for a part of the closing."""
PAGE_FAULTS = 20.0
"""A page may be missing or belong elsewhere."""
HINT_FAULTS = 2.0
"""Something is unlikely, and as often right."""
GLANCE_FAULTS = 1.0
"""Few are wrong, but a glance tells."""
AUTHOR_FAULTS = 0.5
"""Most stand so on the page: not worth opening it, but worth a look when it is open."""
NO_FAULTS = 0.0
"""Nothing that a look could mend."""
WARNING_MINUTES = 0.3
"""To compare one value with the open page, and to mend it. An estimate, as all of these are."""


class Slip(StrEnum):
    """Whose slip is most often behind a warning."""

    MACHINE = "machine"
    """Something was misread, missed, or taken from elsewhere."""
    AUTHOR = "author"
    """It stands so on the page."""
    HANDWRITING = "handwriting"
    """It was written by hand, and read by our own reader."""
    SCAN = "scan"
    """The scan is too poor: plan.json and `inspect` tell of it, only another scan mends it."""
    PDF = "PDF"
    """searchable.pdf is not as it should be."""
    PERSON = "person"
    """What a person did does not fit what was read; nothing of it is lost."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of all warnings with one code."""

    code: str
    """Part of the document, then what is amiss: `header.number_blank`."""
    message: str
    """English, for plan.json; names in braces are filled in by `warn`."""
    words: str
    """For needs_review.csv, translated when they are shown."""
    faults: float
    """Wrong words that a look is expected to mend; NO_FAULTS keeps it out of needs_review.csv."""
    slip: Slip = Slip.MACHINE
    minutes: float = WARNING_MINUTES
    """That the look takes once the page is open."""


_KINDS = (
    Kind("header.issuer", "no issuing body found", N_("the issuing body is missing"), FIELD_FAULTS),
    Kind(
        "header.issuer_inferred",
        "the issuing body was inferred from the text",
        N_("the issuing body was inferred"),
        FIELD_FAULTS,
    ),
    Kind("header.number", "the number cannot be read", N_("the number cannot be read"), FIELD_FAULTS),
    Kind("header.number_blank", "the number is blank", N_("the number is blank"), FIELD_FAULTS),
    Kind(
        "header.number_file_name",
        "the number is the one in the file name ({number})",
        N_("the number is that of the file name"),
        FIELD_FAULTS,
    ),
    Kind(
        "header.number_annex",
        "the number is the one that an annex gives ({value})",
        N_("the number is that of an annex"),
        GLANCE_FAULTS,
    ),
    Kind(
        "header.number_differs",
        "an annex gives another number: {number}",
        N_("an annex gives another number"),
        FIELD_FAULTS,
    ),
    Kind(
        "header.number_handwritten",
        "the number was written by hand ({number}){elsewhere}",
        N_("the number was written by hand"),
        GLANCE_FAULTS,
        Slip.HANDWRITING,
    ),
    Kind(
        "header.number_zero",
        "a number below 10 has a zero before it: {number}",
        N_("the number lacks its zero"),
        AUTHOR_FAULTS,
        Slip.AUTHOR,
    ),
    Kind("header.symbol", "no number and symbol found", N_("the symbol is missing"), FIELD_FAULTS),
    Kind(
        "header.symbol_form",
        "an unusual symbol: {symbol}",
        N_("the symbol is unusual"),
        AUTHOR_FAULTS,
        Slip.AUTHOR,
    ),
    Kind("header.date", "the date is incomplete", N_("the date is incomplete"), FIELD_FAULTS),
    Kind("header.date_missing", "no date found", N_("the date is missing"), FIELD_FAULTS),
    Kind(
        "header.date_annex",
        "the date is the one that an annex gives ({value})",
        N_("the date is that of an annex"),
        GLANCE_FAULTS,
    ),
    Kind(
        "header.date_handwritten",
        "the date was written by hand ({date})",
        N_("the date was written by hand"),
        GLANCE_FAULTS,
        Slip.HANDWRITING,
    ),
    Kind("header.date_future", "the date lies in the future: {date}", N_("the date lies in the future"), FIELD_FAULTS),
    Kind("header.place", "issued at {place} by {issuer}", N_("the place is not the issuer's"), FIELD_FAULTS),
    Kind("header.type", "no document type found", N_("the type of document is missing"), FIELD_FAULTS),
    Kind("header.subject", "no subject found", N_("the subject is missing"), FIELD_FAULTS),
    Kind(
        "header.doubtful",
        "{field} is right with a probability of {probability} only{otherwise}",
        N_("a field of the record is doubtful"),
        FIELD_FAULTS,
    ),
    Kind("outline.gap", "{before} is followed by {after}", N_("a number of the outline is missing"), HEADING_FAULTS),
    Kind(
        "outline.order",
        "{before} is followed by {after}",
        N_("numbers of the outline are out of order"),
        HEADING_FAULTS,
    ),
    Kind(
        "outline.repeat",
        "{marker} stands twice on one level",
        N_("a number of the outline stands twice"),
        HEADING_FAULTS,
    ),
    Kind(
        "outline.start",
        "the numbering starts at {marker}",
        N_("the outline does not begin with its first number"),
        HEADING_FAULTS,
    ),
    Kind(
        "outline.lost",
        "{marker} was not read; it follows from the numbers beside it",
        N_("a number of the outline was not read"),
        HEADING_FAULTS,
    ),
    Kind("outline.empty", "no numbered section found", N_("there is no numbered section"), FIELD_FAULTS),
    Kind(
        "bases.end",
        "a basis does not end in {mark}",
        N_("a basis ends in the wrong sign"),
        AUTHOR_FAULTS,
        Slip.AUTHOR,
    ),
    Kind(
        "citation.date",
        "{cited} of {day} is cited by a document of {issued}",
        N_("a cited document is younger than this one"),
        HINT_FAULTS,
    ),
    Kind(
        "closing.end",
        "the text does not end in ./.",
        N_("the text does not end in ./."),
        AUTHOR_FAULTS,
        Slip.AUTHOR,
    ),
    Kind("closing.recipients", "no recipients found", N_("the recipients are missing"), HEADING_FAULTS),
    Kind(
        "closing.file_copy",
        "the last recipient is not the file copy (Lưu)",
        N_("the file copy is missing among the recipients"),
        AUTHOR_FAULTS,
        Slip.AUTHOR,
    ),
    Kind("closing.signature", "no signature found", N_("the signature is missing"), HEADING_FAULTS),
    Kind("closing.signer", "a signature has no name", N_("the name of a signer is missing"), HEADING_FAULTS),
    Kind(
        "closing.authority",
        "{line} without a deputy's title below it",
        N_("signed for someone, without a deputy's title"),
        HEADING_FAULTS,
    ),
    Kind(
        "pages.order",
        "page number {number} follows {before}",
        N_("page numbers do not follow one another"),
        PAGE_FAULTS,
    ),
    Kind("pages.boundary", "{doubt}", N_("whether another document begins here is doubtful"), PAGE_FAULTS),
    Kind(
        "pdf.conformity",
        "searchable.pdf is not PDF/A-2b, or cannot be shown to be: {reasons}",
        N_("searchable.pdf is not PDF/A"),
        HINT_FAULTS,
        Slip.PDF,
    ),
    Kind(
        "pdf.words",
        "of the words of searchable.pdf {missing} cannot be read back, and {extra} are none of ours",
        N_("words read back from searchable.pdf are others"),
        HINT_FAULTS,
        Slip.PDF,
    ),
    Kind(
        "corrections.unplaced",
        "a correction has no place in this reading: {read} to {right}",
        N_("a correction has no place in this reading"),
        GLANCE_FAULTS,
        Slip.PERSON,
    ),
    Kind(
        "corrections.read_anew",
        "{field} is {right} by a person's decision; it now reads {read}",
        N_("a field that a person decided now reads otherwise"),
        GLANCE_FAULTS,
        Slip.PERSON,
    ),
    Kind(
        "corrections.other_scan",
        "corrections were made on another scan of that name; they hold here too where they have a place",
        N_("corrections come from another scan of that name"),
        FIELD_FAULTS,
        Slip.PERSON,
    ),
    Kind(
        "corrections.unread",
        "lines of corrections.jsonl that are torn, or of a kind unknown here, are passed over: {lines}",
        N_("a line of corrections.jsonl cannot be read"),
        GLANCE_FAULTS,
        Slip.PERSON,
    ),
    Kind(
        "corrections.kept_beside",
        "{name} was edited by hand and could not be taken in; it is kept as {kept}",
        N_("a file edited by hand is kept beside the new one"),
        HINT_FAULTS,
        Slip.PERSON,
    ),
    Kind(
        "scan.resolution",
        "scanned at {dpi} dpi; the archive rule asks for {demanded} ({pages})",
        N_("the scan is coarser than the archive rule asks for"),
        NO_FAULTS,
        Slip.SCAN,
    ),
    Kind(
        "scan.colour",
        "scanned without colour; the archive rule asks for it ({pages})",
        N_("the scan has no colour"),
        NO_FAULTS,
        Slip.SCAN,
    ),
    Kind(
        "scan.incomplete",
        "the image data end early, and a part of the page is lost; scan or copy it again ({pages})",
        N_("a part of the page is lost: scan or copy it again"),
        NO_FAULTS,
        Slip.SCAN,
    ),
    Kind(
        "scan.other_side",
        "print of the other side shines through, and nothing else was read ({pages})",
        N_("print of the other side shines through: see that there is no other"),
        HINT_FAULTS,
    ),
    Kind(
        "scan.unreadable",
        "there is print of which no word can be read; scan it again ({pages})",
        N_("no word of the print can be read: scan it again"),
        NO_FAULTS,
        Slip.SCAN,
    ),
    Kind(
        "paper.unread",
        "no {what} could be read on this paper of a hồ sơ",
        N_("a cover or contents list could not be read"),
        FIELD_FAULTS,
    ),
    Kind(
        "text.marks",
        "{share} of 100 words bear Vietnamese marks: repair the text before it is parsed",
        N_("hardly a word bears Vietnamese marks: repair the text, or read it with the Vietnamese model"),
        PAGE_FAULTS,
    ),
    Kind(
        "text.characters",
        "{count} characters that no text can hold were replaced by U+FFFD",
        N_("characters that no text can hold were replaced: look at the original"),
        GLANCE_FAULTS,
    ),
)

WARNINGS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
"""By code, in the order of docs/formats.md."""

UNKNOWN = Kind("", "", "", HINT_FAULTS)
"""For a code of another version in a plan.json that was read."""


def warn(code: str, plan: Plan | None = None, *, at: str = "", page: int | None = None, **values: object) -> Warning:
    """The warning with this code: the only way to make one.

    Its page is `page`, or that of the evidence which `plan` has for `at`, a JSON Pointer; else none. `values` fill the
    message. Raises KeyError for a code without a row here, and for a value that the message lacks.

    >>> warn("outline.repeat", page=2, marker="3")
    Warning(code='outline.repeat', message='3 stands twice on one level', page=2)
    """
    if code not in WARNINGS:
        raise KeyError(f"no warning has the code {code!r}: give it a row in ocr_kh/plan/review/warnings.py")
    if page is None and plan is not None and at in plan.evidence:
        page = plan.evidence[at].page
    return Warning(code=code, message=WARNINGS[code].message.format(**values), page=page)


def in_words(code: str, message: str) -> str:
    """What `code` says in the language in use; `message` where a plan of another version has a code unknown here."""
    return translate(WARNINGS.get(code, UNKNOWN).words) or message
