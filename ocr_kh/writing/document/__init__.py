# SPDX-License-Identifier: Apache-2.0
"""The files of one document that are no PDF, and how parts of a plan are printed in them."""
