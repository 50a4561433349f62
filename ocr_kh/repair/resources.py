# SPDX-License-Identifier: Apache-2.0
"""Models and dictionaries, loaded once for each set of dictionary folders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.language.context import load_context
from ocr_kh.language.dictionary_files import kept
from ocr_kh.language.inventory import inventory
from ocr_kh.language.model import load_model
from ocr_kh.models import FOLDER
from ocr_kh.repair.decoding.candidate_source import Source
from ocr_kh.repair.decoding.capitals import load_capitals
from ocr_kh.repair.decoding.channel import load_channel
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.rules.known_symbols import Symbols, attested

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.language.context import ContextModel
    from ocr_kh.language.model import LanguageModel


@dataclass(frozen=True, slots=True)
class Tools:
    """All that repair looks things up in."""

    model: LanguageModel
    context: ContextModel
    source: Source
    symbols: Symbols
    """Symbols of codes that the dictionaries attest."""


@kept
def load_tools(dictionaries: tuple[Path, ...] = ()) -> Tools:
    """Models and dictionaries; a folder of these may have channels of its own. Raises DictionaryError, MachineError."""
    model = load_model()
    lexicon = load_lexicon(dictionaries)
    known = frozenset(
        part for word in (*lexicon.short_forms, *lexicon.words) for part in (word.lower(), *word.lower().split("-"))
    )
    english, vietnamese = (load_channel(_channel_file(name, dictionaries)) for name in ("english", "vietnamese"))
    capitals = load_capitals(model.vocabulary)
    source = Source(english, vietnamese, inventory(model, known), known, lexicon.phrases, capitals)
    return Tools(model, load_context(model.vocabulary), source, attested(lexicon.symbols))


def _channel_file(name: str, dictionaries: tuple[Path, ...]) -> Path:
    """The channel of that name: the one in the last folder of dictionaries that has one, else the shipped one."""
    own = [path for folder in dictionaries if (path := folder / f"{name}.npz").is_file()]
    return own[-1] if own else FOLDER / f"{name}.npz"
