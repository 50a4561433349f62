# SPDX-License-Identifier: Apache-2.0
"""Why a person should look, in words and in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from ocr_kh.plan.review.triage import Reason

_WORDS = {
    "document.failed": N_("the document could not be read"),
    "page.failed": N_("the page could not be read"),
    "page.read": N_("to read through, words: {count}"),
    "words.doubtful": N_("doubtful words: {count}"),
    "header.issuer": N_("the issuing body is missing"),
    "header.issuer_inferred": N_("the issuing body was inferred"),
    "header.number": N_("the number cannot be read"),
    "header.number_blank": N_("the number is blank"),
    "header.number_file_name": N_("the number is that of the file name"),
    "header.number_zero": N_("the number lacks its zero"),
    "header.symbol": N_("the symbol is missing"),
    "header.symbol_form": N_("the symbol is unusual"),
    "header.date": N_("the date is incomplete"),
    "header.date_signature": N_("the day is that of the digital signature"),
    "header.date_future": N_("the date lies in the future"),
    "header.place": N_("the place is not the issuer's"),
    "header.type": N_("the type of document is missing"),
    "header.subject": N_("the subject is missing"),
    "outline.gap": N_("a number of the outline is missing"),
    "outline.order": N_("numbers of the outline are out of order"),
    "outline.repeat": N_("a number of the outline stands twice"),
    "outline.start": N_("the outline does not begin with its first number"),
    "outline.lost": N_("a number of the outline was not read"),
    "outline.empty": N_("there is no numbered section"),
    "bases.end": N_("a basis ends in the wrong sign"),
    "citation.date": N_("a cited document is younger than this one"),
    "closing.end": N_("the text does not end in ./."),
    "closing.recipients": N_("the recipients are missing"),
    "closing.file_copy": N_("the file copy is missing among the recipients"),
    "closing.signature": N_("the signature is missing"),
    "closing.signer": N_("the name of a signer is missing"),
    "closing.authority": N_("signed for someone, without a deputy's title"),
    "pages.order": N_("page numbers do not follow one another"),
    "pages.boundary": N_("whether another document begins here is doubtful"),
    "pdf.conformity": N_("searchable.pdf is not PDF/A"),
    "pdf.words": N_("words read back from searchable.pdf are others"),
}
"""What each code of a finding says."""


def in_words(reason: Reason) -> str:
    """What `reason` says; its message where the code is none of ours."""
    return translate(_WORDS[reason.code]).format(count=reason.count) if reason.code in _WORDS else reason.message
