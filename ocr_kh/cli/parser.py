# SPDX-License-Identifier: Apache-2.0
"""argparse as we want it: in our languages, strict about names, and raising our errors."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, NoReturn

from ocr_kh.errors import UsageError
from ocr_kh.messages import LANGUAGES, N_, translate, translate_plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocr_kh.errors import ExitCode

ARGPARSE_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("%(heading)s:"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""The words of argparse itself that a user of ours can meet, so that they are collected for translation."""


class Parser(argparse.ArgumentParser):
    """Wrong usage is an error like any other; only whole option names are taken, so scripts keep working."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )

    def error(self, message: str) -> NoReturn:
        raise UsageError(reason=message)


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(translate("a whole number from 1 is needed, not '{text}'").format(text=text))
    return int(text)


def seconds(text: str) -> float:
    """A time above 0."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(
            translate("a number of seconds above 0 is needed, not '{text}'").format(text=text)
        )
    return value


def names(text: str) -> tuple[str, ...]:
    """Names with commas between, each once."""
    found = tuple(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
    if not found:
        raise argparse.ArgumentTypeError(translate("at least one name is needed"))
    return found


def command(
    subparsers: argparse._SubParsersAction[Parser],
    run: Callable[[argparse.Namespace], ExitCode],
    *,
    summary: str,
    about: str,
    examples: str,
) -> Parser:
    """A command named after its function in `commands`, up to an underscore."""
    parser = subparsers.add_parser(
        run.__name__.partition("_")[0],
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{about}",
        epilog=translate("examples:") + "\n" + examples,
        parents=[common_options()],
    )
    parser.set_defaults(run=run)
    return parser


def common_options() -> Parser:
    """Options that every command takes, before its name or after it."""
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group(translate("general options"))
    group.add_argument(
        "--lang", choices=LANGUAGES, help=translate("language of messages and help (default: the locale's)")
    )
    group.add_argument("--quiet", action="store_true", help=translate("on stderr say nothing but errors"))
    group.add_argument(
        "--log-format",
        choices=("text", "json"),
        help=translate("messages on stderr as text, or one JSON object a line"),
    )
    group.add_argument("--debug", action="store_true", help=translate("show the traceback of an error"))
    return common


def use_our_words() -> None:
    """Let argparse take its own words ("usage:", "options", ...) from our catalogue instead of the system's."""
    argparse._ = translate  # type: ignore[attr-defined]
    argparse.ngettext = translate_plural  # type: ignore[attr-defined]
