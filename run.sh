#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
  cat <<'END'
Usage: ./run.sh [FILE]          build, then open the window on FILE, or on the article's experiment
       ./run.sh [ARGUMENT...]   build, then run `switchyard` with these arguments, e.g. run FILE --calls 100

On Debian 12 and 13 it first installs with apt-get what is missing (scripts/packages.sh). Without a display it runs FILE
without a window, prints the table, and writes the board's picture and the report below build/.
END
}

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/setup.sh
. "$here/scripts/setup.sh"

[ "${1:-}" != --help ] || { usage; exit; }

has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }
# Qt expects UTF-8 and complains about a bare system's locale.
speak_utf8() { [[ ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} == *[Uu][Tt][Ff]* ]] || export LC_ALL=C.UTF-8; }

without_window() {
  local file=$1 picture report
  picture=$root/build/$(basename -- "${file%.*}")-board.png
  report=${picture%-board.png}.json
  shift
  local status=0
  if [[ $file == *.switchyard ]]; then
    "$switchyard" export "$file" --board -o "$picture" "$@" || status=$?
  else
    say "There is no display: running $file without a window."
    "$switchyard" run "$file" --export "$picture" --report "$report" "$@" || status=$?
    [ ! -f "$report" ] || say "The report:  $report"
  fi
  [ ! -f "$picture" ] || say "The picture: $picture"
  return "$status"
}

purposes=(build)
[ -z "${WAYLAND_DISPLAY:-}" ] || purposes+=(wayland)
install_missing "${purposes[@]}"
build release switchyard switchyard-node switchyard-proxy

switchyard=$root/build/release/bin/switchyard
speak_utf8
[ $# -gt 0 ] || set -- "$root/resources/scenarios/article.cfg"
case $1 in
  run | export | lessons | -*) exec "$switchyard" "$@" ;;
esac
if has_display; then exec "$switchyard" "$@"; fi
without_window "$@"
