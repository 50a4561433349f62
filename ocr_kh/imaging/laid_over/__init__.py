# SPDX-License-Identifier: Apache-2.0
"""What came onto a page beside its print: seals, red ink, the streaks of a scanner."""
