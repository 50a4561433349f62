# SPDX-License-Identifier: Apache-2.0
"""Nearly fifty kinds of bad file, each made by a function: what a scanner, a disk, a mail or an enemy may leave.

`make_all(folder)` writes them; `KINDS` says of each what `convert` may make of it: `failed` for what cannot be read,
`done` for what can in spite of it (`partly` and `held` likewise), several where either is right. The password of those
that have one is PASSWORD.
"""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import zlib
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

PASSWORD = "u"  # noqa: S105 - of a file made here


def _page(text="KE HOACH"):
    image = Image.new("L", (900, 500), 255)
    ImageDraw.Draw(image).text((60, 60), text, fill=0, font_size=44)
    return image


def _png(text="KE HOACH"):
    buffer = io.BytesIO()
    _page(text).save(buffer, "PNG", dpi=(120, 120))
    return buffer.getvalue()


def _pdf(change=None, *, pages=1, size=(595, 842), **options):
    """A PDF with a drawn line on each page, changed before it is saved."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page()
        page.obj.MediaBox = Array([0, 0, *size])
        page.obj.Contents = pdf.make_stream(b"0 0 m 100 100 l S")
    if change:
        change(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def _image_pdf(width, height, data, **entries):
    """A page that is one image."""

    def change(pdf):
        image = pdf.make_stream(
            data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, ColorSpace=Name.DeviceGray,
            BitsPerComponent=8, **entries,
        )  # fmt: skip
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im=image))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /Im Do")

    return _pdf(change)


def _huge_png(width, height):
    """White pixels without number in a few KB."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    compressor = zlib.compressobj(9)
    data = b"".join(compressor.compress(row) for _ in range(min(height, 2000))) + compressor.flush()

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _javascript(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('1'); this.exportDataObject({cName: 'a'});")


def _launch(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F="/bin/sh")


def _attachment(pdf):
    pdf.attachments["../../evil.sh"] = b"#!/bin/sh\nexit 1\n"


def _deep_forms(pdf):
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(200):
        form = pdf.make_stream(
            b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]),
            Resources=Dictionary(XObject=Dictionary(F=form)),
        )  # fmt: skip
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")


def _own_child(pdf):
    form = pdf.make_indirect(pdf.make_stream(b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"/F Do")


def _nested_page_contents(pdf):
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q " * 100_000)


def _without_box(pdf):
    del pdf.pages[0].obj.MediaBox


def _broken_xref():
    data = _pdf()
    start = data.rindex(b"startxref")
    return data[:start] + b"startxref\n99999999\n%%EOF\n"


def _bomb():
    """A stream of 2 GB packed into some KB, twice."""
    compressor = zlib.compressobj(9)
    zeros = b"\0" * (1 << 20)
    once = b"".join(compressor.compress(zeros) for _ in range(2048)) + compressor.flush()
    return zlib.compress(once, 9)


def _encrypted(user):
    return _pdf(encryption=pikepdf.Encryption(owner="o", user=user))


def _tiff_with_endless_directory():
    """A TIFF whose only directory names itself as the next one."""
    entries = [(256, 3, 1, 10), (257, 3, 1, 10), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
               (277, 3, 1, 1), (278, 3, 1, 10), (279, 4, 1, 100)]  # fmt: skip
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", 8) + b"\xff" * 100


def _signed(pdf):
    """Signed, as far as anybody can tell without checking: a field on the page, with a value and its byte range."""
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"x" * 40, ByteRange=Array([0, 9, 60, 9]))
    look = pdf.make_stream(b"0 0 100 40 re S", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 40]))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="ky", F=132, Rect=Array([300, 60, 400, 100]),
            V=pdf.make_indirect(value), AP=Dictionary(N=look),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def _pages_within_pages(pdf):
    """A page tree that holds itself."""
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _miscounted(pdf):
    pdf.Root.Pages.Count = 1_000_000


def _secret():
    return "ỦY BAN NHÂN DÂN\nXÃ BẢO HÒA\nMẬT\nKẾ HOẠCH\nSơ tán năm 2026\nViệc thứ nhất.\n".encode()


def _tiff_of_many_pages():
    """More pages than are allowed, of one pixel each."""
    entries = b"".join(
        struct.pack("<HHII", *entry)
        for entry in ((256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
                      (279, 4, 1, 1))
    )  # fmt: skip
    length = 2 + len(entries) + 4
    return (
        b"II*\0"
        + b"".join(struct.pack("<I", 8 + number * length) + struct.pack("<H", 7) + entries for number in range(6_000))
        + struct.pack("<I", 0)
    )


def _polyglot():
    return b"%!PS\n" + _pdf()


_ODD_NAMES = (
    "-rf.png",
    "ten co  cach.png",
    "dong\nmoi.png",
    "$(touch da-chay);`id`'\".png",
    "=1+1.png",
    unicodedata.normalize("NFD", "kế hoạch số 5.png"),
    "\udcff\udcfe.png",
    "x" * 240 + ".png",
)
KINDS = {
    "rong.pdf": (lambda: b"", "failed"),
    "rong.png": (lambda: b"", "failed"),
    "mot-byte.pdf": (lambda: b"%", "failed"),
    "rac.pdf": (lambda: os.urandom(20_000), "failed"),
    "rac.jpg": (lambda: b"\xff\xd8\xff" + os.urandom(20_000), "failed"),
    "rac.tif": (lambda: b"II*\0" + os.urandom(20_000), "failed"),
    "chi-dau.pdf": (lambda: b"%PDF-1.7\n", "failed"),
    "dut.pdf": (lambda: _pdf(pages=3)[:300], "failed"),
    "dut.png": (lambda: _png()[:300], "failed"),
    "dut-cuoi.png": (lambda: _png()[:-40], "failed done"),
    "chu.pdf": ("Kế hoạch".encode, "failed"),
    "trang-html.pdf": (lambda: b"<html><body>404 Not Found</body></html>", "failed"),
    "anh-la-pdf.png": (_pdf, "done"),
    "pdf-la-anh.pdf": (_png, "done"),
    "khong-trang.pdf": (lambda: _pdf(pages=0), "failed"),
    "mat-khau.pdf": (lambda: _encrypted(PASSWORD), "failed"),
    "chi-chu-so-huu.pdf": (lambda: _encrypted(""), "done"),
    "javascript.pdf": (lambda: _pdf(_javascript), "done"),
    "chay.pdf": (lambda: _pdf(_launch), "done"),
    "dinh-kem.pdf": (lambda: _pdf(_attachment), "done"),
    "sai-xref.pdf": (_broken_xref, "done"),
    "long-sau.pdf": (lambda: _pdf(_deep_forms), "done failed"),
    "tu-chua.pdf": (lambda: _pdf(_own_child), "done failed"),
    "mo-mai.pdf": (lambda: _pdf(_nested_page_contents), "done failed"),
    "khong-kho.pdf": (lambda: _pdf(_without_box), "done failed"),
    "kho-0.pdf": (lambda: _pdf(size=(1, 1)), "done failed"),
    "kho-rat-lon.pdf": (lambda: _pdf(size=(200_000, 200_000)), "failed done"),
    "anh-100000.pdf": (lambda: _image_pdf(100_000, 100_000, b"\0"), "failed"),
    "anh-thieu.pdf": (lambda: _image_pdf(900, 900, b"\0" * 20), "done failed"),
    "anh-0.pdf": (lambda: _image_pdf(0, 0, b""), "done failed"),
    "bom.pdf": (
        lambda: _image_pdf(900, 900, _bomb(), Filter=Array([Name.FlateDecode, Name.FlateDecode])),
        "done failed",
    ),
    "bom.png": (lambda: _huge_png(100_000, 100_000), "failed"),
    "cao.png": (lambda: _huge_png(8, 100_000), "done failed"),
    "mot-diem.png": (lambda: _huge_png(1, 1), "done"),
    "vong.tif": (_tiff_with_endless_directory, "done failed"),
    "nghin-trang.tif": (_tiff_of_many_pages, "done failed"),
    "trang-trong-trang.pdf": (lambda: _pdf(_pages_within_pages), "done failed"),
    "dem-sai.pdf": (lambda: _pdf(_miscounted), "done failed"),
    "da-ky.pdf": (lambda: _pdf(_signed), "done"),
    "mat.txt": (_secret, "held"),
    "hai-mat.pdf": (_polyglot, "done"),
    **{name: (partial(_png, f"KE HOACH {number}"), "done") for number, name in enumerate(_ODD_NAMES)},
}
"""Name: what makes it, and what may become of it."""


def make_all(folder):
    """Write one of each kind into `folder`."""
    folder.mkdir(parents=True)
    for name, (make, _) in KINDS.items():
        (folder / name).write_bytes(make())
