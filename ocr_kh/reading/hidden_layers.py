# SPDX-License-Identifier: Apache-2.0
"""Optional content of PDFs (layers) that is switched off: nobody sees it, so it is no text of the page.

ISO 32000-1, 8.11. PDFium gives the text of such layers like any other, so the page is given to it without them.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pikepdf import Object

DAMAGE_ERRORS = (pikepdf.PikepdfError, TypeError, ValueError, AttributeError, KeyError, IndexError, RuntimeError)
"""What pikepdf raises where a PDF is damaged, has an object of the wrong kind in a place, or asks for a password (qpdf
does of some that PDFium opens without one)."""

_BEGINS, _ENDS = frozenset({"BDC", "BMC"}), "EMC"
_PATHS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_PAINTS = _PATHS | {"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
"""Operators that leave something on the page; all others change the state of what is drawn next, hidden or not."""
_MEMBERSHIP_OFF: dict[str, Callable[[Iterable[bool]], bool]] = {
    "/AllOn": any,
    "/AnyOff": lambda off: not any(off),
    "/AllOff": lambda off: not all(off),
}
"""When a membership dictionary is off, by which of its groups are off; /AnyOn, the default, when all are."""
_FORM_DEPTH = 8
"""Levels of nested form XObjects looked into."""

Instruction: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage
Groups: TypeAlias = frozenset[tuple[int, int]]
"""Optional content groups, by the numbers of their objects."""


def without_hidden(path: Path, index: int) -> bytes | None:
    """A PDF of page `index` (from 0) alone, without what lies in layers that are switched off.

    None where the file has no layers, and where qpdf cannot read it: PDFium may, and then shows all there is.
    """
    try:
        with pikepdf.open(path) as pdf:
            if Name.OCProperties not in pdf.Root:
                return None
            off, page = groups_off(pdf), pdf.pages[index]
            page.obj.Contents = pikepdf.Stream(pdf, _cleaned(page.obj, page.resources, off))
            _clean_forms(page.resources, off, _FORM_DEPTH)
            return _alone(page)
    except DAMAGE_ERRORS:
        return None


def _alone(page: pikepdf.Page) -> bytes:
    with pikepdf.new() as pdf, BytesIO() as target, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that form fields lose the others of their form
        pdf.pages.append(page)
        pdf.save(target)
        return target.getvalue()


def groups_off(pdf: pikepdf.Pdf) -> Groups:
    """The groups that are off when the file is opened."""
    properties = pdf.Root.get(Name.OCProperties)
    if properties is None:
        return frozenset()
    start = properties.get(Name.D, Dictionary())
    off = {group.objgen for group in start.get(Name.OFF, [])}
    if start.get(Name.BaseState) == Name.OFF:
        off |= {group.objgen for group in properties.OCGs} - {group.objgen for group in start.get(Name.ON, [])}
    return frozenset(off)


def is_off(group: Object | None, off: Groups) -> bool:
    """Whether a group, or a membership of groups, is off; `group` is the value of an /OC."""
    if group is None:
        return False
    if group.get(Name.Type) != Name.OCMD:
        return group.objgen in off
    members = group.get(Name.OCGs, Array())
    states = [each.objgen in off for each in ([members] if isinstance(members, Dictionary) else members)]
    return bool(states) and _MEMBERSHIP_OFF.get(str(group.get(Name.P)), all)(states)


def _cleaned(owner: Object, resources: Object, off: Groups) -> bytes:
    """The content of a page or form without what is painted in a group that is off."""
    kept: list[Instruction] = []
    hidden: list[bool] = []
    for instruction in pikepdf.parse_content_stream(owner):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _BEGINS:
            hidden.append(_begins_hidden(list(operands), resources, off))
        if any(hidden) or (operator == "Do" and _is_drawn_off(operands[0], resources, off)):
            kept += _unpainted(instruction, operator)
        else:
            kept.append(instruction)
        if operator == _ENDS and hidden:
            hidden.pop()
    return pikepdf.unparse_content_stream(kept)


def _unpainted(instruction: Instruction, operator: str) -> list[Instruction]:
    """What is left of an instruction that must not paint: a path still ends, and the state goes on."""
    if operator in _PATHS:
        return [ContentStreamInstruction([], pikepdf.Operator("n"))]
    return [] if operator in _PAINTS else [instruction]


def _begins_hidden(operands: list[Object], resources: Object, off: Groups) -> bool:
    if len(operands) < len(("tag", "properties")) or operands[0] != Name.OC:
        return False
    return is_off(resources.get(Name.Properties, Dictionary()).get(str(operands[1])), off)


def _is_drawn_off(name: Object, resources: Object, off: Groups) -> bool:
    drawn = resources.get(Name.XObject, Dictionary()).get(str(name))
    return drawn is not None and is_off(drawn.get(Name.OC), off)


def _clean_forms(resources: Object, off: Groups, depth: int) -> None:
    """Clean the form XObjects of a page, and those in them."""
    for form in dict(resources.get(Name.XObject, Dictionary())).values():
        if form.get(Name.Subtype) == Name.Form and depth:
            own = form.get(Name.Resources, resources)
            form.write(_cleaned(form, own, off))
            _clean_forms(own, off, depth - 1)
