#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: make_deb.sh CPACK BUILD-FOLDER. Leaves exactly one .deb in BUILD-FOLDER/package.
set -euo pipefail
rm -rf -- "$2/package"
cd -- "$2"
"$1" -G DEB
ls -l package/*.deb
[ "$(ls package/*.deb | wc -l)" = 1 ]
