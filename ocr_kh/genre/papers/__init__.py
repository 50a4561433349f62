# SPDX-License-Identifier: Apache-2.0
"""Papers that an archive puts into a hồ sơ (cover, contents list ...), by what stands on a page of them.

words     their printed items, from dictionaries/dossier_papers.tsv
matching  where items stand in lines, also misread
judging   which paper a page is, by what its lines cost
"""
