# SPDX-License-Identifier: Apache-2.0
"""The Word file of the minutes opens in LibreOffice, with everything that stands in it."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pypdfium2
import pytest

from bench.minutes_picture import verdict
from ocr_kh.acceptance.minutes import Parties, minutes_of
from ocr_kh.acceptance.minutes_word import write_word

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_the_word_file_opens_in_libreoffice_with_all_that_stands_in_it(tmp_path):
    minutes = minutes_of(verdict(), Parties("UBND XÃ BẢO HÒA", "12/2026/HĐ-SH"), {"sample-1.errors.csv": "ab" * 32})
    write_word(minutes, tmp_path / "minutes.docx")
    home = (tmp_path / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path]
    done = subprocess.run(
        [*command, tmp_path / "minutes.docx"], check=True, capture_output=True, timeout=180, text=True
    )
    if not (tmp_path / "minutes.pdf").is_file():  # without its Writer it opens no such file, and ends well
        pytest.skip(f"LibreOffice has no Writer: {done.stderr.strip()}")
    with pypdfium2.PdfDocument(tmp_path / "minutes.pdf") as pdf:
        shown = " ".join(page.get_textpage().get_text_range() for page in pdf)
        assert len(pdf) >= 4  # two of minutes, an annex each
    wanted = [minutes.agency, minutes.title, minutes.subtitle, *minutes.signers, *minutes.opening]
    for part in (*minutes.parts, *minutes.annexes):
        wanted += [part.title, *part.lines, *(cell for row in part.rows for cell in row)]
    assert [text for text in wanted if bare(text) not in bare(shown)] == []


def bare(text):
    """Without what a line end or a hyphen put between."""
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\ufffe", "-")
    return "".join(composed.split())
