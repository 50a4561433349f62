# SPDX-License-Identifier: Apache-2.0
"""The kinds of package, each with the fields of its descriptions.

SIP  what is handed over (Thông tư 05/2025/TT-BNV, Phụ lục III)
DIP  what answers a reader's request (Phụ lục V): the request in the place of the dossier, and documents that are called
     `arcDocCode` and have no issuer
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from ocr_kh.delivery.fields import DOCUMENT, DOSSIER, Field

if TYPE_CHECKING:
    from ocr_kh.project_file.model import Request

PackageKind = Literal["SIP", "DIP"]
_UNTOLD_LENGTH = 2000
"""Characters of the fields of a request: no notes tell them; as many as the longest field of the circular takes."""
_OF_REQUEST = {
    "requestID": "id",
    "requestDate": "date",
    "purpose": "purpose",
    "purposeContent": "purpose_content",
    "feeObjectType": "fee_object",
    "researchTopic": "research_topic",
    "description": "description",
}
"""Keys of the project file by the fields of the circular."""
REQUEST = tuple(
    Field(name, _UNTOLD_LENGTH, "day" if name == "requestDate" else "text", name in {"requestID", "requestDate"})
    for name in _OF_REQUEST
)
"""Which are required the notes do not tell; without its number and day a request is none."""
SENT_DOCUMENT = tuple(
    replace(each, name="arcDocCode") if each.name == "docCode" else each
    for each in DOCUMENT
    if each.name != "organName"
)


class Form(NamedTuple):
    """The fields of a package."""

    head: tuple[Field, ...]
    """Of EAD.xml."""
    document: tuple[Field, ...]
    code: str
    """What the code of a document is called."""


FORMS: dict[PackageKind, Form] = {
    "SIP": Form(DOSSIER, DOCUMENT, "docCode"),
    "DIP": Form(REQUEST, SENT_DOCUMENT, "arcDocCode"),
}


def request_values(request: Request) -> dict[str, str]:
    """What the project file says of a request, by the fields of the circular."""
    return {name: getattr(request, key) for name, key in _OF_REQUEST.items()}
