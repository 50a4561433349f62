# SPDX-License-Identifier: Apache-2.0
"""Layout: words with boxes in, lines in reading order with their roles out; lines in, paragraphs out."""
