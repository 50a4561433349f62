# SPDX-License-Identifier: Apache-2.0
"""argparse as we want it: in our languages, strict about names, and raising our errors."""

from __future__ import annotations

import argparse
import math
from typing import NoReturn

from ocr_kh.errors import UsageError
from ocr_kh.messages import N_, translate, translate_plural

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


def use_our_words() -> None:
    """Let argparse take its own words ("usage:", "options", ...) from our catalogue instead of the system's."""
    argparse._ = translate  # type: ignore[attr-defined]
    argparse.ngettext = translate_plural  # type: ignore[attr-defined]
