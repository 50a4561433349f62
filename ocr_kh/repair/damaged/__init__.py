# SPDX-License-Identifier: Apache-2.0
"""Lines that lost their marks or were read with a model of another language: every word is laid out anew."""
