# SPDX-License-Identifier: Apache-2.0
"""The project file of a new job: every key with its default and a comment, in the language of the run."""

from __future__ import annotations

import json
import textwrap
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ocr_kh.errors import ProjectExistsError
from ocr_kh.messages import N_, translate
from ocr_kh.project_file.model import NAME, SECTIONS, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WIDTH = 118
"""Characters of a line of comment."""
_HEAD = N_(
    "Project file of ocr-kh: what this job decides once. Options of the command line hold before it. An empty value is "
    "an unknown one: nothing is assumed for it."
)
_ABOUT = {
    "agency": N_("Whose documents they are"),
    "archive": N_("Where they go"),
    "dossiers": N_("What is a dossier (hồ sơ), and how it is called"),
    "defaults": N_("What holds where list, page and people say nothing; codes or names"),
    "delivery": N_("The form in which results are handed over"),
    "request": N_("The request of a reader that `ocr-kh deliver --variant dip` answers"),
    "convert": N_("What convert and watch do where their options do not say otherwise"),
    "sampling": N_("How an acceptance sample is drawn"),
    "counting": N_("How pages are counted"),
    "lint": N_("From where on lint tells what it guesses"),
}


def write_template(folder: Path) -> Path:
    """A new project file in `folder`; where it lies. Raises ProjectExistsError, OutputError."""
    from ocr_kh.writing.atomic import write_text

    path = folder / NAME
    if path.exists():
        raise ProjectExistsError(path=str(path))
    write_text(path, template())
    return path


def template() -> str:
    """The text of a project file that decides nothing."""
    parts = [_comment(translate(_HEAD)), *("\n".join(_section_lines(section)) for section in SECTIONS)]
    return "\n\n".join(parts) + "\n"


def _section_lines(name: str) -> Iterator[str]:
    section = getattr(Project(), name)
    yield _comment(translate(_ABOUT[name]))
    yield f"[{name}]"
    for each in fields(section):
        yield _comment(translate(each.metadata["about"]))
        yield f"{each.name} = {_toml(getattr(section, each.name))}"


def _comment(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _toml(value: Any) -> str:
    """A value as TOML has it, which for these kinds is how JSON has it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
