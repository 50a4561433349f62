# SPDX-License-Identifier: Apache-2.0

from PIL.TiffImagePlugin import AppendingTiffWriter, ImageFileDirectory_v2

from tests.cases.files.pages import DPI, printed_page

SUBFILE_TYPE, OLD_SUBFILE_TYPE = 254, 255
SHORT = 3


def make(folder):
    page = printed_page()
    preview = page.resize((page.width // 8, page.height // 8))
    frames = [
        (preview, {SUBFILE_TYPE: 1}),
        (page, {SUBFILE_TYPE: 2}),
        (page, {SUBFILE_TYPE: 2}),
        (preview, old_preview()),
    ]
    with AppendingTiffWriter(folder / "previews.tif", new=True) as file:
        for image, tags in frames:
            image.save(file, "TIFF", tiffinfo=tags, dpi=DPI)
            file.newFrame()


def old_preview():
    tags = ImageFileDirectory_v2()
    tags.tagtype[OLD_SUBFILE_TYPE] = SHORT
    tags[OLD_SUBFILE_TYPE] = 2
    return tags
