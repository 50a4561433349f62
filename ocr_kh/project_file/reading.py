# SPDX-License-Identifier: Apache-2.0
"""A project file read into one frozen value; what it does not know, or of another kind, is an error with its key."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr_kh.errors import PathMissingError, ProjectFileError, UnknownKeyError
from ocr_kh.messages import N_, translate
from ocr_kh.project_file.model import NAME, SECTIONS, Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NEAR = 60
"""Of 100 points that RapidFuzz gives for likeness: `retension` has 89 for `retention`, words apart below 50."""
_KINDS = {
    str: N_("a text in quotation marks"),
    bool: N_("true or false"),
    int: N_("a whole number from 0"),
    float: N_("a number from 0"),
    tuple: N_("a list of texts"),
}


def project_beside(*folders: Path) -> Path | None:
    """The project file in the first of these folders, or right above it; None where there is none."""
    places = (place / NAME for folder in folders for place in (folder, folder.absolute().parent))
    return next((path for path in places if path.is_file()), None)


def read_project(path: Path) -> Project:
    """The project file at `path`. Raises PathMissingError, ProjectFileError, UnknownKeyError."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise PathMissingError(path=str(path)) from error
    except ValueError as error:  # tomllib's errors, and bytes that are no UTF-8, are ValueErrors
        raise ProjectFileError(path=str(path), key="", reason=str(error)) from error
    _refuse_unknown(path, "", found, SECTIONS)
    project = Project(path=str(path))
    return replace(project, **{name: _section(path, name, getattr(project, name), found[name]) for name in found})


def convert_options(project: Project) -> dict[str, object]:
    """What the section `convert` decides, by the names of `Settings`; what it leaves open is not in it."""
    decided = project.convert
    folder = Path(project.path).parent
    found: dict[str, object] = {each.name: getattr(decided, each.name) for each in fields(decided)}
    found["dictionaries"] = tuple(folder / name for name in decided.dictionaries)
    return {name: value for name, value in found.items() if value}


def _section(path: Path, name: str, default: Any, given: Any) -> Any:
    """A section with the keys that are given."""
    if not isinstance(given, dict):
        raise ProjectFileError(
            path=str(path), key=name, reason=translate("a section is needed: [{name}]").format(name=name)
        )
    _refuse_unknown(path, name, given, [each.name for each in fields(default)])
    return replace(
        default, **{key: _value(path, f"{name}.{key}", getattr(default, key), value) for key, value in given.items()}
    )


def _value(path: Path, key: str, default: Any, given: Any) -> Any:
    """A value of the kind of its default."""
    kind = type(default)
    if kind is tuple and isinstance(given, list) and all(isinstance(each, str) for each in given):
        return tuple(given)
    is_number = isinstance(given, int | float) and not isinstance(given, bool) and given >= 0
    if kind is float and is_number:
        return float(given)
    if type(given) is not kind or (kind is int and not is_number):
        template = translate("{kind} is needed, not {value}")
        raise ProjectFileError(
            path=str(path), key=key, reason=template.format(kind=translate(_KINDS[kind]), value=repr(given))
        )
    return given


def _refuse_unknown(path: Path, section: str, given: Mapping[str, object], known: Iterable[str]) -> None:
    """Raises UnknownKeyError, with the nearest key that is known, for the first that is not."""
    known = list(known)
    for key in given:
        if key not in known:
            name = f"{section}.{key}" if section else key
            raise UnknownKeyError(path=str(path), key=name, suggestion=_suggestion(key, known))


def _suggestion(key: str, known: list[str]) -> str:
    """The known name that `key` is likest; else the sections that have such a key, else all that is known."""
    from rapidfuzz import fuzz, process

    project = Project()
    elsewhere = [f"{name}.{key}" for name in SECTIONS if hasattr(getattr(project, name), key)]
    near = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return near[0] if near else ", ".join(elsewhere or known)
