#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: deb.sh WORK-FOLDER PACKAGE-FOLDER HAPROXY-CFG. A bare Debian 12 and the .deb: install, run, open the window, purge.
set -euo pipefail
work=$1 package=$(echo "$2"/*.deb) article=$3 release=bookworm
# shellcheck source=tests/clean_machine/machine.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/machine.sh"

apt_inside() { inside env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends "$@" >"$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log"; fail "apt-get $1"; }; }

# Every path that is not apt's or dpkg's own book-keeping, a log, or a user's.
list_files() {
  (cd "$machine" && find . -xdev \( -path ./var/lib/dpkg -o -path ./var/lib/apt -o -path ./var/cache/apt -o -path ./var/log \
    -o -path ./root -o -path ./tmp \) -prune -o -print | LC_ALL=C sort)
}

new_machine deb
cp -- "$package" "$machine/tmp/switchyard.deb"
cp -- "$article" "$machine/tmp/haproxy.cfg"

say "Installing what it depends on, then itself"
apt_inside update
apt_inside satisfy "$(dpkg-deb --field "$package" Depends)"
list_files >"$work/before.txt"
apt_inside install /tmp/switchyard.deb

say "switchyard run"
inside switchyard run /tmp/haproxy.cfg --report /tmp/r.json --export /tmp/board.png
must_be_the_articles_result "$machine/tmp/r.json"
must_be_the_board "$machine/tmp/board.png"
cp -- "$machine/tmp/board.png" "$work/deb-board.png"

say "The window under X"
exec {display_number}< <(exec Xvfb -displayfd 1 -screen 0 1600x1000x24 -nolisten tcp 2>/dev/null)
xvfb=$!
read -r number <&"$display_number"
status=0
DISPLAY_INSIDE=:$number inside timeout 10 switchyard &
window=$!
sleep 5
DISPLAY=:$number xwininfo -root -tree | grep -i switchyard || status=1
wait "$window" || [ $? = 124 ] || status=1
kill "$xvfb"
[ "$status" = 0 ] || fail "the window did not open, or did not stay"

say "Purging"
apt_inside purge switchyard
list_files | diff "$work/before.txt" - || fail "purge left something behind"
say "Nothing is left."
