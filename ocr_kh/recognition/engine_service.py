# SPDX-License-Identifier: Apache-2.0
"""Tesseract's library in a process of its own, which reads image after image; `kept_engine` starts it and asks.

This file is run as a program by itself, with nothing of ocr_kh loaded: it starts in 0.06 s. Its argument is the name of
the library. It says the library's version, then answers what comes through stdin until that closes:

    request   4 bytes: the length n. n bytes of JSON: data (folder or null), language, mode, variables, sizes (height
              and width of each image). The grey pixels of the images, one behind the other.
    reply     4 bytes: the length n. n bytes of JSON: fault ("" or what went wrong), size, memory (bytes that the
              process holds). `size` bytes of hOCR, a page an image.

Numbers are little-endian. The calls are those of tesseract/capi.h, in the order in which `tesseract` makes them
(TessBaseAPI::ProcessPage), so that it reads the same.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys

_PROCESS_NAME = "ocr-kh-engine"
"""As `ps` and `top` show it (Linux)."""
_NO_LANGUAGE = "no data of the language"
_PIXEL_BYTES = 1


class _Calls:
    """The functions of the C API that are needed, with their types; a handle is a pointer."""

    def __init__(self, library: str) -> None:
        found = ctypes.CDLL(library)
        text, handle, number = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int

        def call(name: str, *arguments: type, returns: type | None = None) -> ctypes._FuncPointer:
            function = getattr(found, "Tess" + name)
            function.argtypes, function.restype = arguments, returns
            return function  # type: ignore[no-any-return]

        self.version = call("Version", returns=text)
        self.create = call("BaseAPICreate", returns=handle)
        self.init = call("BaseAPIInit3", handle, text, text, returns=number)
        self.set_variable = call("BaseAPISetVariable", handle, text, text, returns=number)
        self.set_mode = call("BaseAPISetPageSegMode", handle, number)
        self.set_image = call("BaseAPISetImage", handle, text, number, number, number, number)
        self.recognize = call("BaseAPIRecognize", handle, handle, returns=number)
        self.hocr = call("BaseAPIGetHOCRText", handle, number, returns=handle)
        self.clear = call("BaseAPIClear", handle)
        self.delete_text = call("DeleteText", handle)


class _Engine:
    """The library with the languages that were asked for so far; what is set for one reading is set for each."""

    def __init__(self, library: str) -> None:
        self._calls = _Calls(library)
        self._handles: dict[tuple[str | None, str], ctypes.c_void_p] = {}

    @property
    def version(self) -> str:
        return str(self._calls.version().decode())

    def read(self, asked: dict, pixels: bytes) -> bytes:  # type: ignore[type-arg]  # typing is slow to load
        """The images as hOCR. Raises ValueError with what went wrong."""
        calls, handle = self._calls, self._language(asked["data"], asked["language"])
        calls.set_mode(handle, asked["mode"])
        for name, value in asked["variables"].items():
            calls.set_variable(handle, name.encode(), value.encode())
        pages, at = [], 0
        for number, (height, width) in enumerate(asked["sizes"]):
            image = pixels[at : at + height * width]
            at += height * width
            calls.set_image(handle, image, width, height, _PIXEL_BYTES, width)
            if calls.recognize(handle, None):
                raise ValueError("it could not read the image")
            page = calls.hocr(handle, number)
            pages.append(ctypes.string_at(page))
            calls.delete_text(page)
            calls.clear(handle)
        return b"<div>" + b"".join(pages) + b"</div>"

    def _language(self, data: str | None, language: str) -> ctypes.c_void_p:
        key = (data, language)
        if key not in self._handles:
            handle = self._calls.create()
            if self._calls.init(handle, data.encode() if data else None, language.encode()):
                raise ValueError(_NO_LANGUAGE)
            self._handles[key] = handle
        return self._handles[key]


def _memory_held() -> int:
    try:
        with io.open_code("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _tell_name() -> None:
    try:
        with open("/proc/self/comm", "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib takes longer to load
            file.write(_PROCESS_NAME)
    except OSError:
        return


def _serve(engine: _Engine, asked_in: io.BufferedReader, told_out: io.BufferedWriter) -> None:
    def tell(fault: str, hocr: bytes = b"") -> None:
        head = json.dumps({"fault": fault, "size": len(hocr), "memory": _memory_held()}).encode()
        told_out.write(len(head).to_bytes(4, "little") + head + hocr)
        told_out.flush()

    tell("", engine.version.encode())
    while length := asked_in.read(4):
        asked = json.loads(asked_in.read(int.from_bytes(length, "little")))
        pixels = asked_in.read(sum(height * width for height, width in asked["sizes"]))
        try:
            hocr = engine.read(asked, pixels)
        except ValueError as error:
            tell(str(error))
        else:
            tell("", hocr)


def main() -> None:
    """Serve stdin. What the library prints goes to stderr, wherever it prints it."""
    _tell_name()
    told_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(_Engine(sys.argv[1]), os.fdopen(0, "rb"), told_out)


if __name__ == "__main__":
    main()
