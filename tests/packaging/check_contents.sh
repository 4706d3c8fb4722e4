#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_contents.sh PACKAGE-FOLDER EXPECTED. Compares mode, owner and path of each entry of the .deb.
set -euo pipefail
export LC_ALL=C.UTF-8
deb=$(echo "$1"/*.deb)
dpkg-deb --contents "$deb" | awk '{ print $1, $2, $6 }' | sort -k 3 | diff -u --label expected --label "$deb" "$2" -

depends=$(dpkg-deb --field "$deb" Depends)
for library in libgrpc++ libqt6widgets6 libqt6charts6 libc6; do
  [[ $depends == *"$library"* ]] || { echo "Depends lacks $library: $depends"; exit 1; }
done
