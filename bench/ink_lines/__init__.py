# SPDX-License-Identifier: Apache-2.0
"""How the reader of lines under ink is made: invented lines, drawn under seals and pens, and the engine fine-tuned."""
