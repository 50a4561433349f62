# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.pages import DPI, printed_page


def make(folder):
    page, whole = printed_page("1"), folder / "whole.tif"
    page.save(whole, save_all=True, append_images=[page], dpi=DPI, compression="group4", big_tiff=True)
    (folder / "cut.tif").write_bytes(whole.read_bytes()[:-60])
