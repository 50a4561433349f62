# SPDX-License-Identifier: Apache-2.0
"""What Vietnamese administrative documents look like: fixed lines, numbering, Markdown marks of other tools."""
