# SPDX-License-Identifier: Apache-2.0

import struct
import zipfile

from tests.cases.files.pages import PRINTED

LOCKED = 0x1


def make(folder):
    bomb(folder / "bomb.zip")
    page = PRINTED.read_bytes()
    archive(folder / "cut.zip", {"page.png": page})
    data = (folder / "cut.zip").read_bytes()
    (folder / "cut.zip").write_bytes(data[: len(data) // 2])
    archive(folder / "empty.zip", {})
    archive(folder / "locked.zip", {"a.pdf": b"%PDF-1.7"})
    data = bytearray((folder / "locked.zip").read_bytes())
    for start, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(start) + flags] |= LOCKED
    (folder / "locked.zip").write_bytes(data)
    archive(folder / "broken.zip", {"page.png": page, "broken.png": page + b"."})
    data = bytearray((folder / "broken.zip").read_bytes())
    data[data.index(b"broken.png") + 5000] ^= 0xFF
    (folder / "broken.zip").write_bytes(data)


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, data in members.items():
            file.writestr(name, data)


def bomb(path):
    """A file of a few hundred bytes that says of itself that it unpacks to three GB."""
    archive(path, {"page.bmp": bytes(100)})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\1\2") + 24, 3 << 30)
    path.write_bytes(data)
