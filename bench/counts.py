# SPDX-License-Identifier: Apache-2.0
"""Counts of the source by which one state of the house is compared with another.

    python -m bench.counts [TREE ...]      one column a TREE, a folder that holds `ocr_kh`; here unless given

Benchmarks are left out, also where a tree still has them in the package (`ocr_kh/evaluation`).
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
_INLINE = frozenset({"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_BODIES = re.compile(
    r"\b(ủy ban|uỷ ban|hội đồng|sở|cục|chi cục|kho bạc|công an|trường|bệnh viện|đảng ủy|ban chỉ huy)\b"
)
_TYPES = re.compile(
    r"\b(kế hoạch|quyết định|nghị quyết|nghị định|thông tư|công văn|chỉ thị|báo cáo|tờ trình|thông báo)\b"
)
_FEWEST = 3
"""Heads of bodies, or types of documents, that one constant must name to be a list of them."""


@dataclass(frozen=True, slots=True)
class Module:
    """A source file."""

    path: Path
    """Relative to the package."""
    lines: int
    tree: ast.Module


def modules(tree: Path) -> list[Module]:
    """The modules of the package in `tree`, benchmarks left out."""
    package = tree / "ocr_kh"
    found = []
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if (name := path.relative_to(package)).parts[0] != "evaluation":
            found.append(Module(name, text.count("\n"), ast.parse(text)))
    return found


def counts(tree: Path) -> dict[str, str]:
    """Each count by its name."""
    found = modules(tree)
    constants = [constant for module in found for constant in _constants(module)]
    calls = Counter(call for module in found for call in _calls(module.tree))
    folders = Counter(module.path.parent.as_posix() for module in found if not module.path.stem.startswith("__"))
    places = defaultdict(list)
    for module in found:
        places[module.path.name].append(module.path)
    several = {name: paths for name, paths in places.items() if len(paths) > 1 and not name.startswith("__")}
    lengths = [end - start + 1 for module in found for start, end in _functions(module.tree)]
    longest = max(found, key=lambda module: module.lines)
    folder, most = folders.most_common(1)[0]
    return {
        "modules, lines": f"{len(found)}, {sum(module.lines for module in found):,}",
        "compiled patterns": str(calls["re.compile"]),
        "patterns used inline": str(sum(calls[f"re.{name}"] for name in _INLINE)),
        "modules with patterns": str(sum(any(_calls(module.tree, "re.")) for module in found)),
        "constants that list bodies": _lists(constants, _BODIES),
        "constants that list document types": _lists(constants, _TYPES),
        "numeric constants": str(sum(_is_number(value) for _, _, value in constants)),
        "constants of one word": f"{sum('_' not in name.strip('_') for _, name, _ in constants)} of {len(constants)}",
        "calls of bare()": str(calls["bare"]),
        "modules of the fullest folder": f"{most} ({folder})",
        "lines of the longest module": f"{longest.lines} ({longest.path.as_posix()})",
        "file names in several folders": f"{len(several)} ({sum(map(len, several.values()))} files)",
        "lines of a function, median and most": f"{median(lengths):g}, {max(lengths)}",
    }


def _constants(module: Module) -> Iterator[tuple[Module, str, ast.expr]]:
    """Names in capitals that are set at the top of a module."""
    for node in module.tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        for target in targets:
            if value is not None and isinstance(target, ast.Name) and _CONSTANT.fullmatch(target.id):
                yield module, target.id, value


def _lists(constants: Sequence[tuple[Module, str, ast.expr]], words: re.Pattern[str]) -> str:
    """How many constants name several of `words`, and in how many modules."""
    found = [module.path for module, _, value in constants if len(set(words.findall(_said(value)))) >= _FEWEST]
    return f"{len(found)} in {len(set(found))} modules"


def _said(value: ast.expr) -> str:
    """All texts in an expression, in lower case; patterns write a space as `\\s` or ` +`."""
    texts = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return re.sub(r"(\\s|\s)[+*]*", " ", "\n".join(texts)).lower()


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.UnaryOp):
        return _is_number(value.operand)
    if isinstance(value, ast.BinOp):
        return _is_number(value.left) and _is_number(value.right)
    return isinstance(value, ast.Constant) and type(value.value) in {int, float}


def _calls(tree: ast.AST, beginning: str = "") -> Iterator[str]:
    """What is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = ast.unparse(node.func)
            if name.startswith(beginning):
                yield name


def _functions(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """First and last line of the body of each function, its docstring left out."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                yield body[0].lineno, node.end_lineno or body[-1].lineno


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts as a Markdown table."""
    parser = argparse.ArgumentParser(prog="bench.counts", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("trees", type=Path, nargs="*", metavar="TREE")
    trees = parser.parse_args(arguments).trees or [Path()]
    columns = [counts(tree) for tree in trees]
    heads = [tree.resolve().name for tree in trees]
    rows = [
        ["count", *heads],
        ["---"] * (len(trees) + 1),
        *([name, *(each[name] for each in columns)] for name in columns[0]),
    ]
    sys.stdout.writelines(f"| {' | '.join(row)} |\n" for row in rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
