# SPDX-License-Identifier: GPL-3.0-or-later
# What run.sh and test.sh share: install what is missing, build. Needs only bash and apt.
# shellcheck shell=bash

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=scripts/packages.sh
. "$root/scripts/packages.sh"

# A home that cannot be written (a build robot's, say) is no place for the compiler's cache.
[ -w "${HOME:-/nowhere}" ] || export CCACHE_DIR=${CCACHE_DIR:-$root/build/ccache}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# The packages of these purposes that are neither installed nor provided by one that is (NodeSource's nodejs provides
# npm). One question to dpkg, so that a second run starts at once.
missing_packages() {
  local purpose name status provides
  local -A wanted=()
  for purpose in "$@"; do
    for name in ${packages[$purpose]}; do wanted[$name]=1; done
  done
  while read -r status name provides; do
    [ "$status" = installed ] || continue
    for name in "$name" ${provides//,/ }; do
      [ -z "${wanted[$name]+set}" ] || unset "wanted[$name]"
    done
  done < <(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n')
  [ "${#wanted[@]}" = 0 ] || printf '%s\n' "${!wanted[@]}" | sort
}

# apt-get as root: we are, or sudo makes us. Waits while another apt or dpkg works.
apt_get() {
  local become=()
  [ "$(id -u)" = 0 ] || become=(sudo)
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "PATH=$PATH:/usr/sbin:/sbin" \
    apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# The lists have a lock of their own, for which apt-get does not wait. Lists that stay old are no failure yet: the
# installation may go through with them, and says so if not.
update_lists() {
  local turn
  for turn in {1..120}; do
    apt_get update >"$log" 2>&1 && return
    grep -q 'Could not get lock' "$log" || return 0
    [ "$turn" = 1 ] && say "Another program is using apt; waiting for it."
    sleep 5
  done
}

can_become_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || return
  sudo -n true 2>/dev/null && return
  [ -t 2 ] && sudo -v
}

# install_missing PURPOSE...: see scripts/packages.sh
install_missing() {
  if ! command -v apt-get >/dev/null; then
    say "This is not a Debian system: install yourself what scripts/packages.sh lists under: $*."
    return
  fi
  local missing log
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "Missing: ${missing[*]}"
  can_become_root || fail "Installing them takes root or sudo. As root, run:" \
    $'\n'"  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  mkdir -p "$root/build"
  log=$root/build/apt.log
  say "Installing them and what they need with apt-get (a few minutes on a bare system; see build/apt.log)."
  update_lists
  if ! apt_get install --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "apt-get could not install them. Is there a network, and is this Debian 12 or 13? All of its words: $log"
  fi
}

# One compiler a core, and no more than memory holds: a file with Qt or gRPC takes up to a gigabyte.
compilers() {
  local cores key kilobytes rest most
  cores=$(nproc)
  most=$cores
  while read -r key kilobytes rest; do
    [ "$key" = MemAvailable: ] && most=$((kilobytes / 1000000))
  done 2>/dev/null </proc/meminfo
  [ "$most" -lt 1 ] && most=1
  [ "$most" -gt "$cores" ] && most=$cores
  echo "$most"
}

# Was this preset configured, here, and with the presets as they are? (CMake watches its own files, but not the presets.)
is_configured() {
  local folder=$root/build/$1
  [ -f "$folder/build.ninja" ] && [ ! "$root/CMakePresets.json" -nt "$folder/build.ninja" ] &&
    grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"
}

# build PRESET [TARGET...]: see CMakePresets.json
build() {
  local preset=$1 folder=$root/build/$1 targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  if ! is_configured "$preset"; then
    say "Configuring build/$preset."
    mkdir -p "$folder"
    if ! (cd "$root" && cmake --fresh --preset "$preset") >"$folder/configure.log" 2>&1; then
      cat "$folder/configure.log" >&2
      fail "CMake could not configure build/$preset."
    fi
  fi
  say "Building build/$preset."
  cmake --build "$folder" --parallel "$(compilers)" "${targets[@]}" >&2 || fail "The build of build/$preset failed."
}
