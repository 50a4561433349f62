# SPDX-License-Identifier: Apache-2.0
"""Entries of a PDF that serve programs and viewers and draw nothing: where to open it, thumbnails, data of the maker.

PDF/A allows most of them, and no checker can tell what a private one means; an archival copy does without. What stays
is listed here by the kind of dictionary, from the tables of ISO 32000-1, so that a page stays what it shows: `/Thumb`
of a page goes, a key that nobody knows in its resources too; `/Rotate` and `/SMask` stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Dictionary, Name, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pikepdf import Object, Pdf

_TRAILER = frozenset(["/Root", "/Info", "/ID", "/Size", "/Encrypt", "/Prev", "/XRefStm"])
"""Table 15."""
_CATALOG = frozenset([
    "/Type", "/Version", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences", "/PageLayout",
    "/PageMode", "/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AcroForm",
    "/OCProperties",
])  # fmt: skip
"""Table 28, less where and how a viewer opens the file, and what digital signatures and web capture keep there."""
_PAGES = frozenset(["/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"])
"""Table 29."""
_PAGE = frozenset([
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents",
    "/Rotate", "/Group", "/Annots", "/AA", "/StructParents", "/Tabs", "/UserUnit",
])  # fmt: skip
"""Table 30, less thumbnails, slide shows, articles, measures, and data of the program that made the page."""
_RESOURCES = frozenset([
    "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties",
])  # fmt: skip
"""Table 33."""
_PREFERENCES = frozenset([
    "/HideToolbar", "/HideMenubar", "/HideWindowUI", "/FitWindow", "/CenterWindow", "/DisplayDocTitle",
    "/NonFullScreenPageMode", "/Direction", "/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip", "/PrintScaling",
    "/Duplex", "/PickTrayByPDFSize", "/PrintPageRange", "/NumCopies",
])  # fmt: skip
"""Table 150."""
_MARKS = frozenset({"/Marked", "/UserProperties", "/Suspects"})
"""Table 321."""
_STREAM = frozenset(["/Length", "/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms", "/DL"])
"""Table 5."""
_IMAGE = _STREAM | frozenset([
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask",
    "/Decode", "/Interpolate", "/Alternates", "/SMask", "/SMaskInData", "/Matte", "/Name", "/StructParent", "/OPI",
    "/OC",
])  # fmt: skip
"""Tables 89 and 146."""
_FORM = _STREAM | frozenset([
    "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Ref", "/StructParent",
    "/StructParents", "/OPI", "/OC", "/Name", "/PS", "/Subtype2",
])  # fmt: skip
"""Table 95."""
_FONT = frozenset([
    "/Type", "/Subtype", "/Name", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding",
    "/ToUnicode", "/FontBBox", "/FontMatrix", "/CharProcs", "/Resources", "/DescendantFonts", "/CIDSystemInfo", "/DW",
    "/W", "/DW2", "/W2", "/CIDToGIDMap",
])  # fmt: skip
"""Tables 111, 112, 117 and 121."""
_KINDS: Mapping[str, frozenset[str]] = {"/Image": _IMAGE, "/Form": _FORM, "/Font": _FONT, "/Pages": _PAGES}
"""By /Type, or by /Subtype of what has none that says so."""


def drop_private_entries(pdf: Pdf) -> int:
    """Delete what is in no list from the dictionaries of `pdf`; how many entries of catalog and pages that were."""
    keep_only(pdf.trailer, _TRAILER)
    dropped = keep_only(pdf.Root, _CATALOG)
    for name, known in ((Name.ViewerPreferences, _PREFERENCES), (Name.MarkInfo, _MARKS)):
        if isinstance(holder := pdf.Root.get(name), Dictionary):
            keep_only(holder, known)
    for page in pdf.pages:
        dropped += keep_only(page.obj, _PAGE)
        _keep_resources(page.obj)
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            _keep_of_its_kind(item)
    return dropped


def keep_only(holder: Object, known: frozenset[str]) -> int:
    """Delete all entries of `holder` but the `known`; how many."""
    unknown = set(holder.keys()) - known
    for key in unknown:
        del holder[key]
    return len(unknown)


def _keep_of_its_kind(item: Object) -> None:
    known = _KINDS.get(str(item.get(Name.Type))) or _KINDS.get(str(item.get(Name.Subtype)))
    if isinstance(item, Stream) and Name.Metadata in item:  # of an image or a font; that of the file is the catalog's
        del item.Metadata
    if known is not None and isinstance(item, Stream) == (known >= _STREAM):
        keep_only(item, known)
        _keep_resources(item)


def _keep_resources(holder: Object) -> None:
    resources = holder.get(Name.Resources)
    if isinstance(resources, Dictionary):
        keep_only(resources, _RESOURCES)
