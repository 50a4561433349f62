# SPDX-License-Identifier: Apache-2.0
"""The fields of a header that the labels of its lines give (Nghị định 30/2020, Phụ lục I, ô 1-5 and 9a)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from ocr_kh.genre.codes import TITLED_NUMBER
from ocr_kh.genre.dates import Stamp, stamp
from ocr_kh.genre.document_types import party_types, type_and_rest, type_of_bare, type_of_symbol
from ocr_kh.genre.issuers import bodies_of, initials, is_organ, joint, with_first_letter, with_strokes
from ocr_kh.genre.likeness import nearest
from ocr_kh.genre.office_marks import is_receipt, office_marks
from ocr_kh.genre.organisations import is_body_name
from ocr_kh.genre.sentences import is_unfinished
from ocr_kh.language.letters import SMALL_LETTERS, plain_of
from ocr_kh.plan.blocks.addressees import addressees
from ocr_kh.plan.blocks.features.header import CALLING
from ocr_kh.plan.blocks.features.strengths import capital_strength
from ocr_kh.plan.blocks.lines import Zone
from ocr_kh.plan.blocks.number_line import NumberLine, number_line
from ocr_kh.plan.fields import Received
from ocr_kh.plan.model import Header
from ocr_kh.plan.review.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.plan.blocks.lines import BlockLine
    from ocr_kh.plan.blocks.search.labelling import Margin
    from ocr_kh.plan.model import Warning  # noqa: A004 - the contract's word
    from ocr_kh.plan.structure.items import Item

_MOSTLY = 0.3
"""Strength of capitals from which a line may be the name of a body, to be told from the one above it."""
LABELS_OF = {
    "/header/parent_issuer": ("superior",),
    "/header/issuer": ("issuer",),
    "/header/number": ("number",),
    "/header/symbol": ("number",),
    "/header/place": ("date",),
    "/header/date": ("date",),
    "/document_type": ("kind", "titled"),
    "/subject": ("titled", "subject", "about"),
    "/addressees": ("to", "addressee"),
    "/authority_line": ("decider",),
}
"""Pointer to the labels of the lines it is read from."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the header of a document says, and where its body begins."""

    header: Header
    document_type: str | None
    subject: str | None
    addressees: tuple[str, ...]
    authority_line: str | None
    body: int
    """Index of the first line of the body among the lines of the document."""
    warnings: tuple[Warning, ...]
    places: Mapping[str, tuple[Item, ...]]
    """Where each of these stands, by pointer in plan.json."""
    margins: Mapping[str, Margin] = field(default_factory=dict)
    notes: tuple[Item, ...] = ()
    """Stamps of receipt and notes of officials."""


def read_head(pieces: Sequence[BlockLine], labels: Sequence[str]) -> Head:
    """The fields of a header whose lines bear these labels, without how sure they are."""
    of: dict[str, list[BlockLine]] = {}
    for piece, label in zip(pieces, labels, strict=True):
        of.setdefault(label, []).append(piece)
    kind, beside = _kind((*of.get("kind", ()), *of.get("titled", ())))
    numbered = next((found for piece in of.get("number", ()) if (found := number_line(piece.text))), None)
    stamped = stamp(_joined(of.get("date", ()))) or Stamp(None, None)
    about = _READ_AS_WORD.sub("", _without_about(_joined(of.get("about", ()))), count=1)
    subject = _joined(of.get("subject", ()))
    subject = " ".join(filter(None, (beside, _without_about(subject) if kind == "CÔNG VĂN" else subject)))
    header = _header(of, numbered, stamped, kind)
    header, subject = _of_title(header, subject)
    if kind is None:
        kind = _kind_of(header, is_about=bool(about), is_addressed="to" in of)
    places = _places(of, numbered)
    if not {"kind", "titled"} & of.keys() and kind and numbered:
        places["/document_type"] = places["/header/symbol"]
    named = addressees(of.get("to", ()), of.get("addressee", ()), _right_edge(of.get("text", ())))
    if kind and "/document_type" not in places and beside:
        places["/document_type"] = places.get("/subject", ())
    last = [piece.line for label, found in of.items() if label != "text" for piece in found]
    body = of["text"][0].line if "text" in of else max(last, default=-1) + 1
    return Head(
        header=header,
        document_type=kind,
        subject=_trimmed(subject) or _trimmed(about) or None,
        addressees=named,
        authority_line=_decider(of.get("decider", ())),
        body=body,
        warnings=tuple(_warnings(numbered, stamped, pieces[0].page)),
        places=places
        | {f"/addressees/{at}": places["/addressees/0"] for at in range(len(named)) if "/addressees/0" in places},
        notes=tuple(piece.item for piece, label in zip(pieces, labels, strict=True) if label in ("received", "note")),
    )


_TITLED = re.compile(
    rf"(?:CUA (?P<above>[A-Z ,\-]{{4,100}}?) )?{TITLED_NUMBER},? "
    r"(?P<date>NGAY \d{1,2} THANG \d{1,2} NAM \d{4}),? ?"
    r"(?:CUA (?P<below>[A-Z ,\-]{4,100}?),? (?=VE |BAN HANH |QUY DINH |SUA DOI|PHE |HUONG DAN ))?"
)
"""`QUYẾT ĐỊNH` before `CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH SỐ 203/2004/QĐ-BTC NGÀY ... VỀ VIỆC ...`, as collections of law have
it."""


def _of_title(header: Header, subject: str) -> tuple[Header, str]:
    """Header and subject; who issues, number and date go to the header where they stand before the subject."""
    titled = _TITLED.match(plain_of(subject).upper())
    if titled is None or header.symbol:
        return header, subject
    part = {key: subject[titled.start(key) : titled.end(key)] for key in titled.groupdict() if titled[key]}
    stamped = stamp(part["date"]) or Stamp(None, None)
    issuer = (part.get("above") or part.get("below") or "").upper() or header.issuer
    found = {"number": part["number"], "symbol": part["symbol"], "date": stamped.date, "issuer": issuer}
    return header.model_copy(update={**found, "issuers": (issuer,) if issuer else ()}), subject[titled.end() :]


def _trimmed(subject: str) -> str:
    """A subject without what stands around it; the end of a quotation that began with `“V/v` is of that."""
    ends_quotation = subject.endswith("”") and not {"“", '"'} & set(subject)
    return subject.removesuffix("”" if ends_quotation else "").lstrip("-– ").strip(" ,;'‘’`|_")


def _joined(pieces: Sequence[BlockLine]) -> str:
    """The text of lines; a stop behind a word that asks for more is a speck."""
    texts = [piece.text for piece in pieces]
    ends = (
        one[:-1] if one.endswith(".") and is_unfinished(one[:-1], two) else one for one, two in pairwise([*texts, ""])
    )
    return " ".join(ends)


_ABOUT = re.compile(
    r"\W{0,3}(?:[VW]\s?[/\\|1lIíi%&⁄]{1,2}\s?[vVwW]?(?=[\s:.])|[VW][vwVW%](?=[\s:.])|[VW](?:A[VWY]|4)(?=:))[:.]?\s*",
    re.IGNORECASE,
)
"""`V/v`, however it was read: with a stroke of many kinds, with none, as one letter or figure with its `v`."""


def _without_about(text: str) -> str:
    """A subject without `V/v` before it, however an engine read it."""
    found = _ABOUT.match(plain_of(text[:20]))
    return text[found.end() :] if found else text


_READ_AS_WORD = re.compile(r"Về (?!việc\b)")
"""`Vv`, of which an engine made a word: the block below the number begins with `V/v` or `Về việc`."""


def _kind(pieces: Sequence[BlockLine]) -> tuple[str | None, str]:
    """The type, and what of the subject stands on its line."""
    for line in pieces:
        piece = line._replace(text=line.text.upper()) if capital_strength(line.text) > _MOSTLY else line
        plain = " ".join(plain_of(piece.text).strip(" .,:*_|'‘’`-–—").split())
        if plain in party_types():
            return party_types()[plain], ""
        if plain in type_of_bare():
            return type_of_bare()[plain], ""
        if found := type_and_rest(piece.text):
            return found[0], "" if found[1].startswith("CỦA ") else found[1]
        if (party := next((name for name in party_types() if plain.startswith(f"{name} ")), None)) is not None:
            return party_types()[party], piece.text[len(party) :].strip()
        if name := nearest(plain.replace(" ", ""), tuple(name.replace(" ", "") for name in type_of_bare())):
            return next(own for bare_name, own in type_of_bare().items() if bare_name.replace(" ", "") == name), ""
        if name := nearest(plain, tuple(type_of_bare())):
            return type_of_bare()[name], ""
    return None, ""


def _kind_of(header: Header, *, is_about: bool, is_addressed: bool) -> str | None:
    """The type of a document without a type line: a letter has a V/v block, or is addressed and its symbol has no type.

    `GM-UBND` is an invitation, `CT-TTHT` of CỤC THUẾ a letter: its first group is the body's.
    """
    symbol = header.symbol or ""
    first = re.split(r"[-–/]", symbol)[0].strip()
    named = type_of_symbol().get(first)
    is_body = symbol == first or initials(header.issuer or "").startswith(plain_of(first))
    return "CÔNG VĂN" if is_about or (is_addressed and (named is None or is_body)) else named


def _of_type(symbol: str, kind: str) -> str:
    """The symbol of a document of that type, with what an engine lost of its initials, or made of a slash before them.

    >>> _of_type("QD-UBND", "QUYẾT ĐỊNH"), _of_type("HD-SNV", "HƯỚNG DẪN"), _of_type("SYT-NVY", "CÔNG VĂN")
    ('QĐ-UBND', 'HD-SNV', 'SYT-NVY')
    >>> _of_type("B-SNV", "THÔNG BÁO"), _of_type("JTB-SNV", "THÔNG BÁO"), _of_type("VTB-TB", "THÔNG BÁO")
    ('TB-SNV', 'TB-SNV', 'VTB-TB')
    >>> _of_type("ACV-KTMT", "CÔNG VĂN")  # letters begin with their body
    'ACV-KTMT'
    """
    own = next((short for short, name in type_of_symbol().items() if name == kind), "")
    first, *others = re.split(r"[-/]", symbol)
    one, two = sorted((plain_of(own), plain_of(first)), key=len)
    is_own = one == two or (len(one) + 1 == len(two) and two.endswith(one) and others and own not in others)
    return own + symbol[len(first) :] if own and is_own and kind != "CÔNG VĂN" else symbol


_SPECKS = re.compile(rf"[“”‘’„|]|(?: (?:[^\w\s*–-]|[{SMALL_LETTERS}šž]))+$")
"""What an engine made of specks in a line of capitals."""


def _header(
    of: Mapping[str, Sequence[BlockLine]], numbered: NumberLine | None, stamped: Stamp, kind: str | None
) -> Header:
    parent, issuer, issuers = _bodies(of, numbered.symbol if numbered else None)
    symbol = numbered.symbol if numbered else None
    if symbol and issuer:
        symbol = with_strokes(symbol, issuer)
    if symbol and kind:
        symbol = _of_type(symbol, kind)
    marks = {
        name: value
        for piece in of.get("mark", ())
        for name, value in (office_marks(piece.text, plain_of(piece.text)) or {}).items()
    }
    return Header(
        parent_issuer=parent,
        issuer=issuer,
        number=numbered.number if numbered else None,
        symbol=symbol,
        place=stamped.place,
        date=stamped.date,
        urgency=marks.get("urgency"),
        secrecy=marks.get("secrecy"),
        copy=marks.get("copy"),
        circulation=marks.get("circulation"),
        issuers=issuers,
        received=_received(of.get("received", ())),
    )


def _bodies(
    of: Mapping[str, Sequence[BlockLine]], symbol: str | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """The superior body, the issuing one, and all that issue together: equals, or what acts for the one above it."""
    above, own = (bodies_of(_names(of.get(label, ()))) for label in ("superior", "issuer"))
    issuer = " ".join(own)
    if len(above) > 1 and is_organ(issuer):
        issuer = f"{above.pop()} {issuer}"
    if not issuer:
        return " ".join(above) or None, None, ()
    names = [*above, issuer]
    together = joint(names, symbol)
    hyphen = " - " if any(len(each) > 1 for each in together) else " "
    issuer = hyphen.join(names[len(names) - len(together) :])
    issuers = tuple(body for each in together for body in each)
    return " ".join(names[: -len(together)]) or None, issuer, issuers


def _names(pieces: Sequence[BlockLine]) -> list[str]:
    capitals = (piece.text.upper() if capital_strength(piece.text) > _MOSTLY else piece.text for piece in pieces)
    cleaned = (" ".join(_SPECKS.sub("", text).split()).strip(" *_.,:;'—–~«»") for text in capitals)
    return [with_first_letter(name) for name in dict.fromkeys(cleaned) if name]


def _received(pieces: Sequence[BlockLine]) -> Received | None:
    """Number, day and office of a stamp of receipt."""
    if not pieces:
        return None
    text = " ".join(piece.text for piece in pieces)
    plain = plain_of(text)
    number = re.search(r"\bso\s?(?:den)?\s?[:.]?\s*(\d{1,6})", plain, re.IGNORECASE)
    day = re.search(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?((?:19|20)\d\d)", plain)
    date = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day and int(day[2]) < 13 and int(day[1]) < 32 else None
    office = " ".join(piece.text for piece in pieces if is_body_name(piece.text) and not is_receipt(piece.text))
    if not (number or date):
        return None
    return Received(number=number[1] if number else None, date=date, office=office or None)


def _right_edge(text: Sequence[BlockLine]) -> float | None:
    """Where the full lines of the text end, in points."""
    return max((piece.box.x1 for piece in text if piece.box and piece.zone is Zone.WIDE), default=None)


def _decider(pieces: Sequence[BlockLine]) -> str | None:
    return " ".join(CALLING.sub("", piece.text).rstrip(" ,:") for piece in pieces) or None


def _places(of: Mapping[str, Sequence[BlockLine]], numbered: NumberLine | None) -> dict[str, tuple[Item, ...]]:
    pointers = {pointer: labels for pointer, labels in LABELS_OF.items() if pointer != "/addressees"}
    pointers |= {
        "/header/issuers": ("superior", "issuer"),
        "/addressees/0": ("to", "addressee"),
        "/header/received": ("received",),
    }
    pointers |= {f"/header/{name}": ("mark",) for name in ("urgency", "secrecy", "copy", "circulation")}
    lines = {
        pointer: [piece for label in labels for piece in of.get(label, ())] for pointer, labels in pointers.items()
    }
    if numbered is None:
        lines["/header/number"] = lines["/header/symbol"] = []
    if of.get("subject") or of.get("titled"):
        beside = [piece for piece in of.get("kind", ()) if type_and_rest(piece.text)]
        lines["/subject"] = [*beside, *of.get("titled", ()), *of.get("subject", ())]
    return {pointer: tuple(piece.item for piece in found) for pointer, found in lines.items() if found}


def _warnings(numbered: NumberLine | None, stamped: Stamp, page: int | None) -> list[Warning]:
    made = []
    if numbered and numbered.garbled:
        made.append(warn("header.number", page=page))
    elif numbered and not numbered.number:
        made.append(warn("header.number_blank", page=page))
    if (stamped.place or stamped.date) and len(stamped.date or "") < len("2026-03-04"):
        made.append(warn("header.date", page=page))
    return made
