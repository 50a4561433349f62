# SPDX-License-Identifier: Apache-2.0
"""The noisy channel: pieces of a line, their candidates, the lattice of them, its best path and how sure it is."""
