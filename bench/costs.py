# SPDX-License-Identifier: Apache-2.0
"""The numbers that decisions rest on, each with its unit and where it comes from.

    python -m bench.costs [NAME ...]

prints the tables whose names begin so (`Outline`), or all. A number without a field here is no part of a decision that
several weigh together; it stands beside its constant.
"""

from __future__ import annotations

import argparse
import ast
import inspect
from dataclasses import dataclass, fields, is_dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from ocr_kh.genre.papers.judging import ODDS as PAPER_ODDS
from ocr_kh.layout.columns import LIMITS as COLUMN_LIMITS
from ocr_kh.layout.fragments import LIMITS as FRAGMENT_LIMITS
from ocr_kh.layout.joining import WEIGHTS
from ocr_kh.layout.lines import LIMITS as LINE_LIMITS
from ocr_kh.layout.text_columns import LIMITS as WRAP_LIMITS
from ocr_kh.plan.structure.sequence import COSTS
from ocr_kh.splitting.sequence import ODDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLES = (COSTS, WEIGHTS, FRAGMENT_LIMITS, COLUMN_LIMITS, LINE_LIMITS, WRAP_LIMITS, ODDS, PAPER_ODDS)


@dataclass(frozen=True, slots=True)
class Row:
    """One number."""

    name: str
    """With that of the value it lies in (`page.motto`)."""
    value: float
    unit: str
    origin: str
    meaning: str
    """Its docstring; empty where the name says it all."""


def rows(numbers: Any, above: str = "") -> Iterator[Row]:
    """The numbers in a frozen value and in those that it holds."""
    meanings = _docstrings(type(numbers))
    for each in fields(numbers):
        value, name = getattr(numbers, each.name), f"{above}{each.name}"
        if is_dataclass(value):
            yield from rows(value, f"{name}.")
        else:
            yield Row(name, value, each.metadata["unit"], each.metadata["origin"], meanings.get(each.name, ""))


def _docstrings(kind: type) -> dict[str, str]:
    """The docstring under each field that has one."""
    (described,) = ast.parse(dedent(inspect.getsource(kind))).body
    found: dict[str, str] = {}
    name = ""
    for node in described.body if isinstance(described, ast.ClassDef) else []:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and name:
            found[name] = " ".join(str(node.value.value).split())
        name = node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else ""
    return found


def table(numbers: Any) -> str:
    """A value's numbers as lines of text, under its name."""
    cells = [(row.name, f"{row.value:g}", row.unit, row.origin, row.meaning) for row in rows(numbers)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)
    summary = (type(numbers).__doc__ or "").partition("\n")[0]
    return "\n".join((f"{type(numbers).__name__}: {summary}", *lines))


def main(argv: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="bench.costs", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="how the names of the tables begin; all without")
    names = tuple(parser.parse_args(argv).names) or ("",)
    print("\n\n".join(table(each) for each in TABLES if type(each).__name__.startswith(names)))  # noqa: T201 - a script


if __name__ == "__main__":
    main()
