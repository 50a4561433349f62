# SPDX-License-Identifier: Apache-2.0
"""What the readings of texts cost, as data: `costs.toml` beside this module, fitted by `python -m bench.assignments`.

    ["reading"]        what a mark of a reading costs, or of where its text stands
    "must in name" = 1.2
    ["reading listed"] what it costs besides among texts that are handed out; `apart`: elsewhere, `under`: below a unit
    ["later"]          the same of later clauses
    ["group"]          of a heading: what speaks against (above 0) that what is below it is handed out

Below 0 a mark speaks for a reading, above 0 against it; a text is read so where the whole is cheapest. What is not
written counts nothing.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Costs: TypeAlias = "Mapping[str, Mapping[str, float]]"
"""By table and mark."""
WHERE = Path(__file__).parent / "costs.toml"


@cache
def costs() -> Costs:
    """The costs that the package comes with."""
    return tomllib.loads(WHERE.read_text("utf-8"))
