# SPDX-License-Identifier: Apache-2.0
"""Round seals on grey and bilevel pages, taken out of what the engine sees; on colour pages the red channel does it.

A seal is found by its outermost ring, which is closed where circles through text are mostly paper. Where the seal is
paler than the letters, as red ink is in grey, all that is not as dark as they are goes; where it is as black as they
are and stands amid text, its rings go, but for the strokes that cross them, and its star. The page image that is kept
is not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ocr_kh.imaging.blobs import X_HEIGHT
from ocr_kh.reading.raster import POINTS_PER_INCH

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RADIUS_POINTS = (38.0, 66.0)
"""Points, with some room: seals are 28 to 42 mm across (Thông tư 21/2012/TT-BCA), and a camera's scale is a guess."""
_MIN_DARK_RING = 0.75
"""Share of a ring that is dark, at least. Of 26 seals on degraded pages all but two have 0.89 and more; of circles
through text none has more than 0.52."""
_CIRCLE_OFFSET = 4
"""Pixels by which a circle may lie beside the ring at first."""
_MIN_ARC_ANGLES = 31
"""Angles of a ring's shortest arc: no stroke of a letter is as long along the ring."""
_STROKE_ANGLES = 15
"""Angles; broader than the strokes of letters that cross a ring, narrower than any part of it."""
_MAX_CIRCLES = 8
"""Circles looked at on a page, those with most edges first."""
_INK_CONTRAST = 40
"""Grey levels by which ink is darker than the paper."""
_SEAL_CONTRAST = 25
"""Grey levels by which a seal is paler than the letters where it can be told from them by that."""
_RING_ANGLES = 720
_REACH_RADII = 1.15
"""Radii of the outermost ring up to which a seal is looked at."""
_WIDEST_RING = 0.12
"""Share of the radius over which strokes that cross a ring are followed."""
_BESIDE_RADII = (1.05, 1.4)
"""Radii from the middle between which letters stand beside a seal over running text."""
_MIN_BESIDE = 4
"""Letters on each side. A black seal over a closing is left as it is: without its rings its own words are read as
text (6.9 % of extra words on a transcribed page, for nothing gained). Titles and names are read again from a copy."""
_STAR_SHAPE = (0.45, 0.16)
"""Radius around the middle in which a star stands, and the thickness from which ink there is no letter, as shares of
the radius of the seal."""

_GROWN_FROM = 5
"""Pixels around a ring from which strokes grow back into it: a ring is as wide at most."""


class Seal(NamedTuple):
    """A circle in pixels: the outermost ring."""

    x: float
    y: float
    radius: float


def without_seals(image: NDArray[np.uint8], dpi: float, *, bilevel: bool) -> tuple[NDArray[np.uint8], tuple[Seal, ...]]:
    """A level grey page without its round seals, and those that stay in it: black ones over a closing.

    The same array when none is taken out. `bilevel`: it once was.
    """
    left = []
    for seal in find_seals(image, dpi):
        clean = _without(image, seal, bilevel=bilevel)
        if clean is image:
            left.append(seal)
        image = clean
    return image, tuple(left)


def find_seals(image: NDArray[np.uint8], dpi: float) -> list[Seal]:
    """The round seals of a grey page, none overlapping another."""
    small = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 1)
    least, most = (int(radius * dpi / POINTS_PER_INCH / 2) for radius in _RADIUS_POINTS)
    circles = cv2.HoughCircles(small, cv2.HOUGH_GRADIENT, 2, 20, param1=120, param2=60, minRadius=least, maxRadius=most)
    found: list[Seal] = []
    for x, y, radius in [] if circles is None else (2 * circles[0][:_MAX_CIRCLES]).tolist():
        near = any(np.hypot(x - other.x, y - other.y) < other.radius for other in found)
        if not near and (seal := _closed_ring(image, Seal(x, y, radius))):
            found.append(seal)
    return found


def without_rings(image: NDArray[np.uint8], seal: Seal) -> NDArray[np.uint8]:
    """A copy without the rings and the star of a seal that is as black as print; the seal's own words stay.

    Where the rings were, the strokes on both sides grow together again (Bertalmio's inpainting, Navier-Stokes): with
    that `“HỦ TỊCH` and `Trịnh Lông Hoan`, as they are read where strokes across a ring alone are kept, are `CHỦ TỊCH`
    and `Trinh Công Hoan`.
    """
    unwound = _unwound(image, seal)
    margin = unwound.shape[1] + 1
    part = _window(image, seal, margin)
    distance, angle = _polar(margin)
    inside = distance < unwound.shape[1]
    rings = np.zeros(part.shape, np.uint8)
    rings[inside] = _rings(_dark(unwound), seal)[angle[inside], distance[inside].astype(np.intp)]
    part = np.where(_star(part, distance, seal), np.percentile(part, 90), part).astype(np.uint8)
    grown = cv2.inpaint(part, rings, _GROWN_FROM, cv2.INPAINT_NS)
    return _with_window(image, seal, grown.astype(np.uint8), margin)


def _closed_ring(image: NDArray[np.uint8], guess: Seal) -> Seal | None:
    """The outermost ring near a circle that was guessed; None when nothing there is closed."""
    if _dark_shares(_unwound(image, guess), _CIRCLE_OFFSET)[int(guess.radius * 0.85) :].max() < _MIN_DARK_RING:
        return None
    best, sure = guess, 0.0
    for step in (4, 2, 1):
        around = best
        for x in (around.x - step, around.x, around.x + step):
            for y in (around.y - step, around.y, around.y + step):
                share = float(_dark_shares(_unwound(image, seal := Seal(x, y, guess.radius)))[_outer(guess)].max())
                if share > sure:
                    best, sure = seal, share
    if sure < _MIN_DARK_RING:
        return None
    shares = _dark_shares(_unwound(image, best))[_outer(best)]
    return best._replace(radius=_outer(best).start + int(np.flatnonzero(shares >= min(_MIN_DARK_RING, sure))[-1]))


def _outer(seal: Seal) -> slice:
    """Pixels from the middle where the outermost ring may be."""
    return slice(int(seal.radius * 0.85), int(seal.radius * _REACH_RADII))


def _unwound(image: NDArray[np.uint8], seal: Seal) -> NDArray[np.uint8]:
    """Angles x pixels from the middle; paper where that is beyond the page."""
    margin = int(seal.radius * _REACH_RADII) + 1
    size = (margin - 1, _RING_ANGLES)
    flags = cv2.WARP_POLAR_LINEAR | cv2.WARP_FILL_OUTLIERS | cv2.INTER_LINEAR
    part = _window(image, seal, margin)
    return cv2.warpPolar(part, size, (margin, margin), float(size[0]), flags).astype(np.uint8)


def _window(image: NDArray[np.uint8], seal: Seal, margin: int) -> NDArray[np.uint8]:
    """The square of twice `margin` around the middle."""
    left, top = round(seal.x) - margin, round(seal.y) - margin
    rows, columns = image.shape
    part = image[max(top, 0) : max(top + 2 * margin, 0), max(left, 0) : max(left + 2 * margin, 0)]
    beyond = (max(-top, 0), max(top + 2 * margin - rows, 0), max(-left, 0), max(left + 2 * margin - columns, 0))
    return cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT, value=(255,)).astype(np.uint8)


def _with_window(image: NDArray[np.uint8], seal: Seal, part: NDArray[np.uint8], margin: int) -> NDArray[np.uint8]:
    """The page with such a square put back."""
    left, top = round(seal.x) - margin, round(seal.y) - margin
    result = image.copy()
    inside = result[max(top, 0) : max(top + 2 * margin, 0), max(left, 0) : max(left + 2 * margin, 0)]
    above, aside = max(-top, 0), max(-left, 0)
    inside[:] = part[above : above + inside.shape[0], aside : aside + inside.shape[1]]
    return result


def _dark(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return grey < np.percentile(grey, 90) - _INK_CONTRAST


def _dark_shares(unwound: NDArray[np.uint8], slack: int = 1) -> NDArray[np.float64]:
    """Of each circle, what is dark on it or `slack` pixels beside it: no circle is quite round on paper."""
    wide = cv2.dilate(_dark(unwound).astype(np.uint8), np.ones((1, 2 * slack + 1), np.uint8))
    shares: NDArray[np.float64] = wide.mean(axis=0)
    return shares


def _without(image: NDArray[np.uint8], seal: Seal, *, bilevel: bool) -> NDArray[np.uint8]:
    darkest = image[_dark(image)][::7]
    if not darkest.size:  # a page that is dark all over
        return image
    unwound = _unwound(image, seal)
    margin = unwound.shape[1] + 1
    part = _window(image, seal, margin)
    at = int(seal.radius * 0.85)
    at += int(unwound[:, at:].mean(axis=0).argmin())
    ink = float(np.percentile(darkest, 20))
    level = float(np.median(unwound[:, at - 1 : at + 2].min(axis=1)))
    pale = not bilevel and level - ink > _SEAL_CONTRAST
    if not pale and not _is_amid_text(image, seal):
        return image
    clean = _divide_out_seal(part, unwound, seal, (ink, level)) if pale else _rings_erased(part, unwound, seal)
    return _with_window(image, seal, clean, margin)


def _is_amid_text(image: NDArray[np.uint8], seal: Seal) -> bool:
    """Whether letters stand close to the left and to the right of it."""
    reach = seal.radius * 0.9
    rows = slice(max(0, int(seal.y - reach)), max(0, int(seal.y + reach)))
    near, far = (seal.radius * share for share in _BESIDE_RADII)
    strips = (image[rows, max(0, int(left)) : max(0, int(left + far - near))] for left in (seal.x - far, seal.x + near))
    return all(_letters(strip) >= _MIN_BESIDE for strip in strips)


def _letters(strip: NDArray[np.uint8]) -> int:
    """Blobs of the size of letters in it."""
    if not strip.size:
        return 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(_dark(strip).astype(np.uint8), connectivity=8)
    heights = stats[1:, 3]
    return int(((heights > X_HEIGHT / 2) & (heights < 3 * X_HEIGHT)).sum())


def _polar(margin: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Of each pixel of a window its distance from the middle and the number of its angle."""
    y, x = np.mgrid[-margin:margin, -margin:margin]
    angle = np.arctan2(y, x) % (2 * np.pi)
    return np.hypot(x, y), (angle * _RING_ANGLES / (2 * np.pi)).astype(np.intp) % _RING_ANGLES


def _divide_out_seal(
    part: NDArray[np.uint8], unwound: NDArray[np.uint8], seal: Seal, levels: tuple[float, float]
) -> NDArray[np.uint8]:
    """Ink of the seal divided out where it is broader than letters along its circles, what is as pale made paler.

    `levels` are those of letters and of the seal.
    """
    ink, level = levels
    paper = float(np.percentile(part, 90))
    along = cv2.morphologyEx(unwound, cv2.MORPH_CLOSE, np.ones((_STROKE_ANGLES, 1), np.uint8)).astype(np.float32)
    margin = len(part) // 2
    size = (2 * margin, 2 * margin)
    flags = cv2.WARP_POLAR_LINEAR | cv2.WARP_INVERSE_MAP | cv2.WARP_FILL_OUTLIERS | cv2.INTER_LINEAR
    ground = cv2.warpPolar(along, size, (margin, margin), float(unwound.shape[1]), flags)
    distance, _ = _polar(margin)
    lit = np.clip(part * paper / np.clip(ground, 1, paper), 0, 255)
    middle = (ink + level) / 2
    lit += (paper - lit) * np.clip((lit - middle) / (level - middle), 0, 1) * (lit < paper)
    inside = distance < seal.radius * 1.06
    return np.where(inside, lit, part).astype(np.uint8)


def _rings_erased(part: NDArray[np.uint8], unwound: NDArray[np.uint8], seal: Seal) -> NDArray[np.uint8]:
    """Rings and star made paper, but for the strokes that cross a ring."""
    dark = _dark(unwound)
    ring = _rings(dark, seal)
    strokes = cv2.dilate((dark & ~ring).astype(np.uint8), np.ones((_STROKE_ANGLES // 3, 1), np.uint8))
    width = int(_WIDEST_RING * seal.radius) | 1
    crossed = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((1, width), np.uint8)) > 0
    gone = ring & ~crossed
    distance, angle = _polar(len(part) // 2)
    inside = distance < dark.shape[1]
    erased = _star(part, distance, seal)
    erased[inside] |= gone[angle[inside], distance[inside].astype(np.intp)]
    return np.where(erased, np.percentile(part, 90), part).astype(np.uint8)


def _rings(dark: NDArray[np.bool_], seal: Seal) -> NDArray[np.bool_]:
    """Where on an unwound seal, of which `dark` is ink, its rings are."""
    arcs = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_MIN_ARC_ANGLES, 1), np.uint8))
    ring: NDArray[np.bool_] = cv2.dilate(arcs, np.ones((1, 3), np.uint8)) > 0
    ring[:, : int(_STAR_SHAPE[0] * seal.radius)] = False
    return ring


def _star(part: NDArray[np.uint8], distance: NDArray[np.float64], seal: Seal) -> NDArray[np.bool_]:
    dark = ((distance < seal.radius * _STAR_SHAPE[0]) & _dark(part)).astype(np.uint8)
    thick = int(seal.radius * _STAR_SHAPE[1]) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thick, thick))
    body = cv2.dilate(cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc), disc)
    return np.logical_and(body, dark)
