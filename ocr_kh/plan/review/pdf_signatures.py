# SPDX-License-Identifier: Apache-2.0
"""Digital signatures of a PDF: who signed and when, as the file states it.

Nothing is verified here; that needs the issuers' certificates. Of the certificate only the names of signer and body are
taken: subjects of Vietnamese certificates also hold the citizen's identity number, the tax number and the address.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from ocr_kh.plan.fields import DigitalSignature
from ocr_kh.plan.review.outside_evidence import cleaned
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TIME = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([+-])(\d{2})'?(\d{2})?|Z)?")
_MAX_PAGES = 50
"""Pages looked at for fields without a form."""


def digital_signatures(path: Path, pages: tuple[int, int] | None = None) -> tuple[DigitalSignature, ...]:
    """The signatures of the PDF at `path`, in order of time; none for a file that cannot be read or is no PDF.

    With `pages`, the first and the last from 1, only those that have their field on one of them.
    """
    try:
        with pikepdf.open(path) as pdf:
            found = list(_signatures(pdf, pages))
    except (OSError, *DAMAGE_ERRORS):
        return ()
    return tuple(sorted(found, key=lambda signature: signature.time or ""))


def _signatures(pdf: pikepdf.Pdf, pages: tuple[int, int] | None) -> Iterator[DigitalSignature]:
    """Those in the fields of the form; a signature is the value of a field of type `Sig` (ISO 32000-1, 12.8)."""
    form = pdf.Root.get("/AcroForm")
    fields = _parts(form, "/Fields") if pages is None else []
    if not fields:  # a form that a later tool dropped leaves its fields on the pages
        looked_at = pdf.pages[:_MAX_PAGES] if pages is None else pdf.pages[pages[0] - 1 : pages[1]]
        fields = [note for page in looked_at for note in _parts(page.obj, "/Annots") if note.get("/FT") == "/Sig"]
    while fields and len(fields) < 10_000:
        entry = fields.pop()
        fields += _parts(entry, "/Kids")
        value = entry.get("/V")
        if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value:
            yield _signature(value)


def _parts(holder: pikepdf.Object | None, key: str) -> list[pikepdf.Object]:
    """The dictionaries in an array; none where anything is of another type, as in damaged files."""
    found = holder.get(key) if isinstance(holder, pikepdf.Dictionary) else None
    return [part for part in found if isinstance(part, pikepdf.Dictionary)] if isinstance(found, pikepdf.Array) else []


def _signature(value: pikepdf.Dictionary) -> DigitalSignature:
    name, body = _names(bytes(value["/Contents"])) if "/Contents" in value else (None, None)
    stated = cleaned(_text(value.get("/Name")))
    return DigitalSignature(signer=name or stated, organization=body, time=_time(_text(value.get("/M"))))


def _text(value: object) -> str | None:
    try:
        return str(value) if isinstance(value, pikepdf.String) else None
    except UnicodeDecodeError:
        return None


def _names(contents: bytes) -> tuple[str | None, str | None]:
    """Signer and body from the certificate that no other one in the signature was issued by."""
    try:
        with warnings.catch_warnings():
            # Zeros behind the signature, which fill the room kept for it; names longer than X.520 allows.
            warnings.simplefilter("ignore")
            subject = _subject(pkcs7.load_der_pkcs7_certificates(contents))
    except (ValueError, TypeError):
        return None, None
    if subject is None:
        return None, None
    return _attribute(subject, x509.NameOID.COMMON_NAME), _attribute(subject, x509.NameOID.ORGANIZATION_NAME)


def _subject(certificates: Sequence[x509.Certificate]) -> x509.Name | None:
    """Whom the first certificate names that issued none of the others."""
    issuers = {each.issuer for each in certificates}
    subjects = [each.subject for each in certificates]
    return next((subject for subject in subjects if subject not in issuers), subjects[0] if subjects else None)


def _attribute(subject: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    found = subject.get_attributes_for_oid(oid)
    return cleaned(str(found[0].value)) if found else None


def _time(text: str | None) -> str | None:
    """A PDF date as ISO 8601.

    >>> _time("D:20250203104725+07'00'")
    '2025-02-03T10:47:25+07:00'
    """
    found = _TIME.match(text or "")
    if not found or not found[3]:
        return None
    year, month, day, hour, minute, second, sign, zone, rest = found.groups()
    clock = f"T{hour}:{minute}:{second or '00'}" if hour and minute else ""
    offset = f"{sign}{zone}:{rest or '00'}" if clock and sign else "Z" if clock and "Z" in (text or "") else ""
    return f"{year}-{month}-{day}{clock}{offset}"
