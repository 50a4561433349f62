# SPDX-License-Identifier: Apache-2.0
"""Writes docs out of the code (`make docs`): whole pages (cli, errors, python-api) and tables (architecture, formats).

A test keeps them in step.

Built from argparse's actions, not from its formatted help, whose layout changes between versions of Python.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh import errors
from ocr_kh.cli.arguments import build_parser
from ocr_kh.messages import use_language
from ocr_kh.plan.review.warnings import WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs/cli.md"
ERRORS = ROOT / "docs/errors.md"
ARCHITECTURE = ROOT / "docs/architecture.md"

FORMATS = ROOT / "docs/formats.md"
PYTHON = ROOT / "docs/python-api.md"

_CLI_HEAD = """# Command line

This page is made from the program itself (`make docs`). The same words are in `ocr-kh COMMAND --help`; with
`--lang vi`, or in a Vietnamese locale, they are Vietnamese.

Results go to stdout, as UTF-8 whatever the locale; messages, progress and tables of `convert` go to stderr.
"""

_GENERAL = frozenset({"help", "lang", "quiet", "log_format", "debug"})
"""What every command takes is told once, at the top."""

_ERRORS_HEAD = """# Errors

This page is made from the program itself (`make docs`). Every message begins with a code in square brackets.
The library raises these as exceptions (`ocr_kh.errors`); the command line turns them into exit codes.
A name in braces stands for what the message fills in.
"""

_PYTHON_HEAD = """# What may be used from Python

This page is made from the program itself (`make docs`). It is what the `__all__` of these modules name, and all that
may be used from outside, with the public attributes of what it gives back (a `Document` has `pages`, a page `lines`).
**Everything else is private**, whether or not its name begins with an underscore, and may change with any release; an
`__all__` of a module that is not listed here speaks to the other stages only.

What stands here keeps its meaning, as the keys of `plan.json` do; new names, and arguments with defaults, may be added.
`help(ocr_kh.convert)` tells of the arguments and of the errors that may be raised. Examples are in the
[README](../README.md#using-it) and in [plans from Python](plan-api.md). Nothing here prints, nothing exits.
"""

FACES = (
    "ocr_kh",
    "ocr_kh.plan",
    "ocr_kh.repair",
    "ocr_kh.writing.database",
    "ocr_kh.writing.folders",
    "ocr_kh.writing.index",
    "ocr_kh.writing.tables",
    "ocr_kh.segmentation",
    "ocr_kh.ocrmypdf_plugin",
    "ocr_kh.delivery.profiles.profile",
    "ocr_kh.errors",
)
"""The modules that may be used from outside."""


def python_page() -> str:
    """docs/python-api.md."""
    use_language("en")
    lines = [_PYTHON_HEAD]
    for name in FACES:
        module = import_module(name)
        lines += [f"## {name}", "", _summary(module), "", "| name | what |", "|---|---|"]
        what = {each: _summary(getattr(module, each)).replace("|", "\\|") for each in module.__all__}
        lines += [f"| `{each}` | {text} |" for each, text in what.items()]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _summary(value: object) -> str:
    """The first paragraph of its description; the code of an error, whose message describes it."""
    if isinstance(value, type) and issubclass(value, errors.OcrKhError) and not value.__doc__:
        return f"[{value.code}](errors.md)"
    return " ".join((value.__doc__ or "").strip().split("\n\n")[0].split())


def cli_page() -> str:
    """docs/cli.md."""
    use_language("en")
    parser = build_parser()
    lines = [_CLI_HEAD, "## ocr-kh", "", parser.description or "", "", *_fenced(parser.epilog or ""), *_options(parser)]
    for name, command in _commands(parser).items():
        lines += [
            f"## ocr-kh {name}",
            "",
            command.description or "",
            "",
            *_options(command),
            *_fenced(command.epilog or ""),
        ]
    return "\n".join(lines).rstrip() + "\n"


def errors_page() -> str:
    """docs/errors.md."""
    use_language("en")
    lines = [_ERRORS_HEAD, "| code | exit code | exception | message |", "|---|---|---|---|"]
    lines += [
        f"| {kind.code} | {int(kind.exit_code)} | `{kind.__name__}` | {kind.template.replace('|', chr(92) + '|')} |"
        for kind in sorted(all_errors(), key=lambda kind: kind.code)
    ]
    return "\n".join(lines) + "\n"


def architecture_page() -> str:
    """docs/architecture.md with the table of layers as `.ci/layers.py` has it."""
    spec = spec_from_file_location("ci_layers", ROOT / ".ci/layers.py")
    if not spec or not spec.loader:
        raise FileNotFoundError(".ci/layers.py")
    layers = module_from_spec(spec)
    spec.loader.exec_module(layers)
    return _with_table(ARCHITECTURE, "layers", layers.table())


def formats_page() -> str:
    """docs/formats.md with the table of warnings as `plan.review.warnings` has it."""
    lines = ["| code | message | in needs_review.csv | whose slip | faults |", "|---|---|---|---|---|"]
    lines += [
        f"| `{kind.code}` | {kind.message} | {kind.words} | {kind.slip} | {kind.faults:g} |"
        for kind in WARNINGS.values()
    ]
    return _with_table(FORMATS, "warnings", "\n".join(lines))


def _with_table(page: Path, name: str, table: str) -> str:
    """`page` with `table` between the marks that bear its name. Raises ValueError where they are missing."""
    begin, end = f"<!-- {name}: made by make docs -->\n", f"<!-- end of {name} -->"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    return f"{before}{begin}\n{table}\n\n{end}{rest.split(end)[1]}"


def pages() -> dict[Path, str]:
    """Every page that is made here, wholly or in part, and what it should say."""
    return {
        CLI: cli_page(),
        ERRORS: errors_page(),
        ARCHITECTURE: architecture_page(),
        FORMATS: formats_page(),
        PYTHON: python_page(),
    }


def all_errors() -> set[type[errors.OcrKhError]]:
    """Every class of the tree, those of single modules included."""
    from pkgutil import walk_packages

    import ocr_kh

    for module in walk_packages(ocr_kh.__path__, "ocr_kh."):
        if not module.name.endswith("__main__"):
            import_module(module.name)

    def below(kind: type[errors.OcrKhError]) -> Iterator[type[errors.OcrKhError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from below(child)

    return set(below(errors.OcrKhError))


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    action = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    return dict(action.choices)


def _options(parser: argparse.ArgumentParser, leaving_out: frozenset[str] = frozenset()) -> list[str]:
    """A table of what can be given."""
    rows = [
        f"| {_spelling(action)} | {action.help} |"
        for action in parser._actions  # noqa: SLF001 - argparse offers no other way to ask
        if action.dest not in leaving_out and not isinstance(action, argparse._SubParsersAction)  # noqa: SLF001
    ]
    return [] if not rows else ["| argument | what it does |", "|---|---|", *rows, ""]


def _spelling(action: argparse.Action) -> str:
    value = action.metavar or ("{" + ",".join(map(str, action.choices)) + "}" if action.choices else "")
    names = ", ".join(action.option_strings)
    shown = f"{names} {value}".strip().replace("|", "\\|")
    return f"`{shown}`" + (" (required)" if action.required and action.option_strings else "")


def _fenced(text: str) -> list[str]:
    return ["```text", text, "```", ""]


def main() -> None:
    """Write all pages."""
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
