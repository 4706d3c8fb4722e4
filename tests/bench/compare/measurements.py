# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured. Each measurement runs one contender once and returns its figures by name."""
import json
import pathlib
import re
import subprocess
import tempfile

from proxies import SERVERS, Place, Running, free_ports

HELD_CONNECTIONS = 2000
PACED_RATE = 2000  # calls a second
PACED_CONNECTIONS = 16
LARGE_ANSWER = 1 << 20
CALLGRIND_CALLS = 1000


class Bench:
    def __init__(self, programs, proxy_core, load_core, seconds):
        self.programs = pathlib.Path(programs)
        self.proxy_core = proxy_core
        self.load_core = load_core
        self.seconds = seconds

    def load(self, place, port, *options):
        """Starts load and servers, which are one process."""
        servers = ",".join(map(str, place.servers))
        return subprocess.Popen(["taskset", "-c", str(self.load_core), str(self.programs / "bench_load"), "--serve", servers,
                                 "--target", str(port), *map(str, options)], stdout=subprocess.PIPE, text=True)

    def run(self, contender, *options, wrapper=()):
        """One load through one contender: what the load says, and what it cost the proxy."""
        with tempfile.TemporaryDirectory(prefix="switchyard-bench.") as folder:
            port, *servers = free_ports(1 + SERVERS)
            place = Place(pathlib.Path(folder), self.programs, port, servers)
            if contender.command is None:
                return result_of(self.load(place, servers[0], *options))
            with Running(contender, place, self.proxy_core, wrapper) as proxy:
                before = proxy.cpu_seconds()
                result = result_of(self.load(place, port, *options))
                result["cpu_s"] = proxy.cpu_seconds() - before
            result["proxy_log"] = (place.folder / "proxy.log").read_text(errors="replace")
            return result


def result_of(load):
    text, _ = load.communicate()
    if not text:
        raise RuntimeError("the load ended without a result")
    result = json.loads(text)
    if result["calls"] == 0:
        raise RuntimeError("no call was answered")
    if result["failed"] > 0:
        raise RuntimeError(f"{result['failed']} of {result['calls']} calls failed")
    return result


def calls(bench, contender, connections, streams):
    result = bench.run(contender, "--connections", connections, "--streams", streams, "--seconds", bench.seconds)
    figures = {"calls/s": result["calls_per_s"], "p50 µs": result["p50_us"], "p99 µs": result["p99_us"]}
    if "cpu_s" in result:
        figures["CPU µs/call"] = result["cpu_s"] / result["calls"] * 1e6
    return figures


def large_answers(bench, contender):
    result = bench.run(contender, "--connections", 4, "--streams", 2, "--answer", LARGE_ANSWER, "--seconds", bench.seconds)
    figures = {"MB/s": result["mb_per_s"]}
    if "cpu_s" in result:
        figures["CPU µs/MiB"] = result["cpu_s"] / (result["mb_per_s"] * result["seconds"] * 1e6 / 2**20) * 1e6
    return figures


def connections(bench, contender):
    result = bench.run(contender, "--connections", 10, "--reconnect", "--seconds", bench.seconds)
    figures = {"connections/s": result["calls_per_s"]}
    if "cpu_s" in result:
        figures["CPU µs/connection"] = result["cpu_s"] / result["calls"] * 1e6
    return figures


def paced(bench, contender):
    result = bench.run(contender, "--connections", PACED_CONNECTIONS, "--rate", PACED_RATE, "--seconds", bench.seconds)
    figures = {"p50 µs": result["p50_us"], "p99 µs": result["p99_us"]}
    if "cpu_s" in result:
        figures["CPU µs/call"] = result["cpu_s"] / result["calls"] * 1e6
    return figures


def idle_connections(bench, contender):
    if contender.command is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="switchyard-bench.") as folder:
        port, *servers = free_ports(1 + SERVERS)
        place = Place(pathlib.Path(folder), bench.programs, port, servers)
        with Running(contender, place, bench.proxy_core) as proxy:
            before = proxy.resident_bytes()
            with bench.load(place, port, "--connections", HELD_CONNECTIONS, "--hold", 1) as load:
                if load.stdout.readline().strip() != "held":
                    raise RuntimeError("the connections were not all served")
                grown = proxy.resident_bytes() - before
                load.terminate()
    return {"bytes/connection": grown / HELD_CONNECTIONS}


def instructions(bench, contender):
    """User instructions a call: what further calls cost, start and end left out."""
    if contender.command is None or contender.main_thread_only:
        return {}
    totals = []
    for count in (CALLGRIND_CALLS, 3 * CALLGRIND_CALLS):
        result = bench.run(contender, "--connections", 10, "--streams", 10, "--calls", count,
                           wrapper=("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"))
        totals.append((result["calls"], int(re.search(r"Collected : (\d+)", result["proxy_log"]).group(1))))
    (few, cost_few), (many, cost_many) = totals
    return {"instructions/call": (cost_many - cost_few) / (many - few)}


# name: (title, measurement, figures in which more is better, the figure by which contenders are compared)
MEASUREMENTS = {
    "10x10": ("10 connections × 10 streams", lambda bench, one: calls(bench, one, 10, 10)),
    "100x10": ("100 connections × 10 streams", lambda bench, one: calls(bench, one, 100, 10)),
    "large": ("answers of 1 MiB, 4 connections × 2 streams", large_answers),
    "connections": ("a new connection for each call, 10 at once", connections),
    "paced": (f"{PACED_RATE} calls/s over {PACED_CONNECTIONS} connections", paced),
    "idle": (f"{HELD_CONNECTIONS} idle connections", idle_connections),
    "instructions": ("user instructions (callgrind), 10 × 10", instructions),
}
MORE_IS_BETTER = {"calls/s", "MB/s", "connections/s"}
