# SPDX-License-Identifier: Apache-2.0
"""What is drawn from a plan's texts: citations, assignments, targets, budget, times."""
