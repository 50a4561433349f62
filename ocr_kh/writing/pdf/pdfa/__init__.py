# SPDX-License-Identifier: Apache-2.0
"""PDF/A-2b (ISO 19005-2, level B): what is changed for it, what is checked, and what an archivist may choose."""
