# SPDX-License-Identifier: Apache-2.0
"""The commands by which a delivery is counted and judged."""
