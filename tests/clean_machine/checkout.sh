#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: checkout.sh WORK-FOLDER SOURCE-TREE RELEASE. A bare Debian (bookworm, trixie) and a checkout: ./run.sh and
# ./test.sh do the rest.
set -euo pipefail
work=$1 source=$2 release=$3
# shellcheck source=tests/clean_machine/machine.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/machine.sh"

new_machine checkout
mkdir "$machine/switchyard"
git -c safe.directory='*' -C "$source" archive HEAD | tar -C "$machine/switchyard" -xf -

say "./run.sh"
inside /switchyard/run.sh
must_be_the_board "$machine/switchyard/build/article-board.png"
must_be_the_articles_result "$machine/switchyard/build/article.json"
cp -- "$machine/switchyard/build/article-board.png" "$work/$release-board.png"

say "./run.sh once more: it starts working within seconds"
begin=$SECONDS
inside /switchyard/run.sh
[ $((SECONDS - begin)) -le 30 ] || fail "the second run took $((SECONDS - begin)) s"

say "./test.sh"
inside /switchyard/test.sh
