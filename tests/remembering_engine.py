# SPDX-License-Identifier: Apache-2.0
"""The engine, but what it has read in this session, for any process of the tests, it does not read again.

Nearly half of what the tests have read are pages that another test had read before, and the same images and the same
request to the same engine give the same answer. Programs that tests start (`python -m ocr_kh convert`) read themselves.

What has not been read is read by engines that are kept for all workers of one test process (`keep_engines`): each test
that converts starts workers of its own, and an engine that each of them starts loads its models for a second of CPU.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from contextlib import suppress
from hashlib import sha256
from multiprocessing.connection import Client, Listener
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import TYPE_CHECKING, Any

from ocr_kh.programs import TESSERACT
from ocr_kh.recognition.kept_engine import EngineFellError, EngineLateError, NoEngineError, read_images

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.connection import Connection

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
        found = _read_in_common(request, images, timeout)
        with NamedTemporaryFile("w", dir=known.parent, delete=False, encoding="utf-8") as file:
            file.write(found)
        Path(file.name).replace(known)
    return known.read_text(encoding="utf-8")


def keep_engines() -> None:
    """Read for the workers of the fork server that this process comes from, for as long as its parent lives."""
    Thread(target=_end_with_the_parent, daemon=True).start()
    with Listener(_address()) as listener:
        while True:
            Thread(target=_answer, args=(listener.accept(),), daemon=True).start()


def _address() -> str:
    """Where those who come from one fork server meet."""
    return str(Path(os.environ[MEMORY]) / f"engines-{os.getppid()}")


def _end_with_the_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(0)


def _answer(pipe: Connection) -> None:
    with pipe, suppress(EOFError, OSError):  # a worker was killed
        asked = pipe.recv()
        try:
            found: str | Exception = read_images(*asked)
        except (EngineFellError, EngineLateError, NoEngineError) as error:
            found = error
        pipe.send(found)


def _read_in_common(request: Mapping[str, Any], images: Sequence[NDArray[np.uint8]], timeout: float) -> str:
    """By the engines of `keep_engines`; by one of this process where there are none."""
    if not Path(_address()).exists():
        return read_images(request, images, timeout)
    try:
        with Client(_address()) as pipe:
            pipe.send((request, images, timeout))
            found: str | Exception = pipe.recv()
    except (EOFError, OSError):
        return read_images(request, images, timeout)
    if isinstance(found, Exception):
        raise found
    return found
