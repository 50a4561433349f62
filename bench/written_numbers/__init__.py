# SPDX-License-Identifier: Apache-2.0
"""The reader of numbers written by hand: invented strips, its training, its measures."""
