# SPDX-License-Identifier: Apache-2.0
"""searchable.pdf: the pages as they were, the words unseen behind them; PDF/A, and proof of it."""
