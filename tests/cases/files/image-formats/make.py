# SPDX-License-Identifier: Apache-2.0

from tests.cases.files.pages import printed_page


def make(folder):
    page = printed_page(size=(1240, 1754))
    small = page.resize((310, 438))
    page.save(folder / "page.bmp", dpi=(150, 150))
    page.save(folder / "page.gif")
    page.save(folder / "page.jp2", irreversible=True, quality_layers=[20])
    page.save(folder / "page.mpo.jpg", "MPO", save_all=True, append_images=[small])
    page.save(folder / "page.webp", quality=80)
    blank = page.point(lambda _: 255)
    blank.save(folder / "two.gif", save_all=True, append_images=[page], duration=500)
