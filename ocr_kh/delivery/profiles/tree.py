# SPDX-License-Identifier: Apache-2.0
"""The tree that State contractors hand over: `CSDL_SOHOA_MAU/UBND/2008/VV/01/<fileCode>/<docCode>.pdf`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.delivery.dossier_list import places
from ocr_kh.delivery.fields import Fault
from ocr_kh.errors import ProfileError
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.language.letters import bare
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.delivery.dossier import Document, Dossier
    from ocr_kh.project_file import Project

ROOT = "CSDL_SOHOA"
_SIGNED = "_signed"
"""Behind the name of a file that was signed."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def plain_name(text: str) -> str:
    """`text` as the name of a file: letters without marks, figures, hyphens, dots and underscores between them.

    >>> plain_name("Vĩnh viễn"), plain_name("UBND xã Đông Hòa")
    ('Vinh_vien', 'UBND_xa_Dong_Hoa')
    """
    return _UNSAFE.sub("_", bare(text)).strip("._")


def faults(dossier: Dossier, project: Project) -> Iterator[Fault]:
    """What the folder of a dossier needs and is not known. Raises ProfileError for a part that cannot be known."""
    parts, pattern = _parts(dossier, project), project.delivery.path
    for name in re.findall(r"{(\w+)}", pattern):
        if name not in parts:
            raise ProfileError(name="delivery.path", reason=translate("{name} is not known").format(name=name))
        if not parts[name]:
            template = translate("its folder in the tree needs it ({pattern})")
            yield Fault("tree.part", name, template.format(pattern=pattern))


def dossier_folder(dossier: Dossier, project: Project) -> str:
    """The folder of a dossier in the tree, by the pattern of the project file."""
    folders = project.delivery.path.format_map(_parts(dossier, project))
    return f"{plain_name('_'.join(filter(None, (ROOT, project.delivery.project))))}/{folders}"


def _parts(dossier: Dossier, project: Project) -> dict[str, str]:
    parts = places(dossier.listed.cells, project) | {
        "year": dossier.fields["startDate"][-4:],
        "agency_short": project.delivery.agency_short or project.agency.code,
        "retention_short": _retention_short(dossier.fields["maintenance"]),
        "file_code": dossier.code,
    }
    return {name: plain_name(value) for name, value in parts.items()}


def file_name(dossier: Dossier, document: Document, project: Project) -> str:
    """Where the PDF of a document lies."""
    ending = f"{_SIGNED if document.is_signed else ''}.pdf"
    return f"{dossier_folder(dossier, project)}/{plain_name(document.fields['docCode'])}{ending}"


def _retention_short(code: str) -> str:
    """What the trade writes for a retention: VV for 01, 70 for 02; its code where it has no short form."""
    also = [each.also for each in in_force().codes if each.field == "maintenance" and each.code == code]
    return next((names[0] for names in also if names), code)
