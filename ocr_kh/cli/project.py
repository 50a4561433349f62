# SPDX-License-Identifier: Apache-2.0
"""The project file that a command goes by."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.messages import translate

if TYPE_CHECKING:
    from ocr_kh.cli.parser import Parser
    from ocr_kh.project_file import Project

_log = logging.getLogger("ocr_kh.cli")


def add_dossiers(parser: Parser) -> None:
    """Arguments that say which dossiers there are."""
    parser.add_argument(
        "--records", type=Path, metavar=translate("LIST"), help=translate("the list of dossiers, CSV or XLSX")
    )
    parser.add_argument(
        "--project",
        type=Path,
        metavar=translate("FILE"),
        help=translate("the project file (default: ocr-kh.toml in DIR, beside it, or in the current folder)"),
    )


def project_for(*folders: Path, named: Path | None = None) -> Project:
    """The project file that is `named`, else the first in or right above `folders`; else one that decides nothing.

    Raises PathMissingError, ProjectFileError, UnknownKeyError.
    """
    from ocr_kh.project_file import Project, project_beside, read_project

    path = named or project_beside(*folders)
    if path is None:
        return Project()
    _log.info(translate("The project file %s is used."), path)
    return read_project(path)
