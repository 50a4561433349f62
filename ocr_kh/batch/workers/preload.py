# SPDX-License-Identifier: Apache-2.0
"""What a page worker, and a command that converts, has loaded before its first page: the way of a page, without pandas.

pytesseract imports pandas wherever it is installed, for a table of words that we never ask of it. Only processes of
ours are spared: in another's, pytesseract is to work as its documentation says.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def absent(module: str) -> Iterator[None]:
    """Let `import module` fail as if it were not installed, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]  # what Python's import system takes for "not there"
    try:
        yield
    finally:
        del sys.modules[module]


with absent("pandas"):
    import ocr_kh.pipeline  # noqa: F401
