# SPDX-License-Identifier: Apache-2.0
"""How the models are made: n-gram counts of corpora, the channels from pairs of readings (`ocr-kh train`)."""
