#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_file_types.sh switchyard.xml. The system's own tool turns it into its tables without a complaint.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
mkdir -p "$folder/mime/packages"
cp -- "$1" /usr/share/mime/packages/freedesktop.org.xml "$folder/mime/packages"
words=$(XDG_DATA_DIRS=$folder XDG_DATA_HOME=$folder update-mime-database "$folder/mime" 2>&1 >/dev/null)
[ -z "$words" ] || { printf '%s\n' "$words"; exit 1; }
grep -q ':application/x-switchyard-recording:\*\.switchyard' "$folder/mime/globs2"
grep -q ':application/x-switchyard-scenario+json:\*\.switchyard\.json' "$folder/mime/globs2"
