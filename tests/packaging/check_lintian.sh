#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_lintian.sh PACKAGE-FOLDER. Content means: not one word, hints included.
set -euo pipefail
words=$(lintian --allow-root --display-info --pedantic "$1"/*.deb)
[ -z "$words" ] || { printf '%s\n' "$words"; exit 1; }
