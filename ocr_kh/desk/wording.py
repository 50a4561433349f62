# SPDX-License-Identifier: Apache-2.0
"""Every word that the page shows, in the user's language; the script gets them as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAID: Mapping[str, str] = {
    "title": N_("Check what was read"),
    "fields": N_("Fields"),
    "words": N_("Words"),
    "pages": N_("Pages"),
    "keys": N_("Keys"),
    "name": N_("Your name"),
    "name_why": N_("It stands beside each of your decisions."),
    "begin": N_("Begin"),
    "password": N_("Password"),
    "wrong_password": N_("That is not the password."),
    "done": N_("done"),
    "left": N_("left"),
    "rate": N_("in the last hour"),
    "decided": N_("decided"),
    "no_field_place": N_("not on a page"),
    "no_picture": N_("There is no picture of this page: the document has no searchable.pdf."),
    "no_words": N_("No word of this document is doubtful."),
    "no_pages": N_("This document has no pages: it is plain text."),
    "all_done": N_("Nothing is left here."),
    "taken": N_("{name} works on this document; go on with another one."),
    "own_work": N_("you decided something about this document before; another person checks it."),
    "not_saved": N_("Not saved: {reason} Try again."),
    "no_answer": N_("the desk does not answer."),
    "undone": N_("Taken back."),
    "nothing_to_undo": N_("There is nothing to take back."),
    "everywhere": N_("The same everywhere in this document"),
    "everywhere_how": N_("Enter changes all that are marked; Space marks one or not; Esc leaves them."),
    "added": N_("In your dictionary: {word}"),
    "read_only": N_("only for reading"),
    "blank": N_("blank"),
    "turned": N_("turned by {degrees}°"),
    "starts": N_("a document may begin here"),
    "said_blank_yes": N_("blank, when it is converted again"),
    "said_blank_no": N_("not blank, when it is converted again"),
    "said_turned": N_("to be turned by {degrees}°, when it is converted again"),
    "said_columns_found": N_("its lines in the order that is found, when it is converted again"),
    "said_columns_columns": N_("the left column wholly, then the right one, when it is converted again"),
    "said_columns_rows": N_("line by line across the page, when it is converted again"),
    "said_begins_yes": N_("a document begins here, when it is converted again"),
    "said_begins_no": N_("no document begins here, when it is converted again"),
    "close": N_("Close"),
    "of": N_("{at} of {all}"),
    "page": N_("page {number}"),
    "failed": N_("could not be read"),
    "count_words": N_("words: {count}"),
}
_KEYS: tuple[tuple[str, str, str], ...] = (
    ("all", "?  F1", N_("this list")),
    ("all", "F2  F3  F4", N_("fields, words, pages")),
    ("all", "PageDown  PageUp", N_("next document, one back; this one stays as it is")),
    ("all", "F8", N_("the PDF of this document, in another tab")),
    ("all", "Ctrl+Z  Alt+Z", N_("take the last decision back, and the one before it, without end")),
    ("all", "Esc", N_("what was typed goes, what was read is back")),
    ("fields", "Enter", N_("right; or, where something was typed, as typed")),
    ("fields", "Tab  Shift+Tab", N_("next field, one back; this one stays as it is")),
    ("fields", "Alt+1", N_("the other reading")),
    ("fields", "Ctrl+Enter", N_("all fields left are right")),
    ("words", "Enter", N_("right; or, where something was typed, as typed")),
    ("words", "1 2 3  Alt+1 ...", N_("one of the other readings")),
    ("words", "Space", N_("begin to type, also a word that begins with a or d")),
    ("words", "a  Alt+A", N_("the same everywhere in this document")),
    ("words", "d  Alt+D", N_("right, and a word of my dictionary")),
    ("words", "Alt+←  Alt+→", N_("another word of the line")),
    ("words", "Tab  Shift+Tab", N_("next word, one back; this one stays as it is")),
    ("pages", "←  →", N_("one page back, next page")),
    ("pages", "t", N_("show or hide the text over the pages")),
    ("pages", "b", N_("the left page is blank, or is not")),
    ("pages", "r", N_("the left page lies otherwise: turn it clockwise")),
    ("pages", "c", N_("the lines of the left page in another order: by columns, across, as found")),
    ("pages", "n", N_("a document begins with the left page, or does not")),
    ("pages", "Enter", N_("the pages are looked at; next document")),
)


def said() -> dict[str, str]:
    """The words by what they stand for."""
    return {key: translate(text) for key, text in _SAID.items()}


def keys() -> list[tuple[str, str, str]]:
    """Way of working (`all` for every one), keys, and what they do."""
    return [(way, pressed, translate(text)) for way, pressed, text in _KEYS]
