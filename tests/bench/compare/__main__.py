# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures switchyard-proxy beside other proxies, in turn within each repeat, and prints medians and ratios."""
import argparse
import os
import statistics
import sys

from measurements import MEASUREMENTS, MORE_IS_BETTER, Bench
from proxies import CONTENDERS, missing


def arguments():
    parser = argparse.ArgumentParser(
        prog="compare.sh", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        epilog="The proxy has one core for itself; load and servers share another.")
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="one repeat of one second, no callgrind: under two minutes")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="how long each load lasts")
    parser.add_argument("--mode", choices=["tcp", "http", "all"], default="all")
    parser.add_argument("--only", nargs="+", choices=list(MEASUREMENTS), default=list(MEASUREMENTS), metavar="NAME",
                        help="measurements: " + ", ".join(MEASUREMENTS))
    parser.add_argument("--without", nargs="+", default=[], metavar="CONTENDER",
                        help="leave out: " + ", ".join(one.name for one in CONTENDERS))
    options = parser.parse_args()
    if options.quick:
        options.repeats, options.seconds = 1, 1
        options.only = [name for name in options.only if name != "instructions"]
    return options


def measure(bench, options):
    """{measurement: {contender: {figure: [values]}}}; contenders that fail are said and left out."""
    contenders = [one for one in CONTENDERS
                  if options.mode in ("all", one.mode) or one.mode == "direct"]
    contenders = [one for one in contenders if one.name not in options.without]
    results = {name: {one.name: {} for one in contenders} for name in options.only}
    broken = {}
    for repeat in range(options.repeats):
        for name in options.only:
            for contender in contenders:
                if (name, contender.name) in broken:
                    continue
                try:
                    figures = MEASUREMENTS[name][1](bench, contender)
                except (RuntimeError, OSError) as failure:
                    broken[name, contender.name] = str(failure)
                    continue
                for figure, value in figures.items():
                    results[name][contender.name].setdefault(figure, []).append(value)
        print(f"repeat {repeat + 1} of {options.repeats} done", file=sys.stderr)
    for (name, contender), why in broken.items():
        print(f"{contender}, {name}: {why}", file=sys.stderr)
    return results


def best_peer(figure, rows):
    """The best of the others in our contender's own mode."""
    return (max if figure in MORE_IS_BETTER else min)(rows, default=None)


def report(title, rows):
    figures = list(dict.fromkeys(figure for row in rows.values() for figure in row))
    if not figures:
        return
    medians = {name: {figure: statistics.median(values) for figure, values in row.items()} for name, row in rows.items()}
    modes = {one.name: one for one in CONTENDERS}
    print(f"\n{title}\n{'':<26}" + "".join(f"{figure:>30}" for figure in figures))
    for name, row in medians.items():
        if not row:
            continue
        line = f"{name:<26}"
        for figure in figures:
            if figure not in row:
                line += f"{'':>30}"
                continue
            peers = [other[figure] for other_name, other in medians.items()
                     if figure in other and modes[other_name].mode == modes[name].mode and not modes[other_name].ours]
            best = best_peer(figure, peers) if modes[name].ours else None
            ratio = f" ({row[figure] / best:.2f} × best)" if best else ""
            line += f"{row[figure]:>{30 - len(ratio)},.{0 if row[figure] >= 100 else 2}f}{ratio}"
        print(line)
    direct = medians.get("direct", {})
    if "p50 µs" in direct:
        added = {name: row["p50 µs"] - direct["p50 µs"] for name, row in medians.items()
                 if name != "direct" and "p50 µs" in row}
        print("added p50 µs: " + ", ".join(f"{name} {value:.1f}" for name, value in added.items()))


def main():
    options = arguments()
    if missing():
        sys.exit("Not installed: " + " ".join(missing()) + ". tests/bench/compare.sh installs them.")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        sys.exit("This takes two cores: one for the proxy, one for load and servers.")
    bench = Bench(options.bin, proxy_core=cores[-1], load_core=cores[-2], seconds=options.seconds)
    results = measure(bench, options)
    print(f"Medians of {options.repeats}, {options.seconds:g} s each; ratios to the best peer of the same mode.")
    for name in options.only:
        report(MEASUREMENTS[name][0], results[name])


main()
