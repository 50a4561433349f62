# SPDX-License-Identifier: Apache-2.0
"""What a line of a block shows, each feature with its strength from 0 to 1."""
