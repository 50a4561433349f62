# SPDX-License-Identifier: Apache-2.0
"""How well header and closing are read off pages: invented ones in the ways of many kinds of bodies, set and scanned.

    python -m bench.rendered_headers --cache DIR [--half development] [--seed 1] [--count 60] [--harsh] [--wrong]
        [--fields FILE]

The pages are those of `header_pages`. Half of the kinds of bodies are for development, the other half is only counted;
odd seeds are for development, even ones for the kept half. `--harsh` stamps, seals
and rules over what is printed, on more of the same pages; `--wrong` names what is wrong; `--fields` writes what
was read, for the weights of the probabilities (`bench.offices --fit --with FILE`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bench.header_pages import HALVES, Made, documents
from bench.offices import Read, print_calibration, print_fields, read_document, store_fields, verdicts
from bench.page_cache import kept
from bench.scans import render
from ocr_kh.pipeline import assemble, read_page
from ocr_kh.plan.parsing import parse
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.document import Document

_SURE = 0.9
"""Probability from which on a wrong field is worst: nobody looks at it."""


def read(made: Made, cache: Path) -> Document:
    """The document as the whole way reads it; its pages come from `cache` when the same code has read them."""
    pdf = render.scanned_pdf(made.images, made.dpi, quality=made.damage.jpeg or 90)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(pdf)
        source, name = open_source(path, Settings()), sha256(pdf).hexdigest()[:16]
        numbers = range(1, source.page_count + 1)
        pages = kept(cache, f"header-{name}", lambda: [read_page(source, number, Settings()) for number in numbers])
        return assemble(source, pages, Settings())


def told(made: Made, document: Document, found: Read) -> str:
    """What is wrong with a document: the condition, then each field with what was read."""
    plan = parse(document)
    lines = [f"{made.label} {made.truth['issuer']} {made.damage.dpi} {made.damage.colour} {made.harm}"]
    for name, verdict in verdicts(plan, made.truth).items():
        if verdict not in ("right", "absent"):
            chances = [
                f"{each.probability:.2f}" for each in found.fields if each.kind.endswith(name) and not each.right
            ]
            value = {
                "signer": [each.signer for each in plan.signatures],
                "authority": [each.authority for each in plan.signatures],
                "recipients_count": [each.name for each in plan.recipients],
            }.get(name, getattr(plan.header, name, None) or getattr(plan, name, None))
            right = made.truth["signatures" if name in ("signer", "authority") else name.removesuffix("_count")]
            lines.append(f"   {name} {verdict} {' '.join(chances)}: {value!r}, not {right!r}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="rendered_headers", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR")
    parser.add_argument("--half", choices=HALVES, default=HALVES[0])
    parser.add_argument("--seed", type=int, default=1, help="odd for development, even for the kept half")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--harsh", action="store_true", help="worse happens to the same pages")
    parser.add_argument("--wrong", action="store_true", help="name what is wrong")
    parser.add_argument("--fields", type=Path, metavar="FILE", help="write the fields and their signs")
    options = parser.parse_args(arguments)
    if options.seed % 2 == HALVES.index(options.half):
        parser.error("odd seeds are for development, even ones for the kept half")
    found: list[Read] = []
    for at, made in enumerate(documents(options.half, options.seed, options.count, harsh=options.harsh)):
        document = read(made, options.cache)
        found.append(each := read_document(at % 3, made.truth, document, ()))
        if options.wrong and any(verdict not in ("right", "absent") for verdict in each.verdicts.values()):
            sys.stdout.write(told(made, document, each) + "\n")
            sys.stdout.flush()
    print_fields(f"{options.half}, seed {options.seed}", found)
    fields = [field for each in found for field in each.fields]
    print_calibration("as told", [(field, field.probability) for field in fields])
    sure = Counter(field.kind for field in fields if not field.right and field.probability >= _SURE)
    sys.stdout.write(f"wrong and said to be {_SURE} or more: {sure.total()} {dict(sure)}\n")
    if options.fields:
        store_fields(options.fields, fields)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
