# SPDX-License-Identifier: Apache-2.0
"""The user's own phrases, and words and short forms that the language model does not know.

A phrase in a line that lost its marks is known by its letters. The model's vocabulary is fixed when it is trained, so
the decoder can neither propose a user's new word nor weigh it. It is known by its letters too: what is no word of the
model and has the letters of just one such entry is that entry (`DKDD` is ĐKDĐ, where the user's abbreviations say so).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.language.confusions import translation
from ocr_kh.language.damage import Damage
from ocr_kh.language.dictionary_files import kept
from ocr_kh.language.letters import fold
from ocr_kh.language.model import load_model
from ocr_kh.repair.decoding.case import carry_case
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.edits import Edit
from ocr_kh.repair.rules.word_runs import word_runs, write_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

MIN_LETTERS = 3
"""Letters of a word that is recognised so."""
_UNSTROKED = translation("unstroked")
_TOKEN = re.compile(r"(?<![\w/-])[^\W_]+(?:-[^\W_]+)*(?![\w/-])")


@kept
def load_words(folders: tuple[Path, ...] = (), *, own: bool = False) -> Mapping[str, str]:
    """Folded letters to the one entry that has them, as it is written; `own` leaves out what is shipped.

    Raises DictionaryError.
    """
    model, shipped = load_model(), load_lexicon(())
    lexicon = load_lexicon(folders)
    found: dict[str, list[str]] = {}
    for entry in sorted(lexicon.short_forms | lexicon.words):
        if len(entry) >= MIN_LETTERS and entry.replace("-", "").isalpha() and entry.lower() not in model.index:
            found.setdefault(fold(entry), []).append(entry)
    known = shipped.short_forms | shipped.words if own else frozenset()
    return {letters: each[0] for letters, each in found.items() if len(each) == 1 and each[0] not in known}


def word_edits(lines: Sequence[str], damages: Sequence[Damage], folders: tuple[Path, ...]) -> list[list[Edit]]:
    """For each line the entries found; an edit that changes nothing says that the word is right.

    In a line that is nearly right only the user's own are looked for. Raises DictionaryError.
    """
    everything, own = load_words(folders), load_words(folders, own=True)
    capitals = {letters.translate(_UNSTROKED): entry for letters, entry in everything.items() if entry.isupper()}
    known = {Damage.NONE: (own, {}), Damage.STRIPPED: (everything, {}), Damage.GARBLED: (everything, capitals)}
    return [
        list(_find_own(line, *known[damage])) if known[damage][0] else []
        for line, damage in zip(lines, damages, strict=True)
    ]


def _find_own(line: str, own: Mapping[str, str], capitals: Mapping[str, str]) -> Iterator[Edit]:
    index = load_model().index
    for match in _TOKEN.finditer(line):
        token = match.group()
        letters = fold(token)
        entry = own.get(letters)
        if entry is None and token.isupper() and token.lower() not in index:
            entry = capitals.get(letters.translate(_UNSTROKED))
        if entry is None or (token.lower() in index and not (token.isupper() and entry.isupper())):
            continue
        in_its_own_case = entry != entry.lower() and not (token.isupper() and entry.istitle())
        after = entry if in_its_own_case else carry_case(token, entry.lower())
        yield Edit(*match.span(), after, "lexicon")


@kept
def load_own_phrases(folders: tuple[Path, ...] = ()) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Folded words to the one phrase of the user's that has them, in small letters. Raises DictionaryError."""
    if not folders:
        return {}
    shipped = frozenset(load_lexicon(()).phrases)
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for phrase in load_lexicon(folders).phrases:
        words = tuple(phrase.lower().split())
        if phrase not in shipped and len(words) > 1:
            found.setdefault(tuple(map(fold, words)), []).append(words)
    return {letters: phrases[0] for letters, phrases in found.items() if len(set(phrases)) == 1}


def phrase_edits(
    lines: Sequence[str], damages: Sequence[Damage], own: Mapping[tuple[str, ...], tuple[str, ...]]
) -> list[list[Edit]]:
    """For each line that lost its marks the phrases found, word by word; the longest goes first."""
    sizes = sorted({len(letters) for letters in own}, reverse=True)
    return [
        [] if damage is Damage.NONE else [edit for run in word_runs(line) for edit in _phrases(run, sizes, own)]
        for line, damage in zip(lines, damages, strict=True)
    ]


def _phrases(
    run: Sequence[tuple[int, str]], sizes: Sequence[int], own: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Edit]:
    words = [word for _, word in run]
    letters = tuple(map(fold, words))
    at = 0
    while at < len(run):
        size = next((size for size in sizes if letters[at : at + size] in own), 0)
        if size:
            yield from write_words(run[at][0], words[at : at + size], own[letters[at : at + size]], "phrase")
        at += max(1, size)
