# SPDX-License-Identifier: Apache-2.0
"""Vietnamese itself: letters, syllables, tokens, the language model, signs that a text is damaged. Below all stages."""
