# SPDX-License-Identifier: Apache-2.0
"""Writes docs/cli.md, docs/errors.md and the table of docs/architecture.md out of the code (`make docs`).

A test keeps them in step.

Built from argparse's actions, not from its formatted help, whose layout changes between versions of Python.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh import errors
from ocr_kh.cli.arguments import build_parser
from ocr_kh.messages import use_language

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs/cli.md"
ERRORS = ROOT / "docs/errors.md"
ARCHITECTURE = ROOT / "docs/architecture.md"

_LAYERS = re.compile(r"(?<=<!-- layers: made by make docs -->\n).*?(?=<!-- end of layers -->)", re.DOTALL)

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
    table = f"\n{layers.table()}\n\n"
    return _LAYERS.sub(lambda _: table, ARCHITECTURE.read_text(encoding="utf-8"))


def all_errors() -> set[type[errors.OcrKhError]]:
    """Every class of the tree, those of single modules included."""
    from importlib import import_module
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
    CLI.write_text(cli_page(), encoding="utf-8")
    ERRORS.write_text(errors_page(), encoding="utf-8")
    ARCHITECTURE.write_text(architecture_page(), encoding="utf-8")
    print(f"{CLI.relative_to(ROOT)}, {ERRORS.relative_to(ROOT)}, {ARCHITECTURE.relative_to(ROOT)} written")


if __name__ == "__main__":
    sys.exit(main())
