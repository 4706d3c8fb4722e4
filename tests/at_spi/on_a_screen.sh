#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# on_a_screen.sh COMMAND...: runs it on a screen and a session bus of its own.
set -euo pipefail

work=$(mktemp -d)
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -noreset 3>"$work/display" 2>"$work/log" &
screen=$!
trap 'kill "$screen"; wait "$screen" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in {1..100}; do
  [ -s "$work/display" ] && break
  kill -0 "$screen" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
mkdir -m 700 "$work/run" "$work/home"
env -u WAYLAND_DISPLAY DISPLAY=":$(cat "$work/display")" QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 \
  XDG_RUNTIME_DIR="$work/run" HOME="$work/home" LC_ALL=C.UTF-8 LANG=C.UTF-8 dbus-run-session -- "$@"
