# SPDX-License-Identifier: Apache-2.0
"""The project file that a command goes by."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ocr_kh.messages import translate

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.project_file import Project

_log = logging.getLogger("ocr_kh.cli")


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
