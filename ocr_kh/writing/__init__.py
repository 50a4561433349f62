# SPDX-License-Identifier: Apache-2.0
"""One writer a format, all from the same Document and Plan; no other stage imports them."""
