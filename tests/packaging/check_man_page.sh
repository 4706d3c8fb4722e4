#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check_man_page.sh PAGE PROGRAM. The page formats without a warning, and names exactly the options that --help names.
set -euo pipefail
page=$1 program=$2
export LC_ALL=C.UTF-8 MANWIDTH=200
warnings=$(man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
[ -z "$warnings" ] || { printf '%s\n' "$warnings"; exit 1; }

options() { grep -oP -- '(?<![\w-])--?[a-z][a-z-]*' | sort -u; }
help() {
  "$program" --help
  case $program in
    *-node) "$program" serve --help && "$program" call --help ;;
    *-proxy) ;;
    *) "$program" run --help && "$program" export --help ;;
  esac
}
diff -u --label "$(basename "$program") --help" --label "$page" <(help | options) <(man -P cat -l "$page" | col -b | options)
