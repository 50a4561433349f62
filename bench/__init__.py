# SPDX-License-Identifier: Apache-2.0
"""Measures of the whole and of its parts, on scans with truth beside them; not part of what is installed."""
