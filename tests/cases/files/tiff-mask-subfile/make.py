# SPDX-License-Identifier: Apache-2.0

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from tests.cases.files.pages import DPI, printed_page

SUBFILE_TYPE, PHOTOMETRIC = 254, 262
MASK = 4


def make(folder):
    page, path = printed_page(), folder / "mask.tif"
    with AppendingTiffWriter(path, new=True) as file:
        page.save(file, "TIFF", compression="tiff_lzw", dpi=DPI)
        file.newFrame()
        mask = Image.new("1", page.size, 1)
        mask.save(file, "TIFF", tiffinfo={SUBFILE_TYPE: MASK, PHOTOMETRIC: MASK}, dpi=DPI)
