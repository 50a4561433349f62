# SPDX-License-Identifier: Apache-2.0
"""The pictures of docs/review.md: the desk over converted samples, as chromium draws it.

    python -m bench.desk_pictures OUT docs/pictures

OUT is what `ocr-kh convert samples --out OUT` made; it is copied, and nothing in it changes.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image

from bench.desk_browser import Person, browser, desk

COLOURS = 48
"""Of the PNG: a page of print has few, and a picture then takes 60 kB instead of 200."""
_TAB, _NEXT_DOCUMENT = "\ue004", "\ue00f"
WAYS = (
    ("\ue032", "fields", "state.doc.fields[state.at].decision.field === '/header/issuer'"),
    ("\ue033", "words", "state.doc.words[state.at]?.choices.length && state.doc.words[state.at].after"),
    ("\ue034", "pages", "true"),
)
"""The keys F2, F3 and F4 as selenium calls them, the way each leads to, and what of it is shown."""


def draw(person: Person, path: Path) -> None:
    """What the window shows, as a PNG of few colours."""
    person.wait("!state.moving && [...document.images].every(image => image.complete)")
    shown = Image.open(io.BytesIO(person.driver.get_screenshot_as_png())).convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def _go_to(person: Person, worth_seeing: str) -> None:
    """On to the first item of which that is true, in this document or one behind it."""
    while True:
        for _ in range(person.state("Math.max(items(state.doc).length, 1)")):
            if person.state(worth_seeing):
                return
            person.press(_TAB)
        person.press(_NEXT_DOCUMENT)
        person.wait("!state.moving")


def main() -> None:
    """Draw the three ways of working, in English and in Vietnamese."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser() as driver:
        out = Path(scratch, "out")
        shutil.copytree(options.out, out)
        for language, ending in (("en", ""), ("vi", ".vi")):
            driver.delete_all_cookies()
            with desk(out, "--read-only", language=language) as (_, address):
                person = Person(driver, address, "Lan")
                for key, name, worth_seeing in WAYS:
                    person.press(key)
                    person.wait(f"state.way === '{name}' && !state.moving")
                    _go_to(person, worth_seeing)
                    draw(person, options.folder / f"review-{name}{ending}.png")


if __name__ == "__main__":
    main()
