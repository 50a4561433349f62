# SPDX-License-Identifier: Apache-2.0
"""Messages in the user's language, through gettext.

English is the source; `locale/vi/LC_MESSAGES/ocr_kh.po` is the Vietnamese. `N_` marks a string
for extraction; `translate` gives it in the language chosen last by `use_language`.
"""

from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path

LANGUAGES = ("en", "vi")
_DIRECTORY = Path(__file__).parent / "locale"
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `text` as translatable without translating it yet."""
    return text


def translate(text: str) -> str:
    """`text` in the language in use."""
    return _current.gettext(text) if text else text


def translate_plural(one: str, many: str, count: int) -> str:
    """`one` or `many`, as the language in use puts `count` things."""
    return _current.ngettext(one, many, count)


def current_language() -> str:
    """The language in use: `en` or `vi`."""
    return _language


def use_language(language: str | None = None) -> str:
    """Choose the language of messages: `en`, `vi`, or None for the locale's. Returns the choice."""
    global _current, _language
    chosen = language or _locale_language()
    _current, _language = gettext.translation("ocr_kh", _DIRECTORY, languages=[chosen], fallback=True), chosen
    return chosen


def _locale_language() -> str:
    """The language the user's locale asks for, in the order in which gettext looks; English for any but ours."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return _ours(value)
    return _ours(locale.getlocale()[0] or "")


def _ours(name: str) -> str:
    return "vi" if name.lower().startswith(("vi_", "vi.", "vi:", "vietnamese")) or name.lower() == "vi" else "en"
