# SPDX-License-Identifier: Apache-2.0
"""A prepared page in, the engine's lines of words out, with boxes on the page.

The engine is called once for the page without its tables, once for the cells of those, and once more for all that
needs a second look: lone figures in cells, lines of letters it passed over, numbers of lists it parted from their
lines, and lines of which it was not sure. Small print of which it is not sure is read from the scan itself, and so are
words too wide for the letters read in them. Where there are stamps, or a black seal over a closing, it is called for
them; numbers written by hand have a reader of their own.
"""

from __future__ import annotations

from functools import partial, reduce
from itertools import groupby, islice
from typing import TYPE_CHECKING

from ocr_kh.document import Word
from ocr_kh.imaging.blobs import find_blobs
from ocr_kh.imaging.blocks import find_blocks
from ocr_kh.recognition.closings import lacks_title, unnamed
from ocr_kh.recognition.doubled import without_doubles, without_ghosts
from ocr_kh.recognition.handwriting.numbers import written_numbers
from ocr_kh.recognition.receipts import receipt_frames, with_receipt
from ocr_kh.recognition.recipients import recipients_cut, with_recipients
from ocr_kh.recognition.second_look.cells import cell_cuts, sure_tables, unread_cells, without_cells
from ocr_kh.recognition.second_look.composed import composed_names, placed_view, views_of
from ocr_kh.recognition.second_look.continued import continued_lines, last_word
from ocr_kh.recognition.second_look.cuts import read_cuts
from ocr_kh.recognition.second_look.doubtful import (
    CAREFUL_CONFIDENCE,
    CAREFUL_LINES,
    CAREFUL_SCALE,
    combine_letters,
    combine_readings,
    cut_from_scan,
    cut_out,
    doubtful,
    finer,
    finer_reading,
)
from ocr_kh.recognition.second_look.header_lines import header_parts, with_header_parts
from ocr_kh.recognition.second_look.joined import split_joined
from ocr_kh.recognition.second_look.letter_shapes import with_case, with_strokes
from ocr_kh.recognition.second_look.marks import cut_mark, marks_beside, with_marks
from ocr_kh.recognition.second_look.names import doubtful_names, name_views, voted_name
from ocr_kh.recognition.second_look.numerals import second_look
from ocr_kh.recognition.second_look.sealed import closing_line, sealed_lines, surer_lines
from ocr_kh.recognition.second_look.stamped_names import stamped_name_bands, stamped_names, stamped_title
from ocr_kh.recognition.second_look.stamps import PRINT_CONFIDENCE, all_blobs, bold, framed_lines, stamp, stamped_lines
from ocr_kh.recognition.second_look.under_ink import INK_MODEL, bands, is_new, lines_of
from ocr_kh.recognition.second_look.unread import believable_words, unread_lines
from ocr_kh.recognition.tesseract import COLUMN_MODE, read_raw_lines, read_words, second_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.imaging.blobs import Blobs
    from ocr_kh.imaging.prepare import Prepared
    from ocr_kh.imaging.tables import Rect
    from ocr_kh.recognition.hocr import EngineWord
    from ocr_kh.recognition.second_look.header_lines import DoubtfulPart
    from ocr_kh.recognition.second_look.under_ink import Band


def recognize(
    page: Prepared,
    tables: Sequence[Sequence[Rect]] = (),
    *,
    language: str,
    timeout: float,
    careful: bool = False,
) -> list[list[Word]]:
    """The lines in the engine's order; boxes in points of the level sheet. `tables` are the cells of ruled tables.

    `careful`: lines with a word that is less than sure are read by a second model too.

    Raises what `recognition.tesseract.read_words` raises.
    """
    blobs = find_blobs(page.image)
    blocks = find_blocks(blobs, tables)
    apart = [*sure_tables(page.image, tables), *blocks]
    words = read_words(without_cells(page.image, apart), language=language, dpi=page.dpi, timeout=timeout)
    cuts = cell_cuts(page.image, apart)
    cells = read_cuts(cuts, language=language, dpi=page.dpi, timeout=timeout, mode=COLUMN_MODE)
    lines = [line for found in (words, *cells) for line in _lines(found)]
    lines = _looked_at_again(page, lines, [*tables, *blocks], blobs, language=language, timeout=timeout)
    if careful:
        lines = _read_by_another(page, lines, timeout=timeout)
    lines = [split_joined(second_look(line, page.image), page.image) for line in lines]
    seen = (
        with_strokes(with_case(line, page.image, above), page.image)
        for line, above in zip(lines, [[], *lines], strict=False)
    )
    read = [[_place_on_page(word, page) for word in written_numbers(line, page.image)] for line in seen]
    return without_doubles([without_ghosts(line) for line in read])


def glance(page: Prepared, *, language: str, timeout: float) -> list[Word]:
    """The words of one reading of the page as a whole: whether it lies the right way up. Raises as `recognize`."""
    words = read_words(page.image, language=language, dpi=page.dpi, timeout=timeout)
    return [_place_on_page(word, page) for word in words]


def _lines(words: Sequence[EngineWord]) -> list[list[EngineWord]]:
    return [list(line) for _, line in groupby(words, key=lambda word: word.line)]


def _looked_at_again(  # noqa: PLR0913 - the page, what was read and seen of it, and how it is read
    page: Prepared,
    lines: list[list[EngineWord]],
    tables: Sequence[Sequence[Rect]],
    blobs: Blobs,
    *,
    language: str,
    timeout: float,
) -> list[list[EngineWord]]:
    """The lines after a second reading of some; what was passed over makes lines of its own at the end."""
    words = [word for line in lines for word in line]
    again = doubtful(lines)
    second = [cut_out(page.image, lines[number]) for number in again]
    cells, letters = unread_cells(page.image, words, tables), unread_lines(page.image, words, blobs)
    marks = marks_beside(lines, blobs)
    beside = [cut_mark(page.image, mark, lines[mark.line]) for mark in marks]
    short = continued_lines(page.image, lines, blobs)
    cuts = [*second, *beside, *cells, *letters, *(place.cut for place in short)]
    read = iter(read_cuts(cuts, language=language, dpi=page.dpi, timeout=timeout))
    result = list(lines)
    for number, found in zip(again, islice(read, len(second)), strict=True):
        result[number] = combine_readings(lines[number], found)
    result = _with_finer(page, result, language=language, timeout=timeout)
    result = with_marks(result, list(zip(marks, islice(read, len(marks)), strict=True)))
    result += [line for found in islice(read, len(cells)) for line in _lines(found)]
    passed_over = [*map(believable_words, islice(read, len(letters))), *map(last_word, short, read)]
    for found in passed_over:
        result = _add_passed_over(result, found)
    if listed := recipients_cut(page, result):
        column = read_cuts([listed], language=language, dpi=page.dpi, timeout=timeout, mode=COLUMN_MODE)
        result = with_recipients(result, column[0])
    result = _with_sealed(page, result, language=language, timeout=timeout)
    pale = all_blobs(page.image) if page.red is None else None
    result = _with_stamps(page, result, pale, language=language, timeout=timeout)
    result = _with_receipts(page, result, [*filter(None, (pale, blobs))], language=language, timeout=timeout)
    result, under_ink = _with_lines_under_ink(page, result, timeout=timeout)
    return _with_names(page, result, under_ink, language=language, timeout=timeout)


def _with_finer(
    page: Prepared, lines: list[list[EngineWord]], *, language: str, timeout: float
) -> list[list[EngineWord]]:
    """The lines after some were read from the scan, on a sheet of their own: others beside them unsettle a reading."""
    again = finer(lines, is_finer=page.scan is not None)
    cuts = [cut_from_scan(page, lines[number]) for number in again]
    result = list(lines)
    for number, found in zip(again, read_cuts(cuts, language=language, dpi=page.dpi, timeout=timeout), strict=True):
        result[number] = finer_reading(lines[number], found)
    return result


def _with_receipts(
    page: Prepared, lines: list[list[EngineWord]], kinds: Sequence[Blobs], *, language: str, timeout: float
) -> list[list[EngineWord]]:
    """The lines and those of stamps of receipt, which are sought in the red print of a page, then in each of `kinds`.

    Those are blobs of the page, of all ink and of what is as dark as print: pale ink joins frames that are broken, dark
    ink parts them from what stands beside.
    """
    pictures = [(page.red, None)] if page.red is not None else []
    for image, blobs in (*pictures, *((page.image, blobs) for blobs in kinds)):
        frames = receipt_frames(image, blobs)
        read = read_cuts([frame.cut for frame in frames], language=language, dpi=page.dpi, timeout=timeout)
        found = reduce(lambda left, each: with_receipt(left, *each), zip(frames, read, strict=True), lines)
        if found != lines:
            return found
    return lines


def _read_by_another(page: Prepared, lines: list[list[EngineWord]], *, timeout: float) -> list[list[EngineWord]]:
    """The lines after another model read those that are less than sure."""
    again = doubtful(lines, below=CAREFUL_CONFIDENCE, most=CAREFUL_LINES)
    cuts = [cut_out(page.image, lines[number], CAREFUL_SCALE) for number in again]
    read = read_cuts(cuts, language=second_model(), dpi=page.dpi, timeout=timeout)
    result = list(lines)
    for number, found in zip(again, read, strict=True):
        result[number] = combine_letters(lines[number], found)
    return result


def _with_sealed(
    page: Prepared, lines: list[list[EngineWord]], *, language: str, timeout: float
) -> list[list[EngineWord]]:
    """The lines after those around black seals were read by themselves: specks on a sheet unsettle what is beside."""
    cuts = sealed_lines(page.image, page.black_seals)
    read = map(closing_line, read_cuts(cuts, language=language, dpi=page.dpi, timeout=timeout))
    return reduce(surer_lines, filter(None, read), lines)


def _with_lines_under_ink(
    page: Prepared, lines: list[list[EngineWord]], *, timeout: float
) -> tuple[list[list[EngineWord]], list[list[list[EngineWord]]]]:
    """The lines after doubtful ones were read by a model of lines under ink, and what it read of each in closings."""
    before = lines
    lines, readings = _with_bands(page, before, header_parts(page.image, before), timeout=timeout)
    if readings and lacks_title(page.image, before) and not lacks_title(page.image, lines):
        # the title that was found tells where the others and the name are
        lines, more = _with_bands(page, lines, [], timeout=timeout)
        readings += more
    return _with_stamped_names(page, lines, timeout=timeout), readings


def _with_stamped_names(page: Prepared, lines: list[list[EngineWord]], *, timeout: float) -> list[list[EngineWord]]:
    """The lines and, of a closing without a name, one that was stamped in red."""
    if page.red is None:
        return lines
    for found in filter(None, stamped_name_bands(page.red, page.dpi, lines)):
        read = read_raw_lines([band.cut.pixels for band in found], INK_MODEL, dpi=page.dpi, timeout=timeout)
        if names := stamped_names(found, read) or _composed(page, found, read, timeout=timeout):
            return reduce(surer_lines, names, lines)
    return lines


def _composed(
    page: Prepared, found: Sequence[Band], read: Sequence[list[EngineWord]], *, timeout: float
) -> list[list[EngineWord]]:
    """The names that bands of a closing show together with further views of them, where none showed one whole."""
    views = views_of(found, read)
    if not views:
        return []
    again = read_raw_lines([band.cut.pixels for band, _ in views], INK_MODEL, dpi=page.dpi, timeout=timeout)
    seen = [(band, placed_view(words, band)) for band, words in zip(found, read, strict=True)]
    more = [(band, placed_view(words, band, narrower)) for (band, narrower), words in zip(views, again, strict=True)]
    return composed_names([*seen, *more])


def _with_bands(
    page: Prepared, lines: list[list[EngineWord]], header: Sequence[DoubtfulPart], *, timeout: float
) -> tuple[list[list[EngineWord]], list[list[list[EngineWord]]]]:
    """The lines after these parts of the header and the doubtful closings were read, and what was read of closings."""
    closings = bands(page.image, lines)
    cuts = [band.cut.pixels for band in (*(band for part in header for band in part.bands), *closings)]
    if not cuts:
        return lines, []
    read = read_raw_lines(cuts, INK_MODEL, dpi=page.dpi, timeout=timeout)
    of_header, of_closings = read[: len(cuts) - len(closings)], read[len(cuts) - len(closings) :]
    readings = lines_of(closings, of_closings)
    lines = with_header_parts(lines, header, of_header)
    lines = reduce(surer_lines, (alike[0] for alike in readings if is_new(alike[0], lines)), lines)
    if closings and unnamed(lines, page.image.shape[1] / 2):
        lines = reduce(surer_lines, _composed(page, closings, of_closings, timeout=timeout), lines)
    return lines, readings


def _with_names(
    page: Prepared,
    lines: list[list[EngineWord]],
    under_ink: Sequence[Sequence[list[EngineWord]]],
    *,
    language: str,
    timeout: float,
) -> list[list[EngineWord]]:
    """The lines after the names in them that are in doubt were read again; `under_ink`: what is read of each so far."""
    places = doubtful_names(lines)
    views = [name_views(page.image, lines[place.line][place.first : place.last]) for place in places]
    read = iter(read_cuts([cut for cuts in views for cut in cuts], language=language, dpi=page.dpi, timeout=timeout))
    for place, cuts in zip(places, views, strict=True):
        line = lines[place.line]
        name = line[place.first : place.last]
        usual = list(islice(read, len(cuts)))
        others = [each for alike in under_ink if _covers(alike[0][0], name[0]) for each in alike]
        line[place.first : place.last] = voted_name(name, usual, others)
    return lines


def _with_stamps(
    page: Prepared, lines: list[list[EngineWord]], blobs: Blobs | None = None, *, language: str, timeout: float
) -> list[list[EngineWord]]:
    """The lines and those of stamps, which are read by themselves: of lines so unlike the engine skips some.

    `blobs` are those that `all_blobs` finds on a page without colours.
    What says nothing so is read once more in bold, apart from the others, since specks unsettle what is beside them.
    """
    words = [word for line in lines for word in line]
    cuts = framed_lines(page.image, blobs) if page.red is None else stamped_lines(page.red, page.dpi, words)
    read = partial(read_cuts, language=language, dpi=page.dpi, timeout=timeout)
    in_red = page.red is not None
    found = [
        stamp(words) or (in_red and (believable_words(words) or stamped_title(words))) or [] for words in read(cuts)
    ]
    again = iter(map(stamp, read([bold(cut) for cut, printed in zip(cuts, found, strict=True) if not printed])))
    for words in _widest([words for printed in found if (words := printed or next(again))]):
        lines = [*(_beside_stamp(line, words) for line in lines), words]
    return lines


def _widest(lines: Sequence[list[EngineWord]]) -> list[list[EngineWord]]:
    """The lines without those that stand in a wider one, or in one as wide before them: a stamp was read twice."""
    order = sorted(lines, key=lambda line: -_width(line))
    kept: list[list[EngineWord]] = []
    for line in order:
        if not any(_covers(word, other) for before in kept for word in before for other in line):
            kept.append(line)
    return [line for line in lines if any(line is each for each in kept)]


def _width(line: Sequence[EngineWord]) -> int:
    return max(word.left + word.width for word in line) - min(word.left for word in line)


def _beside_stamp(line: list[EngineWord], printed: Sequence[EngineWord]) -> list[EngineWord]:
    """The line without what was made of a stamp in it; print that is sure stays, for one askew has print in its box."""
    texts = {word.text for word in printed}
    left = _without(line, printed)
    sure = [word for word in line if word.confidence >= PRINT_CONFIDENCE and word.text.strip(".,:;") not in texts]
    return [word for word in line if word in left or word in sure]


def _add_passed_over(lines: list[list[EngineWord]], found: list[EngineWord]) -> list[list[EngineWord]]:
    """The lines with words that were passed over: in the place of what stands there, or as a line of their own."""
    if not found:
        return lines
    taken = [any(_covers(other, word) for word in line for other in found) for line in lines]
    if sum(taken) != 1:
        return [*(_without(line, found) for line in lines), found]
    at = taken.index(True)
    line = sorted([*_without(lines[at], found), *found], key=lambda word: word.left)
    return [*lines[:at], line, *lines[at + 1 :]]


def _without(line: list[EngineWord], others: Sequence[EngineWord]) -> list[EngineWord]:
    return [word for word in line if not any(_covers(other, word) for other in others)]


def _covers(a: EngineWord, b: EngineWord) -> bool:
    """Whether the middle of `b` lies in `a`."""
    x, y = b.left + b.width / 2, b.top + b.height / 2
    return a.left <= x <= a.left + a.width and a.top <= y <= a.top + a.height


def _place_on_page(word: EngineWord, page: Prepared) -> Word:
    box = page.level_box(word.left, word.top, word.width, word.height)
    return Word(word.text, box, word.confidence, word.alternatives, word.by_hand, word.likely, word.may_be)
