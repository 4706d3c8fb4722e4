#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make_locales.sh FOLDER: locales that write "0,5" (Pashto: with a comma of two bytes), for tests with LOCPATH=FOLDER.
set -euo pipefail

mkdir -p "$1"
for name in de_DE vi_VN ps_AF; do
  [ ! -d "$1/$name.UTF-8" ] || continue
  localedef -i "$name" -f UTF-8 "$1/$name.part"
  mv "$1/$name.part" "$1/$name.UTF-8"
done
