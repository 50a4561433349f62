# SPDX-License-Identifier: Apache-2.0
"""Documents worked on side by side: what each asks of the models is answered for all of them at once.

What happens to a document is a story: a generator that yields a question, finds the answer in it when it goes on, and
returns what it came to. A question of a short text takes the models hardly less time than one of a long text, so the
questions of many are put as one. Nothing of one document reaches another: the answer is that which it alone would have.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from ocr_kh.repair.decoding.choices import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.language.context import ContextModel
    from ocr_kh.language.model import Ids, LanguageModel, Scores
    from ocr_kh.repair.decoding.choices import Decision
    from ocr_kh.repair.decoding.lattice import Builder

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class HowLikely:
    """Asks for the log probability of each token of a stream in which START begins every sentence, the first too."""

    tokens: Ids
    scores: Scores = field(init=False)
    """The answer."""


@dataclass(slots=True, eq=False)
class WhichWords:
    """Asks for the choices in a document's slots."""

    builder: Builder
    with_memory: bool
    """Whether what is sure elsewhere in the document counts."""
    with_context: bool
    """Whether the context model has a say."""
    decisions: Sequence[Decision] = field(init=False)
    """The answer."""


Question: TypeAlias = HowLikely | WhichWords
Story: TypeAlias = Generator[Question, None, T]


def tell(stories: Sequence[Story[T]], model: LanguageModel, context: ContextModel) -> list[T]:
    """What each story comes to."""
    ends: dict[int, T] = {}
    asking = dict(enumerate(stories))
    while asking:
        questions: list[Question] = []
        for number, story in list(asking.items()):
            try:
                questions.append(next(story))
            except StopIteration as end:
                ends[number] = end.value
                del asking[number]
        _answer([question for question in questions if isinstance(question, HowLikely)], model)
        for memory in (False, True):
            for voice in (context, None):
                alike = [q for q in questions if isinstance(q, WhichWords)]
                alike = [q for q in alike if (q.with_memory, q.with_context) == (memory, voice is not None)]
                found = decide([question.builder for question in alike], model, with_memory=memory, context=voice)
                for question, decisions in zip(alike, found, strict=True):
                    question.decisions = decisions
    return [ends[number] for number in range(len(stories))]


def _answer(questions: Sequence[HowLikely], model: LanguageModel) -> None:
    if not questions:
        return
    scores = model.score(np.concatenate([question.tokens for question in questions]))
    ends = np.cumsum([len(question.tokens) for question in questions])
    for question, part in zip(questions, np.split(scores, ends[:-1]), strict=True):
        question.scores = part
