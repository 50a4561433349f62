# SPDX-License-Identifier: Apache-2.0
"""Tidy what stamps and other annotations draw, without changing what they look like.

The forms that signing programs make name pictures which they never draw (masks, which pikepdf's checker takes for
pictures then) and fonts which they never write in (missing ones, which it refuses); and they put pictures into text
objects without text, where PDF allows none (ISO 32000-1, 8.2, figure 9).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import pikepdf
from pikepdf import Dictionary, Name, Stream

from ocr_kh.writing.pdf.hidden_text import SHOW, UNPARSABLE

if TYPE_CHECKING:
    from pikepdf import Object

    from ocr_kh.writing.pdf.hidden_text import Instruction

_DEEPEST = 8
"""Forms within forms; what lies deeper is left alone."""
_OF_EMPTY_TEXT = frozenset({"BT", "ET", "Tm", "Td", "T*"})
"""What ends with its text object; fonts and spacings hold beyond it."""


def tidy_appearance(shown: Object | None, depth: int = 0) -> None:
    """Tidy a form and those it draws, or each of a dictionary of them (the states of a box); a damaged one stays."""
    if depth > _DEEPEST:
        return
    if isinstance(shown, Stream):
        if shown.get(Name.Subtype) != Name.Image:
            with suppress(*UNPARSABLE):
                _tidy_form(shown, depth)
    elif isinstance(shown, Dictionary):
        for state in list(shown.values()):
            tidy_appearance(state, depth + 1)


def _tidy_form(form: Stream, depth: int) -> None:
    steps = list(pikepdf.parse_content_stream(form))
    kept = _without_empty_text(steps)
    if len(kept) < len(steps):
        form.write(pikepdf.unparse_content_stream(cast("Any", kept)))
    resources = form.get(Name.Resources, Dictionary())
    named = resources.get(Name.XObject, Dictionary())
    _keep_named(named, _operands(steps, "Do"))
    if not named.keys():  # else a form may take its fonts from here
        _keep_named(resources.get(Name.Font, Dictionary()), _operands(steps, "Tf"))
    for drawn in named.values():
        tidy_appearance(drawn, depth + 1)


def _operands(steps: list[Instruction], operator: str) -> set[str]:
    """The names that this operator is given."""
    return {str(step.operands[0]) for step in steps if str(step.operator) == operator and step.operands}


def _keep_named(resources: Object, used: set[str]) -> None:
    for name in set(resources.keys()) - used:
        del resources[name]


def _without_empty_text(steps: list[Instruction]) -> list[Instruction]:
    """`steps` without the brackets and moves of text objects that show no text; what else is in them stays."""
    kept: list[Instruction] = []
    begin: int | None = None
    for step in steps:
        operator = str(step.operator)
        if operator == "BT":
            begin = len(kept)
        kept.append(step)
        if operator == "ET" and begin is not None:
            inside = kept[begin:]
            if not {str(each.operator) for each in inside} & (SHOW | {"TD"}):  # TD also sets the leading
                kept[begin:] = [each for each in inside if str(each.operator) not in _OF_EMPTY_TEXT]
            begin = None
    return kept
