# SPDX-License-Identifier: Apache-2.0
"""How well the values of plans are drawn: precision and recall of units, deadlines and targets, periods and budgets.

    python -m bench.values [DIR] [--truth FILE] [--errors]

DIR (default: tests/cases/plan/written) holds plans as text with their truth marked in it: `[unit|c]` a unit that leads
(`p` supports, nothing: no role is printed), `{time|from/to}` or `{time|P1M}` a deadline, `<95%>` a target, `<95%|ge>`
one with what is compared (`ge`, `gt`, `le`, `lt`, and `up` or `down`), `<5 tổ công nghệ (số cộng đồng)>` one whose
thing may be given with what is told of it, part by part (`<2 ao nuôi (cá) (lồng)>`), `<10-12%>` a range. Lines at the
top give `# period:` and how the budget begins, `# budget:`. Or it holds `<name>.txt` with `<name>.json` beside it:
`{"units": [...], "deadlines": ["from/to", "P1M"], "targets": ["95 %|ge"], "period": ..., "budget": ...}`, targets as
in the marked text; a key that is missing is not counted. With
`--truth FILE` one file has the truth of all, by name, and lies elsewhere: for real plans, which are not ours to copy.
The folder `aside` in the default one holds plans that nothing was tuned on, and no test asks for.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.plan import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ocr_kh.plan.findings import Deadline, Target
    from ocr_kh.plan.model import Plan

WRITTEN = Path(__file__).resolve().parent.parent / "tests" / "cases" / "plan" / "written"
KINDS = ("units", "roles", "deadlines", "targets", "comparisons", "period", "budget")
_HEAD = re.compile(r"^# (period|budget): (.*)\n", re.MULTILINE)
_UNIT = re.compile(r"\[([^\]|]+)(?:\|([cp]))?\]")
_TIME = re.compile(r"\{([^}|]+)\|([^}]*)\}")
_TARGET = re.compile(r"<([\d.,-]+\s?[^>|]*)(?:\|([a-z ]+))?>")
_COMPARED = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "up": "tăng", "down": "giảm"}
_ROLES = {"c": "chủ trì", "p": "phối hợp", None: None, "": None}
_HONORIFIC = re.compile(
    r"^(?:các )?(?:đồng chí|đ/c) (?:(?!phó|trưởng|chủ|ủy)[^-–]* [-–] (?=phó|trưởng|chủ))?", re.IGNORECASE
)
_BUDGET_LENGTH = 30
"""Characters of a budget that are compared."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A plan's text and what is true of it."""

    name: str
    text: str
    values: Mapping[str, Counter[str]]
    longer: Mapping[str, str] = field(default_factory=dict)
    """By a thing with all that is told of it, which is right too, the thing: `tổ công nghệ số cộng đồng`."""


@dataclass(slots=True)
class Score:
    """Values found and true of one kind, over plans."""

    right: int = 0
    found: int = 0
    true: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, found: Counter[str], true: Counter[str]) -> None:
        """Count one plan."""
        self.right += (found & true).total()
        self.found += found.total()
        self.true += true.total()
        self.errors += [f"{name}: - {value}" for value in sorted((true - found).elements())]
        self.errors += [f"{name}: + {value}" for value in sorted((found - true).elements())]


def truths(directory: Path, elsewhere: Path | None = None) -> Iterator[Truth]:
    """The plans of a folder with their truth, which stands in them, beside them, or all of it in a file `elsewhere`."""
    known = json.loads(elsewhere.read_text("utf-8")) if elsewhere else None
    for path in sorted(directory.glob("*.txt")):
        text = unicodedata.normalize("NFC", path.read_text("utf-8"))
        beside = path.with_suffix(".json")
        if known is not None:
            if path.stem in known:
                yield _stated(path.stem, text, known[path.stem])
        elif beside.exists():
            yield _stated(path.stem, text, json.loads(beside.read_text("utf-8")))
        else:
            yield _marked(path.stem, text)


def _stated(name: str, text: str, values: Mapping[str, Iterable[str] | str]) -> Truth:
    """The plan whose truth is told beside it."""
    lists = {kind: [given] if isinstance(given, str) else list(given) for kind, given in values.items()}
    aims = _Aims()
    for aim in lists.pop("targets", []):
        aims.add(*aim.partition("|")[::2])
    told = {kind: Counter(_write(kind, each) for each in given) for kind, given in lists.items() if kind in KINDS}
    if "targets" in values:
        told["targets"] = aims.targets
    if aims.compared:
        told["comparisons"] = aims.comparisons
    return Truth(name, text, told, aims.longer)


class _Aims:
    """The targets of a plan, as the truth writes them."""

    def __init__(self) -> None:
        self.targets: Counter[str] = Counter()
        self.comparisons: Counter[str] = Counter()
        self.longer: dict[str, str] = {}
        self.compared = False

    def add(self, count: str, compared: str) -> None:
        """Take in one: `2 ao nuôi (cá) (lồng)`, `ge up`."""
        value, told = count.replace("%", " %").split(maxsplit=1)
        thing, *more = (part.strip() for part in re.split(r"[()]+", told))
        phrase = thing
        for part in filter(None, more):
            phrase = f"{phrase} {part}"
            self.longer[phrase] = thing
        aim = f"{_valued(value)} {thing}"
        self.targets[aim] += 1
        self.comparisons[" ".join([aim, *(_COMPARED[each] for each in compared.split())])] += 1
        self.compared = self.compared or bool(compared)


def _valued(text: str) -> str:
    """A number, or the two of a range, in the shortest form."""
    return "-".join(f"{float(_number(each)):g}" for each in text.split("-"))


def _write(kind: str, value: str) -> str:
    if kind == "budget":
        return folded(value)[:_BUDGET_LENGTH]
    if kind == "period":  # an end that nobody knows
        return value.removesuffix("..")
    return folded(value) if kind == "units" else value


def _marked(name: str, text: str) -> Truth:
    """The plan whose truth is marked in its text."""
    values: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for kind, value in _HEAD.findall(text):
        values[kind][_write(kind, value)] += 1
    text = _HEAD.sub("", text).strip()
    for unit, role in _UNIT.findall(text):
        values["units"][folded(unit)] += 1
        values["roles"][f"{folded(unit)} = {_ROLES[role]}"] += 1
    values["deadlines"].update(_one_moment(when) for _, when in _TIME.findall(text))
    aims = _Aims()
    for count, compared in _TARGET.findall(text):
        aims.add(count, compared)
    values["targets"], values["comparisons"] = aims.targets, aims.comparisons
    plain = _TARGET.sub(lambda found: re.sub(r"[()]", "", found[1]), _TIME.sub(r"\1", _UNIT.sub(r"\1", text)))
    return Truth(name, plain, values, aims.longer)


def _number(text: str) -> str:
    return text.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text) else text.replace(",", ".")


def folded(text: str) -> str:
    """A name without case, honorific and the difference of dashes."""
    return " ".join(_HONORIFIC.sub("", text.replace("–", "-").strip()).casefold().split())


def values_of(plan: Plan, longer: Mapping[str, str]) -> dict[str, Counter[str]]:
    """What the parser drew, written as the truth is; `longer` as in a Truth."""
    aims = [(each, f"{_reached(each)} {longer.get(each.unit or '', each.unit or '')}".strip()) for each in plan.targets]
    return {
        "units": Counter(folded(each.unit) for each in plan.assignments),
        "roles": Counter(f"{folded(each.unit)} = {each.role}" for each in plan.assignments),
        "deadlines": Counter(map(_when, plan.deadlines)),
        "targets": Counter(aim for _, aim in aims),
        "comparisons": Counter(" ".join(filter(None, [aim, each.comparison, each.change])) for each, aim in aims),
        "period": Counter([_write("period", plan.period)] if plan.period else []),
        "budget": Counter([_write("budget", plan.budget)] if plan.budget else []),
    }


def _reached(target: Target) -> str:
    """What a target is to reach: `95`, of a range `10-12`."""
    return f"{target.value:g}" if target.upper is None else f"{target.value:g}-{target.upper:g}"


def _when(deadline: Deadline) -> str:
    if deadline.recurrence or not (deadline.start or deadline.end):
        return deadline.recurrence or ""
    return _one_moment(f"{deadline.start or ''}/{deadline.end or ''}")


def _one_moment(when: str) -> str:
    """`/2026-04` for `2026-04/2026-04`: within a month and by its end are one."""
    start, _, end = when.partition("/")
    return f"/{end}" if start == end and end else when


def scores(directory: Path, elsewhere: Path | None = None) -> dict[str, Score]:
    """Every kind's score over the plans of a folder, `truths` as there."""
    found = {kind: Score() for kind in KINDS}
    for truth in truths(directory, elsewhere):
        drawn = values_of(parse_text(truth.text, truth.name), truth.longer)
        for kind, true in truth.values.items():
            found[kind].add(truth.name, drawn[kind], true)
    return found


def main() -> int:
    """Print precision and recall by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="?", default=WRITTEN)
    parser.add_argument("--truth", type=Path, help="a JSON file with the truth of the plans, by name")
    parser.add_argument("--errors", action="store_true", help="say what is missing (-) and what is too much (+)")
    chosen = parser.parse_args()
    for kind, score in scores(chosen.directory, chosen.truth).items():
        if not score.true:
            continue
        precision, recall = score.right / (score.found or 1), score.right / (score.true or 1)
        counts = f"({score.right} right, {score.found} found, {score.true} true)"
        sys.stdout.write(f"{kind:10} precision {precision:6.1%}  recall {recall:6.1%}  {counts}\n")
        if chosen.errors:
            sys.stdout.writelines(f"    {error}\n" for error in score.errors)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
