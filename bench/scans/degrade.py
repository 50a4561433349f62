# SPDX-License-Identifier: Apache-2.0
"""What scanners, copiers and careless hands do to a page: image in, image out.

An image is a NumPy array of 8-bit samples, `(height, width, 3)` in RGB or `(height, width)` in
grey, white paper 255, origin top left. Every function returns a new image of the same kind unless
it says otherwise; what is random comes from the `Generator` handed in, so a seed fixes the result.
`damaged` plays a whole recipe (`Damage`); `random_damage` draws one, for pages in any amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from bench.scans.drawn_ink import Image, sealed

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

Colour = Literal["colour", "grey", "bilevel"]
Threshold = Literal["global", "adaptive"]

PAPER = (255, 255, 255)
POINTS_PER_INCH = 72.0
ADAPTIVE_MARGIN = 25
"""Grey levels; a tenth of the range keeps the paper's grain white."""
SEAL_RADIUS = 51.0
"""Points; the seals of People's Committees are 36 mm across (Thông tư 21/2012/TT-BCA, Điều 5)."""


def grey(image: Image) -> Image:
    """The page without its colours, `(height, width)`."""
    return image.copy() if image.ndim == 2 else _image(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))


def rescaled(image: Image, factor: float) -> Image:
    """The page `factor` times as large: area means when shrinking, cubic when growing."""
    if factor == 1:
        return image.copy()
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _image(cv2.resize(image, None, fx=factor, fy=factor, interpolation=method))


def turned(image: Image, quarters: int) -> Image:
    """The page laid on the glass `quarters` quarter turns clockwise."""
    return _image(np.ascontiguousarray(np.rot90(image, -quarters)))


def skewed(image: Image, degrees: float) -> Image:
    """The page fed in askew: its lines fall to the right by `degrees`; the size stays."""
    height, width = image.shape[:2]
    # OpenCV's angles grow anticlockwise.
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return _image(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER))


def in_perspective(image: Image, share: float, rng: Generator, ground: int = 255) -> Image:
    """The page seen by a hand-held camera: each corner moves inwards by up to `share` of the width.

    `ground` is the grey level of what the page lies on.
    """
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    moved = corners + inwards * rng.uniform(0, share * width, (4, 2)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    outside = (ground,) * 3
    return _image(cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=outside))


def bordered(image: Image, share: float, rng: Generator) -> Image:
    """Scanned with the lid open: black along some of the edges, up to `share` of the width deep, not parallel."""
    height, width = image.shape[:2]
    result = image.copy()
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    inwards = np.array([[0, 1], [-1, 0], [0, -1], [1, 0]])
    for side in np.flatnonzero(rng.random(4) < 0.6).tolist():
        a, b = corners[side], corners[(side + 1) % 4]
        deep = rng.uniform(0.2, 1, 2) * share * width
        edge = [a, b, b + inwards[side] * deep[0], a + inwards[side] * deep[1]]
        cv2.fillPoly(result, [np.round(edge).astype(np.int32)], (int(rng.integers(0, 60)),) * 3)
    return result


def blurred(image: Image, sigma: float) -> Image:
    """Out of focus by a Gaussian of `sigma` pixels."""
    return _image(cv2.GaussianBlur(image, (0, 0), sigma))


def noisy(image: Image, sigma: float, rng: Generator) -> Image:
    """Sensor noise of `sigma` grey levels, the same in all colours."""
    noise = rng.normal(0, sigma, image.shape[:2]).astype(np.float32)
    return _levels(image + (noise if image.ndim == 2 else noise[..., np.newaxis]))


def speckled(image: Image, density: float, rng: Generator) -> Image:
    """Dust on the glass: `density` dark specks a megapixel, and as many pale ones that nibble at the ink."""
    result = image.copy()
    height, width = image.shape[:2]
    count = rng.poisson(density * height * width / 1e6)
    for shade in (int(rng.integers(0, 90)), int(rng.integers(200, 256))):
        for x, y, radius in rng.integers((0, 0, 0), (width, height, 2), (count, 3)).tolist():
            cv2.circle(result, (x, y), radius, (shade,) * 3, -1)
    return result


def shaded(image: Image, depth: float, rng: Generator) -> Image:
    """Uneven light: smooth shadows that take up to `depth` (0 to 1) of the brightness."""
    height, width = image.shape[:2]
    coarse = rng.uniform(0, 1, (3, 2)).astype(np.float32)
    field = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)
    return _dimmed(image, (1 - depth * field).astype(np.float32))


def folded(image: Image, depth: float, rng: Generator) -> Image:
    """A sheet once folded in three: shadows across the page, `depth` (0 to 1) at their darkest."""
    height = image.shape[0]
    rows = np.arange(height, dtype=np.float32)
    light = np.ones(height, dtype=np.float32)
    for crease in (height / 3, 2 * height / 3):
        distance = (rows - crease - rng.normal(0, height / 100)) / (height / 60)
        # Dark on one side of the crease only, as the paper bends away from the lamp.
        light -= depth * np.exp(np.where(distance > 0, -distance, 4 * distance)).astype(np.float32)
    return _dimmed(image, light[:, np.newaxis])


def shown_through(image: Image, back: Image, strength: float) -> Image:
    """Thin paper: the print of its other side, `back`, shines through mirrored, `strength` from 0 to 1."""
    height, width = image.shape[:2]
    print_behind = cv2.resize(grey(back)[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    ink_behind = 1 - blurred(_image(print_behind), 1.5).astype(np.float32) / 255
    return _dimmed(image, (1 - strength * ink_behind).astype(np.float32))


def bilevel(image: Image, level: int = 160, method: Threshold = "global", *, window: int = 31) -> Image:
    """Black and white only, `(height, width)` of 0 and 255; thin marks break where they are paler than the threshold.

    `global`: black is what is darker than `level`. `adaptive`: black is what is darker than the
    mean of its surroundings (`window` pixels, odd) by a tenth of the range, whatever the light; `level` is not used.
    """
    plain = grey(image)
    if method == "global":
        return _image(np.where(plain < level, 0, 255))
    return _image(
        cv2.adaptiveThreshold(plain, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, ADAPTIVE_MARGIN)
    )


def jpegged(image: Image, quality: int) -> Image:
    """Once through JPEG at `quality` (1 to 100)."""
    _, data = cv2.imencode(".jpg", _swapped(image), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _swapped(_image(cv2.imdecode(data, cv2.IMREAD_UNCHANGED)))


@dataclass(frozen=True, slots=True)
class Damage:
    """A recipe: what happens to a page between the printer and the file. Zero or None: not at all."""

    dpi: int = 300
    """Of the scan."""
    colour: Colour = "colour"
    skew: float = 0.0
    """Degrees clockwise."""
    perspective: float = 0.0
    """Share of the page width by which a corner may move."""
    ground: int = 255
    """Grey level of what a page in perspective lies on."""
    border: float = 0.0
    """Depth of black edges as a share of the page's width."""
    shade: float = 0.0
    """Share of the light lost in the darkest corner."""
    fold: float = 0.0
    """Share of the light lost in a crease."""
    blur: float = 0.0
    """Points (1/72 inch); half a pixel at 200 dpi is 0.18."""
    noise: float = 0.0
    """Grey levels, one sigma."""
    specks: float = 0.0
    """Per megapixel."""
    level: int = 160
    """Threshold of a global bilevel scan."""
    threshold: Threshold = "global"
    jpeg: int | None = None
    """Quality; None for no loss."""
    seal: tuple[float, float] | None = None
    """Centre of a red seal, as shares of the page's width and height."""

    def __post_init__(self) -> None:
        if not 50 <= self.dpi <= 1200:
            message = f"dpi must be 50 to 1200, not {self.dpi}"
            raise ValueError(message)
        if self.jpeg is not None and not 1 <= self.jpeg <= 100:
            message = f"JPEG quality must be 1 to 100, not {self.jpeg}"
            raise ValueError(message)


def damaged(image: Image, damage: Damage, rng: Generator, *, dpi: float) -> Image:
    """The page, clean at `dpi`, as the file of a scan at `damage.dpi` shows it.

    The order is that of the world: ink, paper on the glass, light and lens, sensor, file.
    A grey or bilevel scan comes back as `(height, width)`.
    """
    if damage.seal:
        height, width = image.shape[:2]
        centre = (damage.seal[0] * width, damage.seal[1] * height)
        image = sealed(image, centre, SEAL_RADIUS * dpi / POINTS_PER_INCH, rng)
    image = _on_the_glass(image, damage, rng)
    image = rescaled(image, damage.dpi / dpi)
    image = _through_the_lens(image, damage, rng)
    return _in_the_file(image, damage)


def _on_the_glass(image: Image, damage: Damage, rng: Generator) -> Image:
    if damage.perspective:
        image = in_perspective(image, damage.perspective, rng, damage.ground)
    if damage.skew:
        image = skewed(image, damage.skew)
    return bordered(image, damage.border, rng) if damage.border else image


def _through_the_lens(image: Image, damage: Damage, rng: Generator) -> Image:
    if damage.shade:
        image = shaded(image, damage.shade, rng)
    if damage.fold:
        image = folded(image, damage.fold, rng)
    if damage.blur:
        image = blurred(image, damage.blur * damage.dpi / POINTS_PER_INCH)
    if damage.noise:
        image = noisy(image, damage.noise, rng)
    return speckled(image, damage.specks, rng) if damage.specks else image


def _in_the_file(image: Image, damage: Damage) -> Image:
    if damage.colour == "bilevel":
        # A window of about three letters: wide enough never to lie within a stroke.
        return bilevel(image, damage.level, damage.threshold, window=damage.dpi // 12 * 2 + 1)
    if damage.colour == "grey":
        image = grey(image)
    return jpegged(image, damage.jpeg) if damage.jpeg else image


def random_damage(rng: Generator) -> Damage:
    """A recipe as scans of Vietnamese offices come: mostly 200 dpi and mild, seldom harsh.

    Ranges after some twenty files of five offices: 100-300 dpi, a third of them bilevel, skew
    within 1 degree for nine of ten, seal on the page that is signed.
    """
    colour: Colour = rng.choice(np.array(["colour", "grey", "bilevel"]), p=[0.4, 0.25, 0.35]).item()
    return Damage(
        dpi=int(rng.choice([150, 200, 200, 200, 240, 300])),
        colour=colour,
        skew=float(np.clip(rng.normal(0, 0.6), -2, 2)),
        perspective=float(rng.uniform(0, 0.015)) if rng.random() < 0.15 else 0.0,
        shade=float(rng.uniform(0, 0.3)) if colour != "bilevel" else 0.0,
        fold=float(rng.uniform(0, 0.15)) if rng.random() < 0.2 else 0.0,
        blur=float(rng.uniform(0.1, 0.3)),
        noise=float(rng.uniform(1, 8)),
        specks=float(rng.exponential(8)),
        level=int(rng.integers(130, 190)),
        threshold="adaptive" if rng.random() < 0.25 else "global",
        jpeg=None if colour == "bilevel" else int(rng.integers(45, 90)),
        seal=(float(rng.uniform(0.5, 0.7)), float(rng.uniform(0.3, 0.85))) if rng.random() < 0.3 else None,
    )


def _dimmed(image: Image, light: NDArray[np.float32]) -> Image:
    return _levels(image * (light if image.ndim == 2 else light[..., np.newaxis]))


def _levels(samples: NDArray[np.floating]) -> Image:
    return _image(np.clip(samples + 0.5, 0, 255).astype(np.uint8))


def _swapped(image: Image) -> Image:
    """RGB to OpenCV's BGR and back; grey stays."""
    return image if image.ndim == 2 else _image(np.ascontiguousarray(image[..., ::-1]))


def _image(samples: object) -> Image:
    return np.asarray(samples, dtype=np.uint8)
