# SPDX-License-Identifier: Apache-2.0
"""The engine, but what it has read in this session, for any process of the tests, it does not read again.

Nearly half of what the tests have read are pages that another test had read before, and the same images and the same
request to the same engine give the same answer. Programs that tests start (`python -m ocr_kh convert`) read themselves.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from ocr_kh.programs import TESSERACT
from ocr_kh.recognition.kept_engine import read_images

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

MEMORY = "OCR_KH_TESTS_MEMORY"
"""The variable that holds the folder of what was read."""


def remember() -> None:
    """Let this process ask the engine through its memory."""
    from ocr_kh.recognition import tesseract

    tesseract.read_images = read_images_once


def forget() -> None:
    """Let this process ask the engine itself."""
    from ocr_kh.recognition import tesseract

    tesseract.read_images = read_images


def read_images_once(request: Mapping[str, Any], images: Sequence[NDArray[np.uint8]], timeout: float) -> str:
    """As `kept_engine.read_images`, which is asked where nothing is known; what fails is not kept."""
    engine = TESSERACT.path(), os.environ.get("TESSDATA_PREFIX")
    asked = json.dumps([engine, request, [image.shape for image in images]], sort_keys=True)
    key = sha256(asked.encode())
    for image in images:
        key.update(image.tobytes())
    known = Path(os.environ[MEMORY]) / key.hexdigest()
    if not known.exists():
        found = read_images(request, images, timeout)
        with NamedTemporaryFile("w", dir=known.parent, delete=False, encoding="utf-8") as file:
            file.write(found)
        Path(file.name).replace(known)
    return known.read_text(encoding="utf-8")
