# SPDX-License-Identifier: Apache-2.0
"""`python -m ocr_kh` is `ocr-kh`."""

import sys

from ocr_kh.cli import main

if __name__ == "__main__":
    sys.exit(main())
