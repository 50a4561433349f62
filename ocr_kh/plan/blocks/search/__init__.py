# SPDX-License-Identifier: Apache-2.0
"""One label a line: the cheapest path over a block, and the costs it goes by."""
