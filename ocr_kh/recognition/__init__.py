# SPDX-License-Identifier: Apache-2.0
"""Recognition: the image of a page in, words with boxes and confidences out."""
