#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What one attacker costs the balancer, HAProxy, nginx and nghttpx, and the others who call: a table.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=../../scripts/setup.sh
. "$here/../../scripts/setup.sh"

if [[ " $* " != *" -h "* && " $* " != *" --help "* ]]; then
  install_missing build bench
  build release switchyard-proxy bench_load bench_attack
fi
exec /usr/bin/python3 "$here/attack" --bin "$root/build/release/bin" "$@"
