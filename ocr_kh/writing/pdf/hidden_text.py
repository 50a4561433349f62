# SPDX-License-Identifier: Apache-2.0
"""Take the text nobody sees out of a page: what another OCR program left, invisibly or beneath the scan.

Removed are the operators that show text in render mode 3, which paints nothing (ISO 32000-1, 9.3.6), and
those that show text beneath an opaque image that covers the page, in the page and in the forms it draws.
Everything else stays: mode 7 clips what is painted after it, and drawing is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Matrix, Name, Object, Operator, Rectangle, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pikepdf import ContentStreamInlineImage, Page, Pdf

    Instruction: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage

SHOW = frozenset({"Tj", "TJ", "'", '"'})
_OF_TEXT = frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tz", "Tc", "Tw", "TL", "Ts", "Tr"})
"""Operators that serve text alone: they go when no text is left."""
_PAINT = SHOW | {"Do", "INLINE IMAGE", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
_INVISIBLE = 3
_COVERING_SHARE = 0.9
"""The share of the page, in width and in height, from which on an image hides what is beneath it."""
_MAX_FORM_DEPTH = 8
"""Forms within forms; what lies deeper is left alone."""


UNPARSABLE = (pikepdf.PdfError, ValueError, TypeError, IndexError, AttributeError, KeyError)
"""What a damaged content stream, or one with operands of the wrong kind, raises."""
_UNIT = Rectangle(0, 0, 1, 1)
"""Where an image lies before the matrix is applied (ISO 32000-1, 8.9.5.1)."""


def remove_hidden_text(pdf: Pdf, page: Page) -> bool:
    """Remove unseen text from `page`; True when there was any. Content that cannot be parsed is left as it is."""
    if not _has_fonts(page.resources, 0):
        return False
    try:
        stripped = _Stripper(pdf, Rectangle(page.cropbox)).strip(page, page.resources, _State(), 0)
    except UNPARSABLE:
        return False
    if stripped is None:
        return False
    page.obj.Contents = pdf.make_stream(stripped.content)
    page.obj.Resources = stripped.resources
    return True


def full_page_images(page: Page) -> list[Rectangle]:
    """Where, in user space, `page` itself draws images that cover it."""
    visible = Rectangle(page.cropbox)
    try:
        steps = list(_steps(pikepdf.parse_content_stream(page), page.resources, _State()))
        drawn = [at.matrix.transform(_UNIT) for step, at in steps if _image(step, page.resources) is not None]
    except UNPARSABLE:
        return []
    return [area for area in drawn if _covers(area, visible)]


def copy_dictionary(dictionary: Object | None) -> Dictionary:
    """A new dictionary with the same entries: pages may share theirs."""
    return Dictionary(dict(dictionary.items()) if dictionary is not None else {})


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that matters here."""

    matrix: Matrix = field(default_factory=Matrix)
    mode: int = 0
    opaque: bool = True
    covered: bool = False
    """An image painted later hides it all."""

    @property
    def hides_text(self) -> bool:
        return self.covered or self.mode == _INVISIBLE


class _Stripped(NamedTuple):
    """A content stream without its unseen text."""

    content: bytes
    resources: Dictionary
    paints: bool


class _Stripper:
    """Strips the content of one page, and of the forms it draws, with the page's own copies of what changes."""

    def __init__(self, pdf: Pdf, visible: Rectangle) -> None:
        self._pdf = pdf
        self._visible = visible

    def strip(self, owner: Page | Object, resources: Object, state: _State, depth: int) -> _Stripped | None:
        """`owner`'s content without unseen text, None when it has none; `state` holds where it begins."""
        steps = list(_steps(pikepdf.parse_content_stream(owner), resources, state))
        cover = max((i for i, (step, at) in enumerate(steps) if self._hides(step, resources, at)), default=-1)
        kept: list[Instruction] = []
        forms: dict[str, Object | None] = {}
        dropped = False
        for i, (step, before) in enumerate(steps):
            at = replace(before, covered=True) if i < cover else before
            if str(step.operator) in SHOW and at.hides_text:
                dropped = True
                kept += _moves(step)
            elif (form := _form(step, resources)) is not None and depth < _MAX_FORM_DEPTH:
                name = str(step.operands[0])
                if name not in forms:
                    forms[name] = self._form_without(form, resources, at, depth)
                if forms[name] is not None:
                    kept.append(step)
            else:
                kept.append(step)
        changed = {name: form for name, form in forms.items() if form is None or form != resources.XObject[name]}
        if not dropped and not changed:
            return None
        return _Stripped(*_clean_content(kept, resources, changed))

    def _form_without(self, form: Stream, resources: Object, state: _State, depth: int) -> Object | None:
        """`form` itself when it hides nothing, else a copy without unseen text, None when nothing is left of it."""
        matrix = Matrix(form.get(Name.Matrix, Matrix().as_array())) @ state.matrix
        own = form.get(Name.Resources, resources)
        stripped = self.strip(form, own, replace(state, matrix=matrix), depth + 1)
        if stripped is None:
            return form
        if not stripped.paints:
            return None
        copy = self._pdf.make_stream(stripped.content)
        for key, value in form.items():
            if key not in {"/Length", "/Filter", "/DecodeParms", "/Resources"}:
                copy[key] = value
        copy.Resources = stripped.resources
        return self._pdf.make_indirect(copy)

    def _hides(self, step: Instruction, resources: Object, state: _State) -> bool:
        """Whether `step` paints an opaque image over the page."""
        image = _image(step, resources)
        if image is None or not state.opaque:
            return False
        if image.get(Name.ImageMask, False) or Name.SMask in image or Name.Mask in image:
            return False
        return _covers(state.matrix.transform(_UNIT), self._visible)


def _covers(area: Rectangle, visible: Rectangle) -> bool:
    width = min(area.urx, visible.urx) - max(area.llx, visible.llx)
    height = min(area.ury, visible.ury) - max(area.lly, visible.lly)
    return bool(width >= _COVERING_SHARE * visible.width and height >= _COVERING_SHARE * visible.height)


def _steps(
    instructions: Iterable[Instruction],
    resources: Object,
    state: _State,
) -> Iterator[tuple[Instruction, _State]]:
    """Each instruction with the state in which it acts."""
    stack: list[_State] = []
    for step in instructions:
        operator = str(step.operator)
        if operator == "q":
            stack.append(state)
        elif operator == "Q" and stack:
            state = stack.pop()
        elif operator == "cm":
            state = replace(state, matrix=Matrix(*(float(value) for value in step.operands)) @ state.matrix)
        elif operator == "Tr":
            state = replace(state, mode=int(step.operands[0]))
        elif operator == "gs":
            state = replace(state, opaque=state.opaque and _is_opaque(step, resources))
        yield step, state


def _is_opaque(step: Instruction, resources: Object) -> bool:
    """Whether the graphics state that `step` sets paints without transparency."""
    chosen = resources.get(Name.ExtGState, Dictionary()).get(str(step.operands[0]), Dictionary())
    return (
        float(chosen.get(Name.ca, 1)) >= 1
        and chosen.get(Name.BM, Name.Normal) in {Name.Normal, Name.Compatible}
        and chosen.get(Name.SMask, Name("/None")) == Name("/None")
    )


def _moves(step: Instruction) -> list[Instruction]:
    """What a removed `step` does beside showing text: `'` and `"` go to the next line, `"` sets the spacings."""
    operator, operands = str(step.operator), list(step.operands)
    if operator not in {"'", '"'}:
        return []
    spacings = zip(("Tw", "Tc"), operands[:2], strict=True) if operator == '"' else ()
    kept = [ContentStreamInstruction([value], Operator(name)) for name, value in spacings]
    return [*kept, ContentStreamInstruction([], Operator("T*"))]


def _clean_content(
    steps: list[Instruction],
    resources: Object,
    changed: dict[str, Object | None],
) -> tuple[bytes, Dictionary, bool]:
    """The content of `steps`, its resources, and whether it paints; no empty text objects, no unused fonts."""
    operators = {str(step.operator) for step in steps}
    own = copy_dictionary(resources)
    if not operators & SHOW:
        steps = [step for step in steps if str(step.operator) not in _OF_TEXT]
        if Name.Font in own:
            del own.Font
    if changed:
        own.XObject = copy_dictionary(resources.XObject)
        for name, form in changed.items():
            if form is None:
                del own.XObject[name]
            else:
                own.XObject[name] = form
    return pikepdf.unparse_content_stream(cast("Any", steps)), own, bool(operators & _PAINT)


def _form(step: Instruction, resources: Object) -> Stream | None:
    return _drawn_object(step, resources, Name.Form)


def _image(step: Instruction, resources: Object) -> Stream | None:
    return _drawn_object(step, resources, Name.Image)


def _drawn_object(step: Instruction, resources: Object, kind: Object) -> Stream | None:
    """The form or image that `step` draws by name, if it does."""
    if str(step.operator) != "Do" or not step.operands:
        return None
    found = resources.get(Name.XObject, Dictionary()).get(str(step.operands[0]))
    return found if isinstance(found, Stream) and found.get(Name.Subtype) == kind else None


def _has_fonts(resources: Object, depth: int) -> bool:
    """Whether a page with these resources can show text: most scans cannot, and are not parsed."""
    if Name.Font in resources:
        return True
    drawn = resources.get(Name.XObject, Dictionary()).values()
    forms = (item for item in drawn if isinstance(item, Stream) and item.get(Name.Subtype) == Name.Form)
    return depth < _MAX_FORM_DEPTH and any(
        _has_fonts(form.get(Name.Resources, Dictionary()), depth + 1) for form in forms
    )
