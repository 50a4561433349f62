# SPDX-License-Identifier: Apache-2.0

import numpy as np
from PIL import Image

from tests.cases.files.pages import printed_page

PHOTOMETRIC = 262


def make(folder):
    grey = np.asarray(printed_page(size=(1240, 1754)))
    save(grey.astype(np.int32) * 200, folder / "whole.tif")
    bright = grey.astype(np.float32) * 257
    bright[:20, :20] = 1e9
    save(bright, folder / "float.tif")
    save((255 - grey).astype(np.uint16) * 257, folder / "from-white.tif", tiffinfo={PHOTOMETRIC: 0})


def save(pixels, path, **options):
    Image.fromarray(pixels).save(path, dpi=(150, 150), compression="tiff_lzw", **options)
