# SPDX-License-Identifier: Apache-2.0
"""Layers of a PDF (optional content, ISO 32000-1, 8.11) as PDF/A-2 takes them (ISO 19005-2, 6.9).

Each way of showing them has a name, its list has all layers, and nothing switches them by itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Object, Pdf


def name_layers(pdf: Pdf) -> None:
    """Name the ways in which layers may be shown, and complete their lists; what is seen stays as it is."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return
    for number, way in enumerate(_ways(layers), start=1):
        if not str(way.get(Name.Name, "")):
            way.Name = String(f"Layers {number}")
        if isinstance(way.get(Name.Order), Array):
            listed = set(_listed(way.Order))
            way.Order.extend(group for group in _groups(layers) if group.objgen not in listed)


def unswitch_layers(pdf: Pdf) -> int:
    """Let nothing switch layers by itself (in print, at a zoom); how many ways of showing them did so."""
    layers = pdf.Root.get(Name.OCProperties)
    switched = [way for way in _ways(layers) if Name.AS in way] if isinstance(layers, Dictionary) else []
    for way in switched:
        del way.AS
    return len(switched)


def layer_faults(pdf: Pdf) -> Iterator[tuple[str, str]]:
    """What PDF/A does not allow of the layers of `pdf`: rule and message."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return
    ways = list(_ways(layers))
    names = Counter(str(way.get(Name.Name, "")) for way in ways)
    groups = {group.objgen for group in _groups(layers)}
    if "" in names:
        yield "ISO_19005_2:6.9-1", "a configuration of layers has no name"
    if max(names.values(), default=0) > 1:
        yield "ISO_19005_2:6.9-2", "two configurations of layers have one name"
    if any(isinstance(way.get(Name.Order), Array) and not groups <= set(_listed(way.Order)) for way in ways):
        yield "ISO_19005_2:6.9-3", "a list of layers lacks some"
    if any(Name.AS in way for way in ways):
        yield "ISO_19005_2:6.9-4", "layers are switched by themselves"


def _ways(layers: Dictionary) -> Iterator[Dictionary]:
    """The ways in which layers may be shown: that which holds, and others to choose."""
    others = layers.get(Name.Configs)
    for way in (layers.get(Name.D), *(others if isinstance(others, Array) else ())):
        if isinstance(way, Dictionary):
            yield way


def _groups(layers: Dictionary) -> list[Dictionary]:
    """The layers themselves."""
    found = layers.get(Name.OCGs)
    return [group for group in found if isinstance(group, Dictionary)] if isinstance(found, Array) else []


def _listed(order: Object) -> Iterator[tuple[int, int]]:
    """The layers of a list that may have lists in it."""
    for entry in order:
        if isinstance(entry, Array):
            yield from _listed(entry)
        elif isinstance(entry, Dictionary):
            yield entry.objgen
