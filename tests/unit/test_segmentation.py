# SPDX-License-Identifier: Apache-2.0
"""Word segmentation loses nothing and is loaded late."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_kh.segmentation import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("thực hiện kế hoạch", ["thực hiện", "kế hoạch"]),
        ("Uỷ ban ban hành\nKế hoạch số 05/KH-UBND", ["Uỷ ban", "ban hành", "Kế hoạch", "số", "05/KH-UBND"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_words_are_of_several_syllables(text, found):
    assert words(text) == found


@given(st.text(st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=60, deadline=None)
def test_nothing_but_white_space_is_lost(text):
    import unicodedata

    expected = "".join("".join(unicodedata.normalize("NFC", text).split()))
    assert "".join("".join(words(text)).split()) == expected


def test_a_long_line_is_cut_at_spaces():
    assert words("kế hoạch " * 5000) == ["kế hoạch"] * 5000


def test_the_package_does_not_load_the_segmenter():
    modules = ("pipeline", "repair.documents", "plan", "writing.tables", "writing.tables.parquet", "segmentation")
    code = f"import sys; import {', '.join(f'ocr_kh.{name}' for name in modules)}; print(SEEN)"
    assert printed(code) == "[]"


# urllib3 binds a port of this machine's own to see whether it knows IPv6; nothing is asked for a name or spoken to.
OFFLINE = """
import sys

def refuse(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.bind"):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
"""


def test_the_segmenter_opens_no_connection():
    code = f"{OFFLINE}\nfrom ocr_kh.segmentation import words\nprint(words('Ban hành kế hoạch'), SEEN)"
    assert printed(code) == "['Ban hành', 'kế hoạch'] ['underthesea']"


def test_a_connection_would_be_seen():
    with pytest.raises(subprocess.CalledProcessError):
        printed(f"{OFFLINE}\nimport socket\nsocket.create_connection(('127.0.0.1', 9))")


def printed(code):
    """What a Python of its own prints; SEEN stands for the segmenter and the network client it brings, if loaded."""
    code = code.replace("SEEN", "[name for name in ('underthesea', 'huggingface_hub') if name in sys.modules]")
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
