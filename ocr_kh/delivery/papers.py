# SPDX-License-Identifier: Apache-2.0
"""The papers of a dossier that was handed over, as Word files: its cover (bìa) and its contents list (mục lục văn bản).

The words stand in `papers.toml`. Pages are counted through the dossier, blank ones left out; sheets are those of the
list of dossiers, since they cannot be told from PDFs.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr_kh.delivery.handed import HandedDossier
from ocr_kh.delivery.ledger import last_handed_over
from ocr_kh.delivery.profiles.tree import plain_name
from ocr_kh.genre.codes import whole_code
from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.document.record_codes import choices
from ocr_kh.writing.document.word_layout import Sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ocr_kh.delivery.fields import Values
    from ocr_kh.project_file import Project

FOLDER = "papers"
"""In a delivery, a folder a dossier below it."""
COVER, CONTENTS = "bia.docx", "muc-luc.docx"


def write_papers(delivery: Path, to: Path, project: Project, only: Collection[str] = ()) -> Iterator[tuple[str, Path]]:
    """The papers of the dossiers that were handed over last, of those alone that `only` names: code and folder of each.

    Raises PathMissingError where nothing was handed over, OutputError.
    """
    for text in last_handed_over(delivery):
        dossier = HandedDossier.of(text)
        code = dossier.fields["fileCode"]
        if only and code not in only:
            continue
        folder = to / plain_name(code)
        for name, sheet in ((COVER, cover(dossier, project)), (CONTENTS, contents(dossier))):
            with atomic_write(folder / name) as unfinished:
                sheet.save(unfinished)
        yield code, folder


def contents(dossier: HandedDossier) -> Sheet:
    """The contents list: a row a document, in the order of the numbers."""
    words, fields = _words()["contents"], dossier.fields
    sheet = Sheet(title=f"{words['title']} {fields['fileCode']}", author="")
    sheet.line(words["title"], bold=True)
    sheet.line(words["code"].format(code=fields["fileCode"]))
    sheet.line(words["year"].format(year=fields["startDate"][-4:]))
    sheet.line("", size=6)
    numbers = [f"({number})" for number in range(1, len(words["columns"]) + 1)]
    sheet.table([words["columns"], numbers, *_rows(dossier)])
    return sheet


def _rows(dossier: HandedDossier) -> Iterator[list[str]]:
    page = 1
    for number, each in enumerate(dossier.documents, 1):
        fields = each.fields
        last = page + int(fields["numberOfPage"]) - 1
        yield [
            str(number),
            whole_code(fields["codeNumber"], fields["codeNotation"])
            if fields["codeNotation"]
            else fields["codeNumber"],
            fields["issuedDate"],
            _type_and_subject(fields),
            fields["organName"],
            str(page) if last <= page else f"{page}-{last}",
            fields["description"],
        ]
        page = max(last, page) + 1


def _type_and_subject(fields: Values) -> str:
    """Type and subject; the subject alone where it begins with the type.

    >>> _type_and_subject({"typeName": "10", "subject": "Kế hoạch tiêm chủng"})
    'Kế hoạch tiêm chủng'
    >>> _type_and_subject({"typeName": "10", "subject": "Tiêm chủng năm 2026"})
    'Kế hoạch Tiêm chủng năm 2026'
    """
    kind, subject = choices("typeName").get(fields["typeName"], ""), fields["subject"]
    return subject if subject.casefold().startswith(kind.casefold()) else f"{kind} {subject}"


def cover(dossier: HandedDossier, project: Project) -> Sheet:
    """The cover."""
    words, fields, said = _words()["cover"], dossier.fields, dossier.cells
    places = {
        "fonds": said.get("fonds_code") or project.archive.fonds_code,
        "catalogue": said.get("catalogue") or project.archive.catalogue,
        "number": said.get("number", ""),
        "retention": choices("maintenance").get(fields["maintenance"], ""),
        "sheets": fields["numberOfPaper"],
        "start": fields["startDate"],
        "end": fields["endDate"],
    }
    shown = {name: value or _words()["unknown"] for name, value in places.items()}
    sheet = Sheet(title=fields["title"], author=project.agency.name)
    sheet.line(project.agency.name, bold=True)
    sheet.line(words["title"], bold=True, size=32, before=120)
    sheet.line(fields["title"], bold=True, size=18, before=24)
    sheet.line(words["period"].format_map(shown), before=36)
    sheet.line(words["sheets"].format_map(shown), before=6)
    sheet.line(words["retention"].format_map(shown), before=6)
    for name, room in (("fonds", 120), ("catalogue", 6), ("number", 6)):
        sheet.line(words[name].format_map(shown), centred=False, before=room)
    return sheet


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))
