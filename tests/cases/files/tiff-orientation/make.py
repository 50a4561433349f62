# SPDX-License-Identifier: Apache-2.0

from PIL import Image

from tests.cases.files.pages import printed_page

ORIENTATION = 274
AS_STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
"""How an image lies that a reader turns by each orientation."""


def make(folder):
    for name, orientation, compression in (("raw6", 6, None), ("raw3", 3, None), ("lzw8", 8, "tiff_lzw")):
        stored = printed_page(size=(1240, 1754)).transpose(AS_STORED[orientation])
        stored.save(
            folder / f"{name}.tif", dpi=(150, 150), compression=compression, tiffinfo={ORIENTATION: orientation}
        )
