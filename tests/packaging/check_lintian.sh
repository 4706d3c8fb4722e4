#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_lintian.sh PACKAGE-FOLDER. Content means: not one word, hints included. (Its speller is left out: it takes
# the ends of longer words in machine code for words.)
set -euo pipefail
words=$(lintian --allow-root --display-info --pedantic --suppress-tags spelling-error-in-binary "$1"/*.deb)
[ -z "$words" ] || { printf '%s\n' "$words"; exit 1; }
