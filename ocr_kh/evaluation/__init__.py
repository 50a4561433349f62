# SPDX-License-Identifier: Apache-2.0
"""How right a result is: measures of a text against its truth, degraded pages, and the benchmark beside others."""
