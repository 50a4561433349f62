# SPDX-License-Identifier: Apache-2.0
"""Vietnamese text from before Unicode: TCVN3, VNI, VISCII, VPS, Windows-1258, and UTF-8 taken for Windows-1252.

`codec` knows the tables, `fonts` which encoding a font's name stands for, `spans` which encoding a stretch of text is
in by what it says. All three work on text as a program shows it that knows nothing of Vietnamese: every byte a
character of Windows-1252 (or Latin-1), such as `C¨n cø LuËt Tæ chøc` for `Căn cứ Luật Tổ chức`.
"""
