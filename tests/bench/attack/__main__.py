# SPDX-License-Identifier: GPL-3.0-or-later
"""One attacker beside clients that keep the rules, for our proxy and three others in turn: what the proxy's processor time is
for each second of the attacker's, and how long the others' calls take."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "compare"))
from proxies import CONTENDERS, SERVERS, Place, Running, free_ports, missing  # noqa: E402

ATTACKS = ["rapid-reset", "window-zero", "window-overflow", "data-after-end", "content-length", "settings", "ping", "priority"]
PROXIES = ["switchyard http", "HAProxy http", "nginx grpc", "nghttpx"]
GOOD_RATE, GOOD_CONNECTIONS = 200, 4  # calls a second of those who keep the rules
QUIET = 0.05  # of the time that a proxy may wait for a core that should be its own


def arguments():
    parser = argparse.ArgumentParser(prog="attack.sh", description=__doc__,
                                     formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--bin", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="how long each attack lasts")
    parser.add_argument("--only", nargs="+", choices=ATTACKS, default=ATTACKS, metavar="ATTACK", help=", ".join(ATTACKS))
    return parser.parse_args()


def attack(programs, contender, name, seconds, proxy_core, load_core):
    """Processor time of proxy and attacker, and the calls of the others, of one attack."""
    with tempfile.TemporaryDirectory(prefix="switchyard-attack.") as folder:
        port, *servers = free_ports(1 + SERVERS)
        place = Place(pathlib.Path(folder), programs, port, servers)
        on_load_core = ["taskset", "-c", str(load_core)]
        with Running(contender, place, proxy_core) as proxy:
            good = subprocess.Popen(
                [*on_load_core, programs / "bench_load", "--serve", ",".join(map(str, servers)), "--target", str(port),
                 "--connections", str(GOOD_CONNECTIONS), "--rate", str(GOOD_RATE), "--seconds", str(seconds + 0.5)],
                stdout=subprocess.PIPE, text=True)
            before = proxy.scheduled()
            # Below the others: it takes the time that they leave.
            bad = subprocess.run(["nice", "-n", "10", *on_load_core, programs / "bench_attack", name, str(port), str(seconds)],
                                 stdout=subprocess.PIPE, text=True, check=True)
            proxy_cpu, waited = (now - then for now, then in zip(proxy.scheduled(), before))
            calls, _ = good.communicate()
    attacker = json.loads(bad.stdout)
    calls = json.loads(calls) if calls else {"calls": 0, "failed": 0, "p99_us": float("nan")}
    return {"ratio": proxy_cpu / attacker["cpu_s"], "p99": calls["p99_us"] / 1000, "failed": calls["failed"],
            "lost": max(0, GOOD_RATE * seconds * 0.9 - calls["calls"]), "waited": waited / seconds}


def report(results):
    print(f"{'proxy / attacker CPU':<18}" + "".join(f"{name:>34}" for name in PROXIES))
    for name, row in results.items():
        line = f"{name:<18}"
        worst = max(statistics.median(one["ratio"] for one in row[proxy]) for proxy in PROXIES if row[proxy])
        for proxy in PROXIES:
            middle = {key: statistics.median(one[key] for one in row[proxy]) for key in row[proxy][0]}
            mark = " worst" if middle["ratio"] == worst else ""
            wrong = f", {middle['failed']:.0f} failed" if middle["failed"] else ""
            slow = ", calls lost" if middle["lost"] else ""
            line += f"{middle['ratio']:.2f}{mark} (p99 {middle['p99']:.1f} ms{wrong}{slow})".rjust(34)
        print(line)
    waited = max(one["waited"] for row in results.values() for runs in row.values() for one in runs)
    if waited > QUIET:
        print(f"The machine was not quiet: a proxy waited {waited:.0%} of the time for its core, which adds to p99.")


def main():
    options = arguments()
    if missing():
        sys.exit("Not installed: " + " ".join(missing()) + ". tests/bench/attack.sh installs them.")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        sys.exit("This takes two cores: one for the proxy, one for attacker, clients and servers.")
    contenders = {one.name: one for one in CONTENDERS}
    results = {name: {proxy: [] for proxy in PROXIES} for name in options.only}
    for repeat in range(options.repeats):
        for name in options.only:
            for proxy in PROXIES:
                results[name][proxy].append(attack(pathlib.Path(options.bin), contenders[proxy], name, options.seconds,
                                                   cores[-1], cores[-2]))
        print(f"repeat {repeat + 1} of {options.repeats} done", file=sys.stderr)
    print(f"Medians of {options.repeats}, {options.seconds:g} s each, beside {GOOD_RATE} calls/s over {GOOD_CONNECTIONS} connections.")
    report(results)


main()
