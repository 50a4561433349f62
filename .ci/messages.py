# SPDX-License-Identifier: Apache-2.0
"""Collects the messages of the package into the Vietnamese .po and compiles it (`make messages`).

Translations that stand stay; new messages come in empty, gone ones go. Nothing in the files depends on the day
or the machine, so a test can demand that they are in step with the code.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import catalog as babel_catalog
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "ocr_kh/locale/vi/LC_MESSAGES/ocr_kh.po"
MO = PO.with_suffix(".mo")

_KEYWORDS = {"N_": None, "translate": None, "translate_plural": (1, 2)}
_HEADER = """# SPDX-License-Identifier: Apache-2.0
# Vietnamese messages of ocr_kh. After editing: make messages"""
babel_catalog.VERSION = ""  # stands in the head of both files; a new Babel must not put them out of step
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def collected() -> Catalog:
    """Every message in the code, untranslated."""
    catalog = Catalog()
    found = extract_from_dir(ROOT / "ocr_kh", keywords=_KEYWORDS)
    for name, _, message, _, _ in sorted(found, key=lambda entry: (entry[0], entry[1])):
        catalog.add(message, locations=[(f"ocr_kh/{Path(name).as_posix()}", None)])
    return catalog


def translated() -> Catalog:
    """The messages in the code with the Vietnamese that stands."""
    catalog = Catalog(
        locale="vi",
        domain="ocr_kh",
        project="ocr_kh",
        header_comment=_HEADER,
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="ocr_kh",
        language_team="vi",
        msgid_bugs_address="",
        fuzzy=False,
    )
    standing = read_po(io.BytesIO(PO.read_bytes()), locale="vi") if PO.exists() else Catalog()
    for message in collected():
        if message.id:
            known = standing.get(message.id)
            catalog.add(message.id, known.string if known else None, locations=message.locations)
    return catalog


def po_bytes() -> bytes:
    """What the .po should hold."""
    buffer = io.BytesIO()
    write_po(buffer, translated(), width=100, include_lineno=False, sort_by_file=True)
    return buffer.getvalue()


def mo_bytes() -> bytes:
    """What the .mo should hold."""
    buffer = io.BytesIO()
    write_mo(buffer, translated())
    return buffer.getvalue()


def main() -> None:
    """Write both files."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes())
    MO.write_bytes(mo_bytes())
    empty = [message.id for message in translated() if message.id and not message.string]
    print(f"{PO.relative_to(ROOT)}: {len(translated())} messages, {len(empty)} to translate")


if __name__ == "__main__":
    main()
