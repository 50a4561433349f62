# SPDX-License-Identifier: Apache-2.0
"""What stands in a slot, of what all networks see in several looks, and how probable it is that this is right.

`seen` is always what each network sees, in the order of `digits.NETWORKS` and as `network_scores` gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ocr_kh.recognition.handwriting.digits import END_SIGN, OTHER_SIGN, best, probabilities, without_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Seen = Sequence[NDArray[np.float64]]

TRUST: tuple[float, NDArray[np.float64]] = (0.47, np.array([0.47, 0.42]))
"""How the odds of a number being right follow from those that each network gives it (natural log): what is added, and
the weight of each. Fitted to drawn numbers (`python -m bench.written_numbers.looks --fit`)."""
_SUREST = 1e-3
"""No network is surer than this of what stands somewhere, or of what does not."""
MIN_PROBABILITY = {"number": 0.88, "day": 0.85, "month": 0.8}
"""Probability from which a reading is taken: a number can be any, a day is one of 31. docs/handwriting.md has what is
wrong above it."""
_KNOWN_NUMBER = 0.3
"""Mean probability from which digits are taken for such where other signs are thought possible too."""
_FEWEST_SEEN = 0.05
"""Probability of all days together from which that of each is its share: what was seen besides was a mistake."""
MAX_DIGITS = 4
"""Digits of a number that is believed; a fifth is likelier a letter (`3176B`)."""
_DIGITS_WITH_ZERO = 2
"""Digits that a number has at least, with a zero before one below 10 (Decree 30/2020/NĐ-CP, appendix I)."""
_ENGINE_RIGHT = 0.75
"""How often two clear figures that the engine reads for a written day or month are right, at least: of 47 on real
papers of which it was fairly sure 44 are."""
_STRANGE = 12
"""By how much numbers of less digits, and those with a zero before more, are rarer than among drawn ones: of 165 on
real papers 3 are such, of 3,365 cited ones 19, of drawn ones a quarter. Where one was seen, a digit is likelier hidden
in it (`9` for `91`, `03` for `013`)."""
_POSSIBLE = 0.01
"""Probability from which an open number may be one that something else in the file tells."""
_SUGGESTED = 0.5
"""Probability from which a number is offered to a person."""


class Reading(NamedTuple):
    """What stands in a slot, and how probable that is."""

    text: str
    probability: float


def read_number(seen: Seen) -> Reading:
    """The likeliest number and its probability; OTHER_SIGN for what is no digit, no text where nothing stands there.

    What a sign is that may be none is told among digits alone; not where a letter may stand behind the number.
    """
    among_all = _likeliest(seen)
    if not among_all.text or _has_letter_behind(seen):
        return _as_forms_ask(among_all)
    reading = _among_digits(seen)
    if not _is_number(reading.text) or np.mean([_chances(each, [reading.text]) for each in seen]) < _KNOWN_NUMBER:
        return Reading(OTHER_SIGN, 0.0)
    return _as_forms_ask(reading)


def _as_forms_ask(reading: Reading) -> Reading:
    """A number as it was seen, less probable where hardly anybody writes one so: `7` for `07`, `047` for `47`."""
    text, probability = reading
    if not text.isdecimal() or (len(text) >= _DIGITS_WITH_ZERO and not text[:-_DIGITS_WITH_ZERO].startswith("0")):
        return reading
    return Reading(text, probability / (probability + _STRANGE * (1 - probability)))


def read_of(seen: Seen, numbers: range, zero: int, told: int | None = None) -> Reading:
    """The likeliest of `numbers`, as it is written, and its probability; no text where none stands there.

    Where some number that cannot stand there was seen as well, that was a mistake: its probability goes to the others.
    One below `zero` is believed only with a zero before it. `told` is what the engine reads there, one voice more:
    where it is wrong, it may be so in any of the others.
    """
    texts = ["", *(text for number in numbers for text in sorted({str(number), f"{number:02}"}))]
    each_sees = [_scaled(probabilities(without_sign(each, OTHER_SIGN), texts)) for each in seen]
    chances = _scaled(np.exp(np.mean(np.log(np.array(each_sees) + _SUREST), axis=0)) - _SUREST)
    if told is not None:
        weight = _ENGINE_RIGHT / (1 - _ENGINE_RIGHT) * (len(numbers) - 1)
        chances = _scaled(chances * [weight if each and int(each) == told else 1.0 for each in texts])
    text = texts[int(chances.argmax())]
    same = [bool(each) == bool(text) and int(each or 0) == int(text or 0) for each in texts]
    believed = len(text) != 1 or int(text) >= zero
    return Reading(text, float(chances[same].sum()) if believed else 0.0)


def _scaled(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    scaled: NDArray[np.float64] = chances / max(float(chances.sum()), _FEWEST_SEEN)
    return scaled


def suggested_number(seen: Seen) -> str:
    """The number that a person is offered where none is sure: the likeliest of digits alone."""
    text, chance = _among_digits(seen)
    return text if chance >= _SUGGESTED and text.isdecimal() else ""


def possible_numbers(seen: Seen) -> tuple[tuple[str, float], ...]:
    """Numbers that may stand there, near what a look shows, and how probable each is: the likeliest first."""
    digits = [without_sign(each, OTHER_SIGN) for each in seen]
    near = sorted({text for head in _heads(digits) for text in _near(head) if _is_number(text)})
    if not near:
        return ()
    chances: NDArray[np.float64] = np.mean([_chances(looks, near) for looks in digits], axis=0)
    order = np.argsort(-chances, kind="stable")
    return tuple((near[at], round(float(chances[at]), 3)) for at in order if chances[at] >= _POSSIBLE)


def _near(text: str) -> set[str]:
    """`text`, and what it is with a digit other, more or less."""
    found = {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}
    for at in range(len(text) + 1):
        found |= {text[:at] + digit + rest for digit in "0123456789" for rest in (text[at:], text[at + 1 :])}
    return found


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= MAX_DIGITS and bool(text.strip("0"))


def _has_letter_behind(seen: Seen) -> bool:
    """Whether a letter may stand behind the digits."""
    return any(head[1:].endswith(OTHER_SIGN) for head in _heads(seen))


def _heads(seen: Seen) -> set[str]:
    """What stands before END_SIGN, or before the end, in each look of each network."""
    return {best(look).partition(END_SIGN)[0] for looks in seen for look in looks}


def _among_digits(seen: Seen) -> Reading:
    return _likeliest([without_sign(each, OTHER_SIGN) for each in seen])


def odds_among_digits(seen: Seen) -> tuple[str, NDArray[np.float64]]:
    """The likeliest of digits alone, and its odds by each network (natural log)."""
    heads, odds = _odds_by_network([without_sign(each, OTHER_SIGN) for each in seen])
    at = int((TRUST[1] @ odds).argmax())
    return heads[at], odds[:, at]


def _likeliest(seen: Seen) -> Reading:
    """Of what each look shows the likeliest by all networks."""
    heads, by_network = _odds_by_network(seen)
    odds = TRUST[0] + TRUST[1] @ by_network
    at = int(odds.argmax())
    return Reading(heads[at], float(1 / (1 + np.exp(-odds[at]))))


def _odds_by_network(seen: Seen) -> tuple[list[str], NDArray[np.float64]]:
    """What looks show, and how likely each is to each network (natural log), (networks, heads): the likeliest first.

    `04` and `004` are one number, as likely as both together. Digits behind which no sign is seen are no number: a slot
    that is too narrow hides others.
    """
    found = sorted(_heads(seen))
    chances = np.stack([_seen_whole(looks, found) for looks in seen])
    order = np.argsort(-chances.mean(axis=0), kind="stable")
    heads = [found[at] for at in order]
    values = [head.lstrip("0") if _is_number(head) else head for head in heads]
    is_same = np.array([[one == other for other in values] for one in values], float)
    of_values = np.clip(chances[:, order] @ is_same, _SUREST, 1 - _SUREST)
    return heads, np.log(of_values / (1 - of_values))


def _seen_whole(looks: NDArray[np.float64], heads: Sequence[str]) -> NDArray[np.float64]:
    """Of each of `heads` how probable it is to one network, none of whose signs is hidden."""
    ended, open_ended = _ended(looks, heads)
    hidden = (open_ended > ended) & np.array([bool(head) for head in heads])
    chances: NDArray[np.float64] = np.where(hidden, 0.0, ended + open_ended)
    return chances


def _chances(looks: NDArray[np.float64], heads: Sequence[str]) -> NDArray[np.float64]:
    """Of each of `heads`, whether or not the sign behind a number was seen."""
    chances: NDArray[np.float64] = _ended(looks, heads).sum(axis=0)
    return chances


def _ended(looks: NDArray[np.float64], heads: Sequence[str]) -> NDArray[np.float64]:
    """Of each of `heads`, with the sign behind it and without, (2, heads)."""
    both: NDArray[np.float64] = probabilities(looks, [*(head + END_SIGN for head in heads), *heads])
    return both.reshape(2, -1)
