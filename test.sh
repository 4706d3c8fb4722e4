#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage() {
  cat <<'END'
Usage: ./test.sh [NAME...] [-- CTEST-ARGUMENT...]   install what is missing, build, run tests

  default         everything that needs nothing special: what runs when no NAME is given
  interop         Go, Python and Node gRPC peers through the balancer
  locale          the default tests where numbers have a comma: German, Vietnamese
  lessons         each scenario of resources/scenarios keeps its promises
  at-spi          the window as a screen reader has it
  chaos           everything goes wrong at random for twenty seconds a mode; SWITCHYARD_CHAOS=900 makes it 900
  packaging       the .deb, its desktop entry, AppStream data and man pages (lintian and friends)
  clean-machine   ./run.sh, ./test.sh and the .deb on a fresh Debian 12 and 13 (needs root and a Debian mirror)
  asan            the default tests under AddressSanitizer and UBSan
  tsan            the core's tests under ThreadSanitizer
  fuzz            each fuzzer for a minute, by libFuzzer (clang)
  fuzz-gcc        the same for what GCC compiles, as what is shipped
  all             all of these

Examples: ./test.sh asan tsan        ./test.sh default -- -R core.event
END
}

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=scripts/setup.sh
. "$here/scripts/setup.sh"

every=(default locale interop lessons at-spi chaos packaging asan tsan fuzz fuzz-gcc clean-machine)
names=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit ;;
    --) shift; break ;;
    all) names+=("${every[@]}") ;;
    *)
      [[ " ${every[*]} " == *" $1 "* ]] || { say "There are no tests named '$1'."; usage >&2; exit 2; }
      names+=("$1")
      ;;
  esac
  shift
done
[ "${#names[@]}" -gt 0 ] || names=(default)

# run_tests NAME [CTEST-ARGUMENT...]: each NAME is a test preset; those without a build of their own test the release.
run_tests() {
  local name=$1 preset=release needs=(build)
  shift
  case $name in
    asan | fuzz-gcc) preset=$name ;;
    tsan | fuzz) preset=$name needs+=(clang) ;;
    default | locale | lessons | chaos) ;;
    *) needs+=("$name") ;;
  esac
  [ "$name" != clean-machine ] || [ "$(id -u)" = 0 ] ||
    fail "clean-machine makes a fresh system in a folder, which takes root: sudo ./test.sh clean-machine"
  install_missing "${needs[@]}"
  build "$preset"
  if [ "$name" = locale ]; then
    run_in_language de_DE "$@" && run_in_language vi_VN "$@"
  else
    (cd "$root" && ctest --preset "$name" "$@")
  fi
}

# run_in_language LANGUAGE [CTEST-ARGUMENT...]: the default tests under it.
run_in_language() {
  local language=$1
  shift
  say "In $language"
  "$root/scripts/make_locales.sh" "$root/build/locale" || return
  (cd "$root" && LOCPATH="$root/build/locale" LC_ALL="$language.UTF-8" ctest --preset default "$@")
}

failed=()
for name in "${names[@]}"; do
  say "Tests: $name"
  (run_tests "$name" "$@") || failed+=("$name")
done
[ "${#names[@]}" -le 1 ] || say "Ran: ${names[*]}. Failed: ${failed[*]:-none}."
[ "${#failed[@]}" -eq 0 ]
