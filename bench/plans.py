# SPDX-License-Identifier: Apache-2.0
"""How well plans are read, from transcribed text or from scans: outline F1 and fields right, document by document.

    python -m bench.plans DIR [--scans SCANS --cache CACHE]

With SCANS (`<name>*.pdf`, or images) the documents are read from there; what was recognised is kept in CACHE, so that
the parser can be measured again in seconds (see `page_cache`). DIR holds `<name>_pNN.txt` (one transcription a page)
and beside it `<name>.outline.tsv` (depth, marker, first 60 characters of the text) and `<name>.facts.json` (fields;
`doc_type` for the type, `authority` and `signer` for a signature, `cosigners` for further ones).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr_kh.plan import parse, parse_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ocr_kh.plan.model import Plan, Section

Heading = tuple[int, str, str]
"""Depth, marker and the folded beginning of the text."""
_COMPARED = 40
"""Characters of a heading that are compared."""


@dataclass(frozen=True, slots=True)
class Score:
    """One document's figures."""

    name: str
    outline_f1: float | None
    """None without an outline to compare with."""
    right: int
    fields: int
    wrong: tuple[str, ...]
    """What differs, for people."""


def evaluate(directory: Path, scans: Path | None = None, cache: Path | None = None) -> Iterator[Score]:
    """The score of every document under `directory` that has a truth, and a scan if `scans` are given."""
    names = sorted({path.name.rpartition("_p")[0] for path in directory.glob("*_p*.txt")})
    for name in names:
        outline, facts = directory / f"{name}.outline.tsv", directory / f"{name}.facts.json"
        if outline.exists() or facts.exists():
            plan = _of_text(directory, name) if scans is None else _of_scan(scans, name, cache)
            if plan is not None:
                yield _score(name, plan, outline, facts)


def _of_text(directory: Path, name: str) -> Plan:
    pages = sorted(directory.glob(f"{name}_p*.txt"))
    return parse_text("\n".join(page.read_text("utf-8").strip("\n") for page in pages), name)


def _of_scan(scans: Path, name: str, cache: Path | None) -> Plan | None:
    """The plan of the scan whose name begins with that of the truth, as `convert` would make it; None without one."""
    from bench.page_cache import cached_document
    from ocr_kh.batch.finishing import file_signatures
    from ocr_kh.batch.reading import read
    from ocr_kh.reading.source import open_source
    from ocr_kh.settings import Settings

    scan = next(iter(sorted(scans.glob(f"{name}*"))), None)
    if scan is None:
        return None
    document = cached_document(scan, cache) if cache else read(scan)
    return parse(document, file_signatures(open_source(scan, Settings())))


def _score(name: str, plan: Plan, outline: Path, facts: Path) -> Score:
    wrong: list[str] = []
    f1 = None
    if outline.exists():
        expected = [_row(line) for line in outline.read_text("utf-8").splitlines() if line.strip()]
        f1 = outline_f1(expected, list(headings(plan.sections)), wrong)
    fields = list(_fields(plan, json.loads(facts.read_text("utf-8")))) if facts.exists() else []
    wrong += [f"{key}: {found!r}, not {right!r}" for key, found, right in fields if found != right]
    return Score(name, f1, sum(found == right for _, found, right in fields), len(fields), tuple(wrong))


def headings(sections: Sequence[Section]) -> Iterator[Heading]:
    """The outline in reading order."""
    for section in sections:
        text = " ".join(part for part in (section.title, *(block.text for block in section.blocks[:1])) if part)
        yield section.level, fold(section.marker), fold(text)[:_COMPARED]
        yield from headings(section.sections)


def outline_f1(expected: Sequence[Heading], found: Sequence[Heading], wrong: list[str]) -> float:
    """F1 of headings; one counts when depth and marker are right and its text begins as expected."""
    left = list(found)
    missed = []
    for depth, marker, text in expected:
        match = next((each for each in left if each[:2] == (depth, marker) and each[2].startswith(text)), None)
        if match is None:
            missed.append((depth, marker, text))
        else:
            left.remove(match)
    wrong += [f"missed {each}" for each in missed]
    wrong += [f"extra {each}" for each in left]
    common = len(found) - len(left)
    return 2 * common / max(1, len(expected) + len(found))


def _row(line: str) -> Heading:
    depth, marker, text = (*line.split("\t"), "", "")[:3]
    return int(depth), fold(marker), fold(text)[:_COMPARED]


def fold(text: str) -> str:
    """Letters and digits in lower case: spaces and punctuation are not compared."""
    return "".join(filter(str.isalnum, text.casefold()))


def _fields(plan: Plan, facts: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    header = plan.header
    for key in ("parent_issuer", "issuer", "number", "symbol", "place", "date"):
        if key in facts:
            yield key, _same(getattr(header, key)), _same(facts[key])
    if "doc_type" in facts:
        yield "document_type", plan.document_type, facts["doc_type"]
    if "subject" in facts:
        yield "subject", _same(plan.subject), _same(facts["subject"])
    if "recipients" in facts:
        found = [fold(each.name + (each.purpose or "")) for each in plan.recipients]
        yield "recipients", found, [fold(each).replace("để", "") for each in facts["recipients"]]
    if "authority" in facts:
        signers = [facts, *facts.get("cosigners", [])]
        yield (
            "signatures",
            sorted(_signers(plan)),
            sorted(_signer(each["authority"], each["signer"]) for each in signers),
        )


def _signers(plan: Plan) -> list[str]:
    return [_signer(each.authority, each.signer) for each in plan.signatures]


def _signer(authority: Iterable[str], name: str | None) -> str:
    return fold(f"{' '.join(authority)} {name or ''}")


def _same(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 when there was something to compare."""
    options = _options(arguments)
    scores = list(evaluate(options.truth, options.scans, options.cache))
    for score in scores:
        f1 = "-" if score.outline_f1 is None else f"{score.outline_f1:.3f}"
        print(f"{score.name:24} outline F1 {f1:>6}   fields {score.right}/{score.fields}")  # noqa: T201 - a script
        for line in score.wrong:
            print(f"    {line}")  # noqa: T201 - a script
    known = [score.outline_f1 for score in scores if score.outline_f1 is not None]
    right, fields = sum(score.right for score in scores), sum(score.fields for score in scores)
    if known and fields:
        mean = sum(known) / len(known)
        print(f"{'all':24} outline F1 {mean:6.3f}   fields {right}/{fields} ({right / fields:.1%})")  # noqa: T201 - a script
    return 0 if scores else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="plan_bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("truth", type=Path, metavar="DIR")
    parser.add_argument("--scans", type=Path)
    parser.add_argument("--cache", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
