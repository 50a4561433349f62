# SPDX-License-Identifier: Apache-2.0
"""Who does the tasks: processes of this machine, or those of others through Dask."""
