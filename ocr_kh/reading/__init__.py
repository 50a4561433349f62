# SPDX-License-Identifier: Apache-2.0
"""Reading: files in, page rasters and text layers out; nothing is believed before it is checked."""
