# SPDX-License-Identifier: Apache-2.0
"""What the readings of texts cost, as data: `costs.toml` beside this module.

Natural logarithms of odds by mark, fitted by `python -m bench.assignments`: below 0 speaks for a reading, above against
it. What is not written counts nothing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

WHERE = Path(__file__).parent / "costs.toml"
COSTS: dict[str, float] = tomllib.loads(WHERE.read_text("utf-8")) if WHERE.exists() else {}
