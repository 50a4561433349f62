# SPDX-License-Identifier: Apache-2.0

import io
import zipfile

from tests.cases.files.pages import DPI, PRINTED, printed_page

UTF8 = 0x800


def make(folder):
    path = folder / "ho-so.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("hồ sơ 1")
        archive.writestr("hồ sơ 1/quét.png", PRINTED.read_bytes())
        archive.writestr("hồ sơ 1/bản sao.png", PRINTED.read_bytes())
        archive.writestr("../../out/page.tif", tiff())
        archive.writestr("ghi chú.txt", "ghi chú")
        archive.writestr("inner.zip", b"PK\5\6" + bytes(18))
        archive.writestr("__MACOSX/._page.tif", b"fork")
        archive.writestr(".DS_Store", b"view")
    path.write_bytes(unmarked(path.read_bytes(), "ghi chú.txt".encode()))


def tiff():
    data = io.BytesIO()
    printed_page("1").save(data, "TIFF", dpi=DPI, compression="group4")
    return data.getvalue()


def unmarked(data, name):
    """The archive with the name no longer marked as UTF-8, as old programs wrote it."""
    for start, flags, length in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        at = data.index(name) if start == b"PK\3\4" else data.rindex(name)
        at -= length
        old = int.from_bytes(data[at + flags : at + flags + 2], "little")
        data = data[: at + flags] + (old & ~UTF8).to_bytes(2, "little") + data[at + flags + 2 :]
    return data
