# SPDX-License-Identifier: Apache-2.0
"""In which form results are handed over: a tree of files, a workbook, packages, or some of these.

A profile is a small value (`profile.Profile`). Beside those here, others are found by the entry point group
`ocr_kh.profiles`: the name of the entry is the name of the profile, what it points to is the value.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ocr_kh.delivery.profiles import flat_46, science_7197, state_xlsx, user_template
from ocr_kh.delivery.profiles.profile import Profile
from ocr_kh.errors import ProfileError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP = "ocr_kh.profiles"
_PACKAGES_ONLY = Profile("sip", has_packages=True)
_SHIPPED = (
    _PACKAGES_ONLY,
    state_xlsx.PROFILE,
    flat_46.PROFILE,
    science_7197.PROFILE,
    user_template.PROFILE,
)


def shipped_profiles() -> Mapping[str, Profile]:
    """The profiles that ship with ocr_kh."""
    return {each.name: each for each in _SHIPPED}


def profile_of(name: str) -> Profile:
    """The profile of that name, shipped or of another package. Raises ProfileError."""
    if name in shipped_profiles():
        return shipped_profiles()[name]
    others = entry_points(group=GROUP)
    for entry in others.select(name=name):
        found = entry.load()
        if not isinstance(found, Profile):
            raise ProfileError(name=name, reason=translate("{value} is no profile").format(value=entry.value))
        return found
    known = ", ".join([*shipped_profiles(), *sorted(others.names)])
    raise ProfileError(name=name or "''", reason=translate("known are {known}").format(known=known))
