# SPDX-License-Identifier: Apache-2.0
"""Bring a PDF to PDF/A-2b (ISO 19005-2, level B) as far as its pages stay what they show.

pikepdf's `pdfa.prepare` does most of it: one output intent, flags of annotations, scripts of the document, XMP.
Here is what it leaves: fields of signatures, actions, attachments, LZW, lists of the glyphs of subset fonts, and what
the metadata say. Fonts are not embedded and colours not converted: that would set the page anew (Ghostscript would,
with another font in the place of a missing one). Such a file is told by `conformity`, and does not claim to be PDF/A.
"""

from __future__ import annotations

import uuid
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

import ocr_kh
from ocr_kh.genre.codes import whole_code
from ocr_kh.writing.pdf.appearances import tidy_appearance
from ocr_kh.writing.pdf.catalog import drop_mistyped
from ocr_kh.writing.pdf.hidden_text import copy_dictionary
from ocr_kh.writing.pdf.signature_fields import take_out_signatures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object

    from ocr_kh.document import Document
    from ocr_kh.plan.model import Plan

_FORBIDDEN_ACTIONS = frozenset(
    f"/{name}"
    for name in (
        *("Launch", "Sound", "Movie", "ResetForm", "ImportData", "JavaScript", "Hide", "SetOCGState", "Rendition"),
        *("Trans", "GoTo3DView", "GoToE"),
    )
)
"""Kinds of actions that a page may not start (ISO 19005-2, 6.5.1); embedded targets go with the attachments."""
_LONGEST_CHAIN = 100
_PAGES = frozenset({"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"})
_TRAILER = frozenset({"/Root", "/Info", "/ID", "/Size", "/Encrypt", "/Prev", "/XRefStm"})
"""What a node of the page tree and a trailer may have (ISO 32000-1, tables 15 and 29); programs put more into them."""
_NAMESPACE = uuid.UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
"""That of X.500 names in RFC 4122; any fixed one makes the same input give the same identifier."""


@dataclass(frozen=True, slots=True)
class Description:
    """What the metadata say of the document; empty where the page does not show it."""

    identifier: str
    """SHA-256 of the input, with the part of it."""
    title: str = ""
    issuer: str = ""
    date: str = ""
    """ISO 8601, as precise as the page."""
    document_type: str = ""
    code: str = ""
    """Number and symbol, `05/KH-UBND`, `07-KH/BTC`."""

    @classmethod
    def of(cls, document: Document, plan: Plan | None) -> Description:
        """From the plan; the title is the subject, else the type, else the file's name."""
        identifier = f"{document.sha256}/{document.part.name}" if document.part else document.sha256
        if plan is None:
            return cls(identifier, document.name)
        header = plan.header
        return cls(
            identifier=identifier,
            title=plan.subject or plan.document_type or document.name,
            issuer=header.issuer or "",
            date=header.date or "",
            document_type=plan.document_type or "",
            code=whole_code(header.number, header.symbol),
        )


class Removed(NamedTuple):
    """What is in the source and not in the archival copy."""

    signatures: int
    """Signature fields that were signed: they hold for the file that was signed, not for a copy."""
    parts: tuple[str, ...]
    """What else went, in English."""


def make_archival(pdf: Pdf, description: Description) -> Removed:
    """Change `pdf` in memory so that it may conform, and let its metadata claim that it does."""
    from pikepdf import pdfa, sanitize

    removed: Counter[str] = Counter()
    drop_mistyped(pdf)
    signatures = take_out_signatures(pdf)
    removed["attachments"] = len(pdf.attachments) + _drop_attachment_notes(pdf)
    sanitize.remove_attachments(pdf)
    removed["actions"] = _drop_actions(pdf)
    _simplify_objects(pdf)
    for page in pdf.pages:
        for note in _annotations(page.obj):
            tidy_appearance(note.get(Name.AP))
    _delete(pdf.trailer, set(pdf.trailer.keys()) - _TRAILER)
    _delete(pdf.Root, {"/Extensions"})  # of signatures and encryption
    prepared = pdfa.prepare(pdf, "2b", output_intent=srgb_profile(), output_condition_identifier="sRGB")
    removed["hidden annotations"] = sum(prepared.annotations_removed.values())
    removed["scripts"] = int(prepared.document_javascript_removed)
    _describe(pdf, description)
    return Removed(signatures, tuple(f"{name}: {count}" for name, count in removed.items() if count))


def withdraw_claim(pdf: Pdf) -> None:
    """Let the metadata of `pdf` no longer say that it is PDF/A."""
    with _metadata(pdf) as metadata:
        for key in ("pdfaid:part", "pdfaid:conformance"):
            if key in metadata:
                del metadata[key]


@cache
def srgb_profile() -> bytes:
    """The colour profile of the output intent: that which Little CMS makes, version 4, free of copyright."""
    return files(__package__).joinpath("srgb.icc").read_bytes()


def build_profile() -> bytes:
    """Make `srgb.icc` anew (a tool of development): dated 2026-01-01, so that it is the same whenever it is made."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = b"".join(part.to_bytes(2, "big") for part in (2026, 1, 1, 0, 0, 0))  # ICC.1:2010, 7.2.8
    return bytes(made)


def _describe(pdf: Pdf, description: Description) -> None:
    """XMP in Dublin Core (ISO 15836, TCVN 7980), and the same in the older dictionary of the document."""
    if Name.Lang not in pdf.Root:
        pdf.Root.Lang = String("vi")
    values = {
        "dc:title": description.title,
        "dc:creator": [description.issuer] if description.issuer else None,
        "dc:date": [description.date] if description.date else None,
        "dc:type": {description.document_type} if description.document_type else None,
        "dc:identifier": description.code,
        "dc:language": {"vi"},
        "dc:format": "application/pdf",
        "pdf:Producer": f"ocr_kh {ocr_kh.__version__}",
        "xmpMM:DocumentID": f"uuid:{uuid.uuid5(_NAMESPACE, description.identifier)}",
    }
    with _metadata(pdf) as metadata:
        for key, value in values.items():
            if value:
                metadata[key] = value
        if "xmp:MetadataDate" in metadata:  # the moment of writing: provenance.json has it
            del metadata["xmp:MetadataDate"]


def _metadata(pdf: Pdf) -> pikepdf.models.PdfMetadata:
    return pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True)


def _drop_attachment_notes(pdf: Pdf) -> int:
    """Take the paper clips off the pages: an annotation whose file is gone opens nothing."""
    dropped = 0
    for page in pdf.pages:
        notes = _annotations(page.obj)
        kept = [note for note in notes if note.get(Name.Subtype) != Name.FileAttachment]
        if len(kept) < len(notes):
            dropped += len(notes) - len(kept)
            page.obj.Annots = Array(kept)
    return dropped


def _annotations(page: Object) -> list[Object]:
    """Those of `page` that are dictionaries, as they must be."""
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def _drop_actions(pdf: Pdf) -> int:
    """Drop what starts by itself, and what links may not start (ISO 19005-2, 6.5); links to places and URIs stay."""
    dropped = 0
    for holder in _holders(pdf):
        for key in (Name.AA, Name.A, Name.PA, Name.OpenAction):
            if key in holder and (key == Name.AA or _is_forbidden(holder[key])):
                del holder[key]
                dropped += 1
    return dropped


def _holders(pdf: Pdf) -> Iterator[Object]:
    """Whatever may hold an action: all dictionaries of their own, and annotations written into their page."""
    for item in pdf.objects:
        if isinstance(item, Dictionary):
            yield item
            yield from (note for note in _annotations(item) if not note.is_indirect)


def _is_forbidden(action: Object, depth: int = 0) -> bool:
    """Whether `action`, or one that follows it, may not be; an array is a place to go to, or a list of actions."""
    if isinstance(action, Array):
        return depth > 0 and any(_is_forbidden(each, depth + 1) for each in action)
    if not isinstance(action, Dictionary):
        return False
    if depth > _LONGEST_CHAIN or str(action.get(Name.S)) in _FORBIDDEN_ACTIONS:
        return True
    return Name.Next in action and _is_forbidden(action.Next, depth + 1)


def _simplify_objects(pdf: Pdf) -> None:
    """Say in PDF/A's way what the objects of `pdf` say already."""
    for item in pdf.objects:
        if isinstance(item, Stream):
            _simplify_stream(item)
        elif isinstance(item, Dictionary):
            _simplify_dictionary(item)


def _simplify_stream(stream: Stream) -> None:
    """LZW is packed by Deflate (6.1.7.2); parameters are written where they serve, which pikepdf's checker asks for."""
    if "/LZWDecode" in _filters(stream):
        with suppress(pikepdf.PdfError):  # one that cannot be unpacked stays, and fails the check
            stream.write(zlib.compress(stream.read_bytes()), filter=Name.FlateDecode)
    parameters = stream.get(Name.DecodeParms)
    if isinstance(parameters, Dictionary) and parameters.is_indirect:
        stream.DecodeParms = copy_dictionary(parameters)


def _simplify_dictionary(item: Dictionary) -> None:
    """No lists of the glyphs of a subset: they may be left out, and must be complete where they are (6.2.11.4.2).

    The map of a TrueType font's codes is named (6.2.11.3.2); the one that holds without a name is the identity.
    """
    kind = item.get(Name.Type)
    if kind == Name.FontDescriptor:
        _delete(item, {"/CIDSet", "/CharSet"})
    elif kind == Name.Pages:
        _delete(item, set(item.keys()) - _PAGES)
    elif item.get(Name.Subtype) == Name.CIDFontType2 and Name.CIDToGIDMap not in item:
        item.CIDToGIDMap = Name.Identity


def _delete(holder: Object, keys: set[str]) -> None:
    for key in keys & set(holder.keys()):
        del holder[key]


def _filters(stream: Stream) -> list[str]:
    """The names of the filters of `stream`; none of those of a broken one."""
    found = stream.get(Name.Filter)
    names = list(found) if isinstance(found, Array) else [found]
    return [str(name) for name in names if isinstance(name, Name)]
