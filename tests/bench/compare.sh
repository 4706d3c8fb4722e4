#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The balancer beside HAProxy, nginx and nghttpx: installs what is missing, builds, measures, prints a table.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=../../scripts/setup.sh
. "$here/../../scripts/setup.sh"

if [[ " $* " != *" -h "* && " $* " != *" --help "* ]]; then
  install_missing build bench
  build release switchyard-proxy bench_load bench_traced_proxy
fi
exec /usr/bin/python3 "$here/compare" --bin "$root/build/release/bin" "$@"
