# SPDX-License-Identifier: Apache-2.0
"""Many documents: which there are, where each one's results go, which are done, who reads the pages."""
