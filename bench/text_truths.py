# SPDX-License-Identifier: Apache-2.0
"""How well the parser reads headers and closings where nothing was misread: truths written out as plain text.

    python -m bench.text_truths DATA [--show]

DATA/scans/offices/truth holds `<id>.json`, what real documents say in header and closing, and `score.py`, whose judge
is used. Each document is written twice: the columns of header and closing one below the other, and beside each other.
The documents set aside (see `offices_split`) are counted apart; `--show` names what is wrong in the others alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from bench.offices_split import ASIDE, thirds
from ocr_kh.plan import parse_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Truth = dict[str, Any]
"""One document as its transcriber wrote it down: the fields of plan.json, recipients as printed."""
Tally = Counter[tuple[bool, str, str]]
"""Fields by (is aside, field, verdict); a verdict is `right`, `wrong`, `null`, `invented` or `absent`."""

COLUMN_WIDTH_CHARACTERS = 56
"""Of the left column where both stand beside each other; longer lines push the right column out."""
LETTER_SUBJECT_CHARACTERS, TITLE_CHARACTERS = 40, 70
"""A line of the subject under the number of a letter, and under a type, at the sizes Nghị định 30/2020 gives."""
PAGE_FIELDS = ("outline",)
"""Judged too, but not written here."""
STATE_MOTTO = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PARTY_MOTTO = ["ĐẢNG CỘNG SẢN VIỆT NAM"]
LETTER, TELEGRAM = "CÔNG VĂN", "CÔNG ĐIỆN"
BODY = ["1. Nội dung thứ nhất theo văn bản này.", "2. Nội dung thứ hai theo văn bản này.", "Đề nghị thực hiện./."]
COUNTED = ("right", "wrong", "null")
"""Verdicts on a field that the document has."""


def stacked(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """The left column, then the right one."""
    return [line for line in (*left, *right) if line]


def beside(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Both columns line by line, as an engine reads a page without a rule between them."""
    rows = zip_longest(left, right, fillvalue="")
    return [f"{a:{COLUMN_WIDTH_CHARACTERS}} {b}".rstrip() for a, b in rows]


SHAPES = (stacked, beside)


def written(truth: Truth, arranged: Callable[[Sequence[str], Sequence[str]], list[str]]) -> str:
    """The document as one printed line a line: header, type, subject, addressees, a short body, closing."""
    letter = _type(truth) == LETTER
    opening = _addressees(truth) if letter else [*_title(truth), *_authority(truth), *_addressees(truth)]
    header = arranged(*_header_columns(truth, letter=letter))
    closing = arranged(_recipients(truth), list(_signatures(truth)))
    return "\n".join([*header, *opening, *BODY, *closing]) + "\n"


def _type(truth: Truth) -> str:
    """A truth may name several right types; the first is the one printed."""
    named = truth["document_type"]
    return str(named[0] if isinstance(named, list) else named)


def _header_columns(truth: Truth, *, letter: bool) -> tuple[list[str], list[str]]:
    """Left and right; an empty line brings the number and the date onto one row."""
    issuers = [line for line in (truth["parent_issuer"], truth["issuer"], "*" if _is_party(truth) else None) if line]
    motto = PARTY_MOTTO if _is_party(truth) else STATE_MOTTO
    rows = max(len(issuers), len(motto))
    subject = wrap(f"V/v {truth['subject']}", LETTER_SUBJECT_CHARACTERS) if letter and truth["subject"] else []
    left = [*_filled(issuers, rows), _number_line(truth), *subject, truth.get("urgency") or ""]
    return left, [*_filled(motto, rows), _place_and_date(truth)]


def _filled(lines: Sequence[str], rows: int) -> list[str]:
    return [*lines, *[""] * (rows - len(lines))]


def _is_party(truth: Truth) -> bool:
    return bool(truth["kind"].endswith("/Party"))


def _number_line(truth: Truth) -> str:
    """`Số: 12/KH-UBND`; a symbol with a stroke of its own is joined by a hyphen: `Số 12-KH/ĐU`."""
    if not truth["symbol"]:
        return f"Số: {truth['number']}" if truth["number"] else ""
    joint = "-" if "/" in truth["symbol"] else "/"
    return f"Số: {truth['number'] or '     '}{joint}{truth['symbol']}"


def _place_and_date(truth: Truth) -> str:
    return ", ".join(part for part in (truth["place"], _printed_date(truth["date"])) if part)


def _printed_date(date: str | None) -> str | None:
    """`ngày 04 tháng 3 năm 2026`, with the day or month left blank that the date lacks."""
    if not date:
        return None
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"ngày {day or '    '} tháng {month.lstrip('0') if month > '02' else month or '    '} năm {year}"


def _title(truth: Truth) -> list[str]:
    return [_type(truth), *wrap(truth["subject"] or "", TITLE_CHARACTERS)]


def _authority(truth: Truth) -> list[str]:
    """Who decides: before the bases of a decision, before the addressees of a telegram."""
    if not truth["authority_line"]:
        return []
    if _type(truth) == TELEGRAM:
        return [f"{truth['authority_line']} điện:"]
    return [truth["authority_line"], "Căn cứ Luật Tổ chức chính quyền địa phương;", f"{_type(truth)}:"]


def _addressees(truth: Truth) -> list[str]:
    named = truth["addressees"]
    if _type(truth) == TELEGRAM and truth["authority_line"]:
        return _bullets(named)
    return [f"Kính gửi: {named[0]}"] if len(named) == 1 else ["Kính gửi:", *_bullets(named)] if named else []


def _bullets(entries: Sequence[str]) -> list[str]:
    return [f"- {entry}{';' if entry is not entries[-1] else '.'}" for entry in entries]


def _recipients(truth: Truth) -> list[str]:
    return ["Nơi nhận:", *_bullets(truth["recipients"])] if truth["recipients"] else []


def _signatures(truth: Truth) -> Iterator[str]:
    for signature in truth["signatures"]:
        yield from signature["authority"]
        if signature["signer"]:
            yield signature["signer"]


def judged(folder: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(id, shape, verdicts) of every document in every shape; those with several documents give several."""
    judge = score_module(folder).judge
    for path in sorted(folder.glob("*.json")):
        for truth in filter(_has_facts, json.loads(path.read_text("utf-8"))["documents"]):
            for shape in SHAPES:
                plan = json.loads(parse_text(written(truth, shape)).to_json())
                verdicts = judge(truth, plan)
                yield path.stem, shape.__name__, {each: verdicts[each] for each in verdicts if each not in PAGE_FIELDS}


def _has_facts(truth: Truth) -> bool:
    """What was judged by other keys, or not transcribed, has none."""
    return "header" not in truth and "symbol" in truth


def score_module(folder: Path) -> Any:
    """The judge of the data and the fields it calls core, as they are there; FileNotFoundError without it."""
    spec = spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(tally: Tally, core: Sequence[str]) -> Iterator[str]:
    """Right of printed, and invented, for each field: of the documents used and of those aside."""
    yield f"{'':16} {'used':>22} {'aside':>22}"
    for field in core:
        yield f"{field:16} {_cell(tally, False, [field])} {_cell(tally, True, [field])}"
    yield f"{'core':16} {_cell(tally, False, core)} {_cell(tally, True, core)}"


def _cell(tally: Tally, aside: bool, fields: Iterable[str]) -> str:  # noqa: FBT001 - part of the tally's key
    each = Counter[str]()
    for field in fields:
        each += Counter({verdict: tally[aside, field, verdict] for verdict in (*COUNTED, "invented")})
    printed = sum(each[verdict] for verdict in COUNTED)
    share = f"{each['right'] / printed:6.1%}" if printed else "     -"
    return f"{each['right']:5}/{printed:<4} {share} +{each['invented']:<3}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of each shape; 0 when there was something to judge."""
    options = _options(arguments)
    folder = options.data / "scans" / "offices" / "truth"
    rows, third = list(judged(folder)), thirds(folder)
    aside = {name for name, part in third.items() if part == ASIDE}
    for shape in SHAPES:
        of_shape = [(name, verdicts) for name, each, verdicts in rows if each == shape.__name__]
        tally = Counter((name in aside, *item) for name, verdicts in of_shape for item in verdicts.items())
        print("\n".join([f"columns {shape.__name__}", *table(tally, score_module(folder).CORE)]))  # noqa: T201 - a script
        if options.show:
            print("\n".join(_faults(row for row in of_shape if row[0] not in aside)))  # noqa: T201 - a script
    return 0 if rows else 1


def _faults(rows: Iterable[tuple[str, dict[str, str]]]) -> Iterator[str]:
    for name, verdicts in rows:
        faults = [
            f"{field} {verdict}" for field, verdict in verdicts.items() if verdict in {"wrong", "null", "invented"}
        ]
        if faults:
            yield f"  {name}: {', '.join(faults)}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="text_truths", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--show", action="store_true", help="what is wrong, of the documents not set aside")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
