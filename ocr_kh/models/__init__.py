# SPDX-License-Identifier: Apache-2.0
"""The trained models that the package carries: language, context, capitals, both channels, digits, lines under ink.

A model is retrained at most once a release: each version of one costs every clone its size for ever
(`language.bin` has 27 MB, `context.bin` 17 MB, which do not compress).
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
