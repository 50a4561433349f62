# SPDX-License-Identifier: Apache-2.0
"""EAD and EAD_doc: the fields of the circular, the documents' files, and one another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ocr_kh.delivery.fields import DOSSIER, doc_code_parts, dossier_faults, field_faults, member_faults
from ocr_kh.delivery.packages.files import ZIP_ERRORS
from ocr_kh.delivery.packages.forms import FORMS
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.delivery.verification.xml_files import description_faults, read_xml
from ocr_kh.messages import translate
from ocr_kh.writing.document.record_codes import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.delivery.fields import Fault, Field, Values
    from ocr_kh.delivery.packages.files import Files
    from ocr_kh.delivery.packages.forms import PackageKind

_PDF = ".pdf"


@dataclass(frozen=True, slots=True)
class Described:
    """A description with the file it is about."""

    path: str
    """Of the description, seen from what is verified."""
    values: Values
    file: str = ""
    """Empty for a dossier, and where the METS ties it to no file."""
    files: Files | None = None
    """Where that lies."""


def described(
    files: Files, href: str, name: str, fields: tuple[Field, ...], file: str = ""
) -> tuple[Described | None, list[Finding]]:
    """The values of the EAD or EAD_doc `href`, called `name` in findings, and what is wrong with each by itself."""
    root = read_xml(files, href)
    if isinstance(root, str):
        return None, [Finding("xml.broken", name, "", root)]
    found = list(description_faults(root, name, fields))
    values = {str(child.tag): (child.text or "").strip() for child in root if isinstance(child.tag, str)}
    if fields == DOSSIER and values.get("format") and code_of("format", values["format"]):
        values["format"] = code_of("format", values["format"]) or ""  # a text in the circular, a code in the sample
    known = {each.name for each in fields}
    said = {key: value for key, value in values.items() if key in known}
    found += [_finding(fault, name) for fault in field_faults(fields, said)]
    return Described(name, values, file, files), found


def together_faults(head: Described, documents: Sequence[Described], kind: PackageKind) -> Iterator[Finding]:
    """What dossier, documents and their files say of one another; a DIP has a request in the dossier's place."""
    code = FORMS[kind].code
    dossier = head.values if kind == "SIP" else _dossier_of(documents, code)
    if kind == "SIP":
        for fault in dossier_faults(dossier, [each.values for each in documents]):
            yield _finding(fault, head.path)
    for name in ("docId", code):
        counts = Counter(each.values.get(name, "") for each in documents)
        for each in documents:
            if counts[each.values.get(name, "")] > 1:
                template = translate("another document has {value} too")
                yield Finding("document.twice", each.path, name, template.format(value=each.values.get(name)))
    for each in documents:
        values = each.values | {"docCode": each.values.get(code, "")}
        for fault in member_faults(dossier, values):
            yield _finding(replace(fault, field=code) if fault.field == "docCode" else fault, each.path)
        yield from _file_faults(each)


def _dossier_of(documents: Sequence[Described], code: str) -> Values:
    """All that documents tell of their dossier: its code, as most have it."""
    codes = Counter(parts[0] for each in documents if (parts := doc_code_parts(each.values.get(code, ""))))
    return {"fileCode": codes.most_common(1)[0][0] if codes else ""}


def _file_faults(document: Described) -> Iterator[Finding]:
    """The file of a document: its name, that it opens, and its pages."""
    files, path = document.files, PurePosixPath(document.file)
    if files is None or not document.file or not files.has(document.file):
        return
    name = path.name
    if path.stem != document.values.get("docId"):
        template = translate("the file {name} is not called after it")
        yield Finding("document.file", document.path, "docId", template.format(name=name))
    if path.suffix.lower() != _PDF:
        return
    pages = _page_counts(files, document.file)
    if isinstance(pages, str):
        yield Finding("pdf.broken", f"{_folder(document.path)}/data/{name}", "", pages)
        return
    all_pages, printed = pages
    said = document.values.get("numberOfPage", "")
    if said.isdecimal() and not printed <= int(said) <= all_pages:
        template = translate("it says {said}; {name} has {pages} pages, {printed} of them with text")
        message = template.format(said=said, name=name, pages=all_pages, printed=printed)
        yield Finding("document.pages", document.path, "numberOfPage", message)


def _page_counts(files: Files, name: str) -> tuple[int, int] | str:
    """Pages of a PDF, and those that have text, which are no blank ones; or why it cannot be opened."""
    import pypdfium2

    try:
        with files.seekable(name) as file, pypdfium2.PdfDocument(file) as document:
            printed = 0
            for page in document:
                text = page.get_textpage()
                printed += text.count_chars() > 0
                text.close()
                page.close()
            return len(document), printed
    except (pypdfium2.PdfiumError, OSError, *ZIP_ERRORS) as error:
        return str(error)


def _folder(path: str) -> str:
    """The representation that a description lies in."""
    return path.rpartition("/metadata/")[0]


def _finding(fault: Fault, path: str) -> Finding:
    return Finding(fault.code, path, fault.field, fault.reason, fault.is_certain)
