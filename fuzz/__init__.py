# SPDX-License-Identifier: Apache-2.0
"""Random input for what reads what anybody may send: `make fuzz MINUTES=30`. Not part of what is installed."""
