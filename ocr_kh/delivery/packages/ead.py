# SPDX-License-Identifier: Apache-2.0
"""EAD.xml and EAD_doc.xml (`simpledc`, no namespace), and our schemas of them.

Every field stands there, an unknown one as an empty element: the schema asks for all of them, in any order, as that of
the sample package does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ocr_kh.writing.document.printed import for_xml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.delivery.fields import Field

ROOT = "simpledc"
_XS = "http://www.w3.org/2001/XMLSchema"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def description(fields: Sequence[Field], values: Mapping[str, str]) -> bytes:
    """The content of an EAD.xml or EAD_doc.xml."""
    root = etree.Element(ROOT)
    for each in fields:
        etree.SubElement(root, each.name).text = for_xml(values[each.name]) or None
    return xml_bytes(root)


def description_schema(fields: Sequence[Field]) -> bytes:
    """The XML Schema of such a file: all fields, in any order, as texts of their greatest lengths."""
    schema = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    root = etree.SubElement(schema, f"{{{_XS}}}element", name=ROOT)
    members = etree.SubElement(etree.SubElement(root, f"{{{_XS}}}complexType"), f"{{{_XS}}}all")
    for each in fields:
        element = etree.SubElement(members, f"{{{_XS}}}element", name=each.name)
        kind = etree.SubElement(element, f"{{{_XS}}}simpleType")
        limits = etree.SubElement(kind, f"{{{_XS}}}restriction", base="xs:string")
        if each.is_required:
            etree.SubElement(limits, f"{{{_XS}}}minLength", value="1")
        etree.SubElement(limits, f"{{{_XS}}}maxLength", value=str(each.length))
    return xml_bytes(schema)


def xml_bytes(root: etree._Element) -> bytes:
    """The content of an XML file."""
    etree.indent(root)
    text: bytes = etree.tostring(root, encoding="UTF-8")
    return _DECLARATION + text + b"\n"
