# SPDX-License-Identifier: GPL-3.0-or-later
# A fresh Debian in a folder. Source it with work=FOLDER and release=bookworm (12) or trixie (13); then
# `new_machine NAME`, `inside COMMAND...`.
# shellcheck shell=bash

mirror=${SWITCHYARD_DEBIAN_MIRROR:-http://deb.debian.org/debian}
machine=
bare=$work/bare-$release
archives=$work/archives-$release

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "a fresh system in a folder takes root: sudo ./test.sh clean-machine"
mkdir -p "$archives/partial" "$work/ccache"

# The bare system, made once.
bare_system() {
  [ -f "$bare.tar" ] && return
  say "Making a bare Debian $release (half a minute)"
  rm -rf --one-file-system -- "$bare"
  debootstrap --variant=minbase "$release" "$bare" "$mirror" >"$work/debootstrap.log" ||
    { tail "$work/debootstrap.log"; fail "debootstrap; is there a network?"; }
  rm -f -- "$bare"/var/cache/apt/archives/*.deb
  tar -C "$bare" --one-file-system -cf "$bare.tar.part" .
  rm -rf --one-file-system -- "$bare"
  mv -- "$bare.tar.part" "$bare.tar"
}

# new_machine NAME: a bare system for the next `inside`, removed when the script ends.
new_machine() {
  bare_system
  machine=$work/$1-$release
  rm -rf --one-file-system -- "$machine"
  mkdir -p "$machine"
  trap 'rm -rf --one-file-system -- "$machine"' EXIT
  tar -C "$machine" -xf "$bare.tar"
  cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
  echo switchyard-test >"$machine/etc/hostname"
  mkdir -p "$machine/root/.cache/ccache"
}

# inside COMMAND...: as root on the machine, with an environment as bare as its files. Processes and mounts are in
# namespaces of their own: whatever ends this script, the kernel ends the first and undoes the second.
inside() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb ${DISPLAY_INSIDE:+DISPLAY=$DISPLAY_INSIDE} \
    setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child \
    bash -euc '
      machine=$1 archives=$2 ccache=$3
      shift 3
      mount --rbind /dev "$machine/dev"
      mount -t proc proc "$machine/proc"
      mount -t sysfs -o ro sysfs "$machine/sys"
      mount --bind "$archives" "$machine/var/cache/apt/archives"
      mount --bind "$ccache" "$machine/root/.cache/ccache"
      exec chroot "$machine" "$@"' inside "$machine" "$archives" "$work/ccache" "$@" </dev/null
}

# must_be_the_board PICTURE: a PNG of a window's size that is more than an empty ground (which packs to 10 kB).
must_be_the_board() {
  local width height size
  [ "$(head -c 8 "$1" | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a ] || fail "$1 is not a PNG"
  width=$((16#$(od -An -tx1 -j 16 -N 4 "$1" | tr -d ' ')))
  height=$((16#$(od -An -tx1 -j 20 -N 4 "$1" | tr -d ' ')))
  size=$(stat -c %s "$1")
  say "$(basename "$1"): $width x $height, $size bytes"
  [ "$width" -ge 1000 ] && [ "$height" -ge 600 ] && [ "$size" -ge 30000 ] || fail "$1 does not show the board"
}

# must_be_the_articles_result REPORT: three servers, one call each, six connections, and everybody agrees.
must_be_the_articles_result() {
  local report server
  report=$(tr -d ' \n' <"$1")
  for server in srv01 srv02 srv03; do
    grep -q "\"$server\":{\"calls\":1,\"ok\":1,\"errors\":0," <<<"$report" || fail "$server: $report"
  done
  for fact in '"downstream":3' '"upstream":3' '"kernel_agrees":true' '"agree":true'; do
    grep -qF "$fact" <<<"$report" || fail "no $fact: $report"
  done
}
