# SPDX-License-Identifier: Apache-2.0
"""The layers of the package: what each part knows, and which parts it may import. Checked by a test.

The table of docs/architecture.md is made from PARTS (`make docs`). Imports for types count as imports: an arrow that
only types draw is an arrow all the same.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "ocr_kh"
MAX_MODULES = 16
"""Modules of a folder, `__init__` and `__main__` aside: what can be taken in at a glance."""
MAX_LINES = 400
"""Lines of a module: one idea."""


class Part(NamedTuple):
    """A folder or module at the top of the package."""

    knows: str
    imports: frozenset[str]
    """The parts it may import; `__init__` has the version."""


BASE = frozenset({"errors", "messages", "settings", "document", "parameters", "language", "models"})
"""What every part may import that stands above it; among themselves they are held to their own rows."""


def _part(knows: str, imports: str = "", *, base: bool = True) -> Part:
    return Part(knows, frozenset(imports.split()) | (BASE if base else frozenset()))


PARTS = {
    "messages": _part("English and Vietnamese; the Vietnamese lies in `locale/`", base=False),
    "errors": _part("one tree; each error has a code, an exit code and says what to do", "messages", base=False),
    "settings": _part(
        "all that can be chosen, in one frozen value shared by command line, API and workers",
        "errors messages",
        base=False,
    ),
    "document": _part("Document, Page, Line, Word, Box, Repair: what flows, with units and origins", base=False),
    "parameters": _part("numbers that belong together, each with its unit and where it comes from", base=False),
    "programs": _part(
        "Tesseract, Poppler, veraPDF: whether they are there, and in which version", "errors messages", base=False
    ),
    "models": _part("the trained models, as files", base=False),
    "language": _part(
        "Vietnamese itself: letters, syllables, tokens, the language model, signs that a text is damaged, the files of "
        "dictionaries",
        "errors messages models",
        base=False,
    ),
    "genre": _part(
        "the kind of document: its vocabulary (from `dictionaries/`), types, organisations, people, titles, codes, "
        "dates, enumerators, fixed lines, papers of a hồ sơ",
        "errors messages language parameters",
        base=False,
    ),
    "outcome": _part("what became of one document, and how far a conversion is"),
    "legacy": _part("Vietnamese from before Unicode: tables, names of fonts, spans of mixed text"),
    "reading": _part("PDF, TIFF, images, text; whether a [text layer](text-layers.md) is to be believed", "legacy"),
    "imaging": _part(
        "the sheet (black edges, a camera's view), orientation, skew, ink, seals and signatures, streaks, blank pages, "
        "facing pages, ruled tables, blocks side by side, scale",
        "reading",
    ),
    "recognition": _part(
        "Tesseract, in an engine that is kept: one call a page with what else it saw of each letter; a second look at "
        "cells, doubtful and passed-over lines, numerals, case, [stamps](stamps.md); "
        "[numbers written by hand](handwriting.md)",
        "imaging genre programs",
    ),
    "layout": _part(
        "columns of header and closing, words into cells and cells into rows, tables that other tools marked, page "
        "numbers, paragraphs across lines and pages",
        "genre",
    ),
    "splitting": _part(
        "where documents begin in a file that holds several: signs of each page, the likeliest cut of the row", "genre"
    ),
    "repair": _part(
        "a [noisy channel](repair.md): which lines are damaged, rules, candidates, lattice, decoder, records",
        "genre layout",
    ),
    "given": _part("what callers hand in, looked at once at the door: paths and texts", "repair"),
    "plan": _part(
        "the Plan and its JSON Schema: `structure` (header, outline, closing, annexes), `values` drawn from the texts "
        "(citations, assignments, targets), `review` (warnings, evidence, [quality](triage.md))",
        "genre layout reading",
    ),
    "writing": _part(
        "one module a file format: files of a `document`, `pdf`, `tables` over all documents",
        "genre given layout plan programs reading repair segmentation __init__",
    ),
    "project_file": _part(
        "[`ocr-kh.toml`](handover.md#the-project-file): what a job decides once, in one frozen value", "writing"
    ),
    "corrections": _part(
        "what a person decided ([corrections.jsonl](corrections.md)): its place in a document read again, what was "
        "edited by hand in files and tables, what dictionaries may learn from it",
        "genre plan repair writing",
    ),
    "segmentation": _part(
        "Vietnamese words of several syllables, for exporters and analysts (underthesea, loaded late)"
    ),
    "metrics": _part("how right a text is against its truth", "reading"),
    "pipeline": _part(
        "the picture above as code, one line a stage", "genre reading imaging recognition layout splitting repair"
    ),
    "batch": _part(
        "many files: tasks, workers with limits (here or through Dask), ledger, output folders, watched folders",
        "corrections genre outcome pipeline plan programs reading splitting writing repair __init__",
    ),
    "delivery": _part(
        "[hand-over](handover.md): dossiers out of converted folders, packages, trees, workbooks, and their verifier",
        "batch corrections genre plan project_file writing __init__",
    ),
    "acceptance": _part(
        "what a delivery is [counted and judged by](acceptance.md): pages by paper size, samples and their bounds, "
        "minutes, faults across a hồ sơ, personal data",
        "batch corrections genre plan reading writing __init__",
    ),
    "desk": _part(
        "[`ocr-kh review`](review.md): a page in the browser where people check fields, words and pages",
        "acceptance batch corrections genre layout plan repair writing",
    ),
    "training": _part(
        "how the models are made: counts and contexts of text, channels from pairs of readings", "repair"
    ),
    "doctor": _part("what is missing on this machine, and what mends it", "programs recognition repair writing"),
    "ocrmypdf_plugin": _part(
        "our reading and repair as an engine of [OCRmyPDF](ocrmypdf.md)",
        "imaging pipeline reading recognition repair writing __init__",
    ),
    "cli": _part(
        "a thin skin; beside training the only place that prints and exits",
        "acceptance batch corrections delivery desk doctor metrics outcome pipeline plan project_file reading repair "
        "training writing genre __init__",
    ),
    "__init__": _part("the public API on one screen", "batch genre given outcome pipeline plan repair"),
    "__main__": _part("`python -m ocr_kh`", "cli", base=False),
}
"""Lowest first."""


class Arrow(NamedTuple):
    """One module that imports another, for types or in earnest."""

    source: str
    target: str


def modules(root: Path = ROOT) -> dict[str, Path]:
    """All modules by dotted name; a package goes by its folder's name."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


def arrows(root: Path = ROOT) -> set[Arrow]:
    """Every import of a module of ours by another, inside functions too.

    `from package import name` points to the module `package.name` where there is one, else to the package.
    """
    known = modules(root)
    found = set()
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
                targets = [target if target in known else node.module for target in targets]
            else:
                continue
            found |= {Arrow(name, target) for target in targets if target in known and target != name}
    return found


def part_of(module: str) -> str:
    """The part at the top of the package that a module belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


def upward(found: set[Arrow]) -> list[str]:
    """Arrows that PARTS does not allow, as text."""
    return sorted(
        f"{arrow.source} -> {arrow.target}"
        for arrow in found
        if (source := part_of(arrow.source)) != (target := part_of(arrow.target))
        and target not in PARTS[source].imports
    )


def circles(found: set[Arrow]) -> list[list[str]]:
    """Groups of modules that import one another round about (Tarjan's strongly connected components).

    A package that takes its face from a module of its own is left out of count with that module: Python needs it.
    """
    graph: dict[str, list[str]] = {}
    for source, target in found:
        if not source.startswith(f"{target}."):  # a module asks its own package for nothing but to be found
            graph.setdefault(source, []).append(target)
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for after in graph.get(node, ()):
            if after not in order:
                visit(after)
                low[node] = min(low[node], low[after])
            elif after in stack:
                low[node] = min(low[node], order[after])
        if low[node] == order[node]:
            cut = stack.index(node)
            group, stack[cut:] = stack[cut:], []
            if len(group) > 1:
                groups.append(sorted(group))

    for node in sorted(graph):
        if node not in order:
            visit(node)
    return groups


def crowded(root: Path = ROOT) -> list[str]:
    """Folders with too many modules, modules with too many lines."""
    folders: dict[Path, int] = {}
    long = []
    for path in modules(root).values():
        folders[path.parent] = folders.get(path.parent, 0) + (not path.stem.startswith("__"))
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MAX_LINES:
            long.append(f"{path.relative_to(root)}: {lines} lines")
    wide = [f"{folder.relative_to(root)}: {count} modules" for folder, count in folders.items() if count > MAX_MODULES]
    return sorted(long + wide)


def table() -> str:
    """The parts, lowest first, and what each may import, as Markdown."""
    lines = ["| part | what it knows | may import, beside the base |", "|---|---|---|"]
    for name, part in PARTS.items():
        if name.startswith("__"):
            continue
        folder = f"`{name}/`" if (ROOT / PACKAGE / name).is_dir() else f"`{name}.py`"
        below = sorted((part.imports - BASE if part.imports >= BASE else part.imports) - {"__init__"})
        lines.append(f"| {folder} | {part.knows} | {', '.join(below) or '—'} |")
    return "\n".join(lines)
