# SPDX-License-Identifier: Apache-2.0
"""Lines that are right or nearly right: what surprises the language model is looked at, nothing else."""
