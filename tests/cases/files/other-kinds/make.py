# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.pages import PRINTED


def make(folder):
    (folder / "2026").mkdir()
    for name in ("a.png", "copy.png"):
        (folder / "2026" / name).write_bytes(PRINTED.read_bytes())
    for name in ("2026/bảng.xls", "film.MP4", "noname", "Thumbs.db", "2026/~$a.docx", ".trash.png"):
        (folder / name).write_bytes(b"something")
