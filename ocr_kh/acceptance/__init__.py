# SPDX-License-Identifier: Apache-2.0
"""What a delivery is counted and judged by, from folders already converted; no page is read.

paper     the paper sizes A5 to A0, and what a page of each is paid as
counting  pages of PDF files, hồ sơ and deliveries, by paper size
counts    these counts as tables
"""
