#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_version.sh VERSION CHANGELOG.md debian/changelog METAINFO. The newest entry of each names VERSION and the same day.
set -euo pipefail
version=$1 changes=$2 debian=$3 metainfo=$4
must() { grep -q -- "$1" <<<"$2" || { echo "$3: '$2' does not say '$1'"; exit 1; }; }

newest=$(grep -m 1 "^## " "$changes")
must "^## $version · " "$newest" "$changes"
day=${newest##* }
must "^switchyard ($version)" "$(head -n 1 "$debian")" "$debian"
must "$(LC_ALL=C date -d "$day" '+%d %b %Y')" "$(grep -m 1 '^ -- ' "$debian")" "$debian"
must "version=\"$version\" date=\"$day\"" "$(grep -m 1 '<release ' "$metainfo")" "$metainfo"
