# SPDX-License-Identifier: Apache-2.0
"""A sample's source: one TOML file, from which the layout, the true text and the true plan all come.

Keys: `type`, `subject` (printed lines), `parent_issuer` and `issuer` (printed lines), `number`, `symbol`,
`place`, `date`, `recipients` (`name | purpose as printed`), `[[signatures]]` with `authority` and `signer`;
where needed `regarding` (the V/v line of an official letter, whose `type` is empty), `addressees`, `authority_line`.

`body` and `annex` hold one printed paragraph a line; the first characters say what it is:

    # I. TITLE                 a section on its own line; as many # as it is deep
    ## 1. Title || text        a section whose title runs on, after a colon
    ### a) || text             a numbered paragraph without a title
    - text, + text             bullets
    ^ text                     a ground (Căn cứ ...)
    % text                     the closing sentence
    ! text                     a centred bold line
    ~ text                     a centred line in italics
    | cell | cell              a table row; the first of a run is its head
    text                       a paragraph
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SIGNS = {"^": "base", "%": "closing", "!": "centred", "~": "note"}
SECTION = re.compile(
    r"(?P<depth>#+) (?P<marker>Điều \d+|[IVXLC]+|\d+(?:\.\d+)*|[A-Za-zđ])(?P<point>[.)]?) (?P<rest>.*)"
)
BOLD_DEPTH = 2
"""Headings on lines of their own are bold down to here, as most offices print them."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed paragraph, heading, list item or table."""

    kind: str
    """paragraph, bullet, section, table, base, closing, centred or note."""
    text: str = ""
    marker: str = ""
    point: str = ""
    """What stands behind the marker."""
    title: str | None = None
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def head(self) -> str:
        """Marker and title, as printed."""
        title = f" {self.title}{':' if self.text else ''}" if self.title else ""
        return f"{self.marker}{self.point}{title}"

    @property
    def printed(self) -> list[str]:
        """The lines of text.txt."""
        if self.kind == "table":
            return [" | ".join(row) for row in self.rows]
        return [" ".join(part for part in (self.head, self.text) if part)]


@dataclass(frozen=True, slots=True)
class Source:
    """A whole document; the fields are the keys of the TOML file."""

    type: str
    subject: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    symbol: str
    place: str
    date: dt.date
    body: tuple[Piece, ...]
    recipients: tuple[str, ...]
    signatures: tuple[Mapping[str, Any], ...]
    parent_issuer: tuple[str, ...] = ()
    regarding: str | None = None
    addressees: tuple[str, ...] = ()
    authority_line: str | None = None
    annex: tuple[Piece, ...] = field(default=())

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.body + self.annex

    @property
    def dateline(self) -> str:
        """Days below 10 and the months 1 and 2 have a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4)."""
        month = f"{self.date.month:02}" if self.date.month <= 2 else str(self.date.month)
        return f"{self.place}, ngày {self.date.day:02} tháng {month} năm {self.date.year}"

    @property
    def printed_addressees(self) -> list[str]:
        if len(self.addressees) == 1:
            return [f"Kính gửi: {self.addressees[0]}."]
        return ["Kính gửi:", *_listed(self.addressees)] if self.addressees else []

    @property
    def printed_recipients(self) -> list[str]:
        return _listed([f"{name} ({purpose})" if purpose else name for name, purpose in self.named_recipients()])

    def named_recipients(self) -> Iterator[tuple[str, str]]:
        for entry in self.recipients:
            name, _, purpose = entry.partition(" | ")
            yield name, purpose


def load(path: Path) -> Source:
    """Read a source. Raises TypeError for a key that is missing or unknown."""
    data = tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
    bodies = {key: tuple(_pieces(data.get(key, ""))) for key in ("body", "annex")}
    return Source(**data | lists | bodies)


def _listed(names: Any) -> list[str]:
    *most, last = names
    return [*(f"- {name};" for name in most), f"- {last}."]


def _pieces(body: str) -> Iterator[Piece]:
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    for is_row, run in groupby(lines, key=lambda line: line.startswith("| ")):
        if is_row:
            yield Piece("table", rows=tuple(tuple(cell.strip() for cell in line[2:].split(" | ")) for line in run))
        else:
            yield from map(_piece, run)


def _piece(line: str) -> Piece:
    if match := SECTION.fullmatch(line):
        title, _, text = match["rest"].partition("|| ")
        place = {"marker": match["marker"], "point": match["point"], "depth": len(match["depth"])}
        return Piece("section", text, title=title.strip() or None, **place)
    sign, _, text = line.partition(" ")
    if sign in "-+":
        return Piece("bullet", text, marker=sign)
    return Piece(SIGNS[sign], text) if sign in SIGNS else Piece("paragraph", line)


def layout_data(source: Source) -> Json:
    """What layout.typ asks for."""
    numbered = [_layout(piece, number) for number, piece in enumerate(source.pieces)]
    lead = [_layout(Piece("centred", source.authority_line), "authority")] if source.authority_line else []
    return {
        "type": source.type,
        "subject": source.subject,
        "parent_issuer": source.parent_issuer,
        "issuer": source.issuer,
        "number": source.number,
        "symbol": source.symbol,
        "regarding": source.regarding,
        "dateline": source.dateline,
        "addressees": source.printed_addressees,
        "body": lead + numbered[: len(source.body)],
        "annex": numbered[len(source.body) :],
        "recipients": source.printed_recipients,
        "signatures": source.signatures,
    }


def _layout(piece: Piece, name: object) -> Json:
    heading = piece.kind == "section" and not piece.text
    return {
        "id": str(name),
        "kind": "heading" if heading else piece.kind,
        "head": piece.head,
        "text": piece.text,
        "bold": (heading and piece.depth <= BOLD_DEPTH) or piece.marker.startswith("Điều"),
        "italic": piece.kind == "base",
        "rows": piece.rows,
    }


def true_text(source: Source) -> str:
    """text.txt as the contract has it."""
    regarding = [source.regarding] if source.regarding else []
    title = [source.type, " ".join(source.subject)] if source.type else []
    lines = [
        *source.parent_issuer,
        *source.issuer,
        f"Số: {source.number}/{source.symbol}",
        *regarding,
        *MOTTO,
        source.dateline,
        *title,
        *source.printed_addressees,
        *([source.authority_line] if source.authority_line else []),
        *(line for piece in source.body for line in piece.printed),
        "Nơi nhận:",
        *source.printed_recipients,
        *(line for signature in source.signatures for line in [*signature["authority"], signature["signer"]]),
        *(line for piece in source.annex for line in piece.printed),
    ]
    return "\n".join(lines) + "\n"


def true_plan(source: Source, pages: Mapping[int, int | None]) -> Json:
    """plan.json as far as the source knows it; `pages` gives the page of each piece, None for plain text."""
    regarding = source.regarding and source.regarding.removeprefix("V/v ")
    return {
        "header": {
            "parent_issuer": " ".join(source.parent_issuer) or None,
            "issuer": " ".join(source.issuer),
            "issuer_inferred": False,
            "number": source.number,
            "symbol": source.symbol,
            "place": source.place,
            "date": source.date.isoformat(),
            "urgency": None,
            "secrecy": None,
            "copy": None,
        },
        "document_type": source.type or "CÔNG VĂN",
        "subject": " ".join(source.subject) or regarding,
        "addressees": list(source.addressees),
        "authority_line": source.authority_line,
        "bases": [piece.text for piece in source.body if piece.kind == "base"],
        "sections": _outline(source.body, pages),
        "closing": next((piece.text for piece in source.body if piece.kind == "closing"), None),
        "recipients": [{"name": name, "purpose": _bare(purpose)} for name, purpose in source.named_recipients()],
        "signatures": [dict(signature) for signature in source.signatures],
    }


def _bare(purpose: str) -> str | None:
    return purpose.removeprefix("để ") or None


def _outline(pieces: tuple[Piece, ...], pages: Mapping[int, int | None]) -> list[Json]:
    root: list[Json] = []
    open_sections: list[Json] = []
    for number, piece in enumerate(pieces):
        if piece.kind == "section":
            del open_sections[piece.depth - 1 :]
            siblings = open_sections[-1]["sections"] if open_sections else root
            section = _section(piece, open_sections, pages[number])
            siblings.append(section)
            open_sections.append(section)
        elif open_sections and piece.kind in ("paragraph", "bullet", "table"):
            open_sections[-1]["blocks"].append(_block(piece, pages[number]))
    return root


def _section(piece: Piece, above: list[Json], page: int | None) -> Json:
    parent = above[-1] if above else {"path": "", "marker": ""}
    # `1.1` below `1` below `II` is II.1.1: what the marker repeats of its parent is said once.
    path = f"{parent['path']}.{piece.marker.removeprefix(parent['marker'] + '.')}".removeprefix(".")
    first = [_block(Piece("paragraph", piece.text), page)] if piece.text else []
    return {
        "marker": piece.marker,
        "level": piece.depth,
        "path": path,
        "title": piece.title,
        "page": page,
        "blocks": first,
        "sections": [],
    }


def _block(piece: Piece, page: int | None) -> Json:
    block: Json = {"kind": piece.kind, "text": piece.text, "page": page}
    if piece.kind == "bullet":
        block["marker"] = piece.marker
    if piece.kind == "table":
        block |= {"rows": [list(row) for row in piece.rows], "text": "\n".join(piece.printed)}
    return block
