# SPDX-License-Identifier: Apache-2.0
"""What a person types for a field: the value it means, or why it can be none.

Codes are those of the dictionaries, lengths those of the record writer (Thông tư 05/2025/TT-BNV, Phụ lục III), the form
of number and symbol that of Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.errors import FieldError
from ocr_kh.genre.dates import typed_date
from ocr_kh.genre.document_types import archive_codes, type_of_bare
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.language.code_fragments import NUMBER, YEAR
from ocr_kh.language.letters import bare, composed
from ocr_kh.messages import translate
from ocr_kh.plan.model import PLAN
from ocr_kh.plan.papers.fields import COUNTS, DAYS, is_of_paper
from ocr_kh.writing.document import record_codes
from ocr_kh.writing.document.printed import for_xml
from ocr_kh.writing.document.record import FIELDS, LENGTHS
from ocr_kh.writing.document.record_pointers import OF_PLAN, record_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAME_OF = {str(pointer): name for name, pointer in OF_PLAN.items()} | {record_pointer(name): name for name in FIELDS}
_TYPE = OF_PLAN[record_codes.TYPE]
_HEADER = PLAN / "header"
_NUMBER = re.compile(rf"{NUMBER}(?:\s?bis)?")
"""`05`, `3176b`."""
_NUMBER_BEFORE = re.compile(rf"(?!{YEAR}/)\d+[a-zđ]?\s*[/-].+")
"""A symbol with its number still before it; `2026/QĐ-UBND` has a year there, which belongs to it."""
_POWER = re.compile(r"\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
"""What a spreadsheet makes of `1E5`."""
_LOST_LETTERS = re.compile(r"\w\?\w|\ufffd")
"""What a program leaves that saves Vietnamese in an encoding without its letters."""
_ALIKE = 0.6
"""Likeness of a name that is offered for one that is not known (difflib's own measure of closeness)."""


class Checked(NamedTuple):
    """A value as a correction of it has it."""

    pointer: str
    """Where it belongs: `/document_type` for a type that the plan can say, `/record/typeName` for a map."""
    value: str
    """Empty where nothing is to stand there."""


def check(pointer: str, text: str) -> Checked:
    """What `text` means for the field at `pointer`; a field of record.xml that the plan has is the plan's.

    Caught: `31/02/2026` for a date, `08` for `maintenance`, `05/KH-UBND` for a number. Not caught, as they may be so: a
    date in the future, a number that another document has. Raises FieldError, and KeyError for what is no field.

    >>> check("/header/date", "4/3/2026"), check("/record/maintenance", "vĩnh viễn")
    (Checked(pointer='/header/date', value='2026-03-04'), Checked(pointer='/record/maintenance', value='01'))
    """
    name = field_name(pointer)
    value = " ".join(for_xml(composed(text)).split())
    if is_of_paper(pointer):
        return Checked(pointer, _of_paper(name, value) if value else "")
    pointer = str(OF_PLAN.get(name, pointer))
    try:
        value = _meant(name, value) if value else ""
    except ValueError as error:
        raise FieldError(field=name, reason=error) from error
    if name == record_codes.TYPE and value.isdigit():  # a code of what is no type of document
        return Checked(record_pointer(name), value)
    return Checked(pointer, value)


def field_name(pointer: str) -> str:
    """What a field is called: as in record.xml, else by its key in the plan. Raises KeyError for what is no field."""
    if pointer in _OF_HEADER or is_of_paper(pointer):
        return pointer.rpartition("/")[2]
    return _NAME_OF[pointer]


def choices(pointer: str) -> Mapping[str, str]:
    """The values that may be chosen for a field, with what each is called; none where any text may stand.

    >>> choices("/record/mode")["01"], choices("/document_type")["KẾ HOẠCH"]
    ('Công khai', 'Kế hoạch')
    """
    if pointer == _TYPE:
        return {each.capitals: each.name for each in in_force().types if each.family}
    if is_of_paper(pointer):
        return {}
    return record_codes.choices(field_name(pointer))


def _of_paper(name: str, text: str) -> str:
    """What is typed for a value of a cover or contents list: days and counts have a form. Raises FieldError."""
    known = {**dict.fromkeys(DAYS, _date), **dict.fromkeys(COUNTS, _count)}
    try:
        return known[name](text) if name in known else text
    except ValueError as error:
        raise FieldError(field=name, reason=error) from error


def _meant(name: str, text: str) -> str:
    """The value. Raises ValueError with the reason why it is none, in the user's language."""
    if _LOST_LETTERS.search(text):
        raise ValueError(translate("letters were lost; save the table as .xlsx or as CSV UTF-8"))
    if name in _CHECKS:
        text = _CHECKS[name](text)
    elif record_codes.choices(name):
        return _code(name, text)
    if name == record_codes.TYPE:
        return text
    most = LENGTHS.get(name, max(LENGTHS.values()))
    if len(text) > most:
        template = translate("{count} characters, at most {most} may stand there")
        raise ValueError(template.format(count=len(text), most=most))
    return text


def _code(name: str, text: str) -> str:
    code = record_codes.code_of(name, text)
    if code is None:
        known = "; ".join(record_codes.written(name))
        raise ValueError(translate("'{text}' is none of {known}").format(text=text, known=known))
    return code


def _type(text: str) -> str:
    """The type in capitals as the plan has it; the code of a thing that is no type of document."""
    by_bare = {bare(each.capitals): each.capitals for each in in_force().types if each.family} | type_of_bare()
    by_key = {record_codes.key(name): name for name in by_bare.values()}
    if known := by_key.get(record_codes.key(text)):
        return known
    if code := record_codes.code_of(record_codes.TYPE, text):
        return next((kind for kind, each in archive_codes().items() if each == code), code)
    if known := by_bare.get(bare(text).upper()):
        return known
    template = translate("'{text}' is no type of document")
    alike = get_close_matches(text.upper(), by_bare.values(), cutoff=_ALIKE)
    hint = translate("; perhaps {names}").format(names=", ".join(alike)) if alike else ""
    raise ValueError(template.format(text=text) + hint)


def _date(text: str) -> str:
    date = typed_date(text)
    if date is None:
        template = translate("'{text}' is no date such as 04/03/2026, 00/03/2026 (day not known) or 2026")
        raise ValueError(template.format(text=text))
    return date


def _number(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    if _NUMBER_BEFORE.fullmatch(text) and re.search(r"[^\W\d]{2}", text):
        template = translate("'{text}' has the symbol behind the number; that has a column of its own")
    elif typed_date(text) or _POWER.fullmatch(text):
        template = translate(
            "'{text}': a spreadsheet made a date or a figure of it; set the cell to Text, type it again"
        )
    else:
        template = translate("'{text}' is no number such as 05 or 3176b")
    raise ValueError(template.format(text=text))


def _symbol(text: str) -> str:
    text = text.strip("/ ")
    if _NUMBER_BEFORE.fullmatch(text):
        template = translate("'{text}' has the number before the symbol; that has a column of its own")
        raise ValueError(template.format(text=text))
    if not re.search(r"[^\W\d]", text) or " " in text:
        raise ValueError(translate("'{text}' is no symbol such as KH-UBND").format(text=text))
    return text


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[\w./-]+", text):
        template = translate("'{text}' is no code: letters, digits, dots and hyphens, without spaces")
        raise ValueError(template.format(text=text))
    return text


def _count(text: str) -> str:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(translate("'{text}' is no number of pages").format(text=text))
    return str(int(text))


_OF_HEADER = frozenset({str(_HEADER / "place"), str(_HEADER / "parent_issuer")})
"""Fields of the plan that record.xml has not."""
_CHECKS: Mapping[str, Callable[[str], str]] = {
    "docId": _identifier,
    "docCode": _identifier,
    "typeName": _type,
    "codeNumber": _number,
    "codeNotation": _symbol,
    "issuedDate": _date,
    "organName": str.upper,
    "parent_issuer": str.upper,
    "numberOfPage": _count,
}
"""What is to be seen to beside codes and lengths; names of bodies stand in capitals, as the plan has them."""
