# SPDX-License-Identifier: Apache-2.0
"""XML read without a network and without entities, and held against the schemas that ship with ocr_kh."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from ocr_kh.delivery.packages.ead import description_schema
from ocr_kh.delivery.packages.files import ZIP_ERRORS
from ocr_kh.delivery.packages.mets import CSIP, METS, SIP, XLINK
from ocr_kh.delivery.packages.sip import SCHEMAS
from ocr_kh.delivery.verification.finding import Finding
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.delivery.fields import Field
    from ocr_kh.delivery.packages.files import Files

_SHIPPED = {
    METS: "mets1_12.xsd",
    XLINK: "xlink.xsd",
    CSIP: "DILCISExtensionMETS.xsd",
    SIP: "DILCISExtensionSIPMETS.xsd",
}
_MOST_ERRORS = 20
"""Of one file that are told."""
_MOST_BYTES = 1 << 28
"""Of an XML file that is read: a METS of 100,000 documents has a third of it; a ZIP may claim any size."""


class _Local(etree.Resolver):  # type: ignore[misc]
    """Schemas of other schemas out of our folder, whatever address they are given by."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:  # noqa: ARG002 - lxml's
        name = (system_url or "").rpartition("/")[2]
        return self.resolve_filename(str(SCHEMAS / name), context)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def _mets_schema() -> etree.XMLSchema:
    """All four schemas of a METS as one."""
    parser = _parser()
    parser.resolvers.add(_Local())
    space = "http://www.w3.org/2001/XMLSchema"
    imports = "".join(f'<i:import namespace="{at}" schemaLocation="{name}"/>' for at, name in _SHIPPED.items())
    return etree.XMLSchema(etree.fromstring(f'<i:schema xmlns:i="{space}">{imports}</i:schema>', parser))


@cache
def _description_schema(fields: tuple[Field, ...]) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(description_schema(fields)))


def read_xml(files: Files, name: str) -> etree._Element | str:
    """The root of an XML file, or what is wrong with it."""
    try:
        if files.size(name) > _MOST_BYTES:
            return translate("it has more than {most} MB").format(most=_MOST_BYTES >> 20)
        with files.open(name) as file:
            return etree.fromstring(file.read(_MOST_BYTES), _parser())
    except (OSError, etree.XMLSyntaxError, *ZIP_ERRORS) as error:
        return str(error)


def mets_faults(root: etree._Element, path: str) -> Iterator[Finding]:
    """What the schemas say of a METS."""
    yield from _schema_faults(_mets_schema(), root, path)


def description_faults(root: etree._Element, path: str, fields: tuple[Field, ...]) -> Iterator[Finding]:
    """What our schema says of an EAD or EAD_doc: fields that are missing, twice or unknown; lengths are told else."""
    names = {each.name for each in fields}
    tags = [child.tag for child in root if isinstance(child.tag, str)]
    is_form_wrong = set(tags) != names or len(tags) != len(names) or root.tag != "simpledc"
    if is_form_wrong:
        yield from _schema_faults(_description_schema(fields), root, path)


def _schema_faults(schema: etree.XMLSchema, root: etree._Element, path: str) -> Iterator[Finding]:
    if schema.validate(root):
        return
    for error in list(schema.error_log)[:_MOST_ERRORS]:
        template = translate("line {line}: {reason}")
        reason = error.message.replace("{", "").replace("}", ":")
        yield Finding("xml.schema", path, _element_of(reason), template.format(line=error.line, reason=reason))


def _element_of(message: str) -> str:
    """The element that a message of libxml2 is about: `Element 'http://...:file', attribute ...`."""
    quoted = message.partition("'")[2].partition("'")[0]
    return quoted.rpartition(":")[2]
