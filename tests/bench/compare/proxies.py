# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxies under test, each as the twin of one configuration: three servers, round robin, one thread."""
import dataclasses
import pathlib
import shutil
import signal
import socket
import subprocess
import time

SERVERS = 3


def free_ports(count):
    """Ports of 127.0.0.1 on which nobody listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@dataclasses.dataclass
class Place:
    """Where one run happens: its folder, the proxy's port and the servers' ports."""
    folder: pathlib.Path
    programs: pathlib.Path
    port: int
    servers: list

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return str(path)


def haproxy_cfg(place, mode):
    h2 = " proto h2" if mode == "http" else ""
    lines = [
        "global", "  maxconn 8000", "defaults", f"  mode {mode}", "  timeout connect 10s", "  timeout client 60s",
        "  timeout server 60s", "frontend bench", f"  bind 127.0.0.1:{place.port}{h2}", "  default_backend servers",
        "backend servers", "  balance roundrobin"]
    lines += [f"  server s{number} 127.0.0.1:{port}{h2}" for number, port in enumerate(place.servers)]
    return "\n".join(lines) + "\n"


def switchyard(place, mode, program="switchyard-proxy"):
    return [str(place.programs / program), "-f", place.write("bench.cfg", haproxy_cfg(place, mode))]


def haproxy(place, mode):
    one_thread = haproxy_cfg(place, mode).replace("global\n", "global\n  nbthread 1\n  tune.maxaccept 64\n")
    return ["haproxy", "-db", "-f", place.write("haproxy.cfg", one_thread)]


NGINX = """daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
{module}
events {{ worker_connections 20000; }}
"""


def nginx(place, mode):
    upstreams = " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in place.servers)  # asked before they listen
    if mode == "tcp":
        head = NGINX.format(folder=place.folder, module="load_module /usr/lib/nginx/modules/ngx_stream_module.so;")
        body = (f"stream {{ upstream servers {{ {upstreams} }} server {{ listen 127.0.0.1:{place.port} backlog=4096; "
                "proxy_pass servers; proxy_connect_timeout 10s; proxy_timeout 60s; } }\n")
    else:
        head = NGINX.format(folder=place.folder, module="")
        folders = " ".join(f"{name}_temp_path {place.folder}/{name};"
                           for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        body = (f"http {{ access_log off; {folders} upstream servers {{ {upstreams} keepalive 1024; "
                "keepalive_requests 1000000000; } "
                f"server {{ listen 127.0.0.1:{place.port} http2 backlog=4096; keepalive_requests 1000000000; "
                "http2_max_concurrent_streams 1000; location / { grpc_pass grpc://servers; } } }\n")
    return ["nginx", "-p", str(place.folder), "-e", str(place.folder / "nginx.log"), "-c",
            place.write("nginx.conf", head + body)]


def nghttpx(place, _mode):
    return (["nghttpx", "--conf=/dev/null", "--single-process", "--workers=1", f"--frontend=127.0.0.1,{place.port};no-tls",
             "--log-level=FATAL", "--accesslog-file=/dev/null", f"--errorlog-file={place.folder}/nghttpx.log",
             "--backlog=4096"]
            + [f"--backend=127.0.0.1,{port};;proto=h2" for port in place.servers])


@dataclasses.dataclass
class Contender:
    name: str
    mode: str  # "direct", "tcp" or "http"
    command: object = None  # (Place, mode) -> words
    ours: bool = False
    main_thread_only: bool = False  # the others only carry events away


CONTENDERS = [
    Contender("direct", "direct"),
    Contender("switchyard tcp", "tcp", switchyard, ours=True),
    Contender("switchyard tcp, traced", "tcp", lambda place, mode: switchyard(place, mode, "bench_traced_proxy"),
              ours=True, main_thread_only=True),
    Contender("HAProxy tcp", "tcp", haproxy),
    Contender("nginx stream", "tcp", nginx),
    Contender("switchyard http", "http", switchyard, ours=True),
    Contender("switchyard http, traced", "http", lambda place, mode: switchyard(place, mode, "bench_traced_proxy"),
              ours=True, main_thread_only=True),
    Contender("HAProxy http", "http", haproxy),
    Contender("nginx grpc", "http", nginx),
    Contender("nghttpx", "http", nghttpx),
]


class Running:
    """A proxy that listens; ended on exit from the `with`."""

    def __init__(self, contender, place, core, wrapper=()):
        self.contender = contender
        self.place = place
        self.command = ["taskset", "-c", str(core), *wrapper, *contender.command(place, contender.mode)]

    def __enter__(self):
        self.log = open(self.place.folder / "proxy.log", "wb")
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.place.port), timeout=1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.__exit__()
        raise RuntimeError(f"{self.contender.name} does not listen: "
                           + (self.place.folder / "proxy.log").read_text(errors="replace")[-500:])

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def cpu_seconds(self):
        """Time on a processor so far, user and system, to the nanosecond."""
        return self.scheduled()[0]

    def scheduled(self):
        """Seconds on a processor so far, and seconds of waiting for one (proc(5), schedstat)."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        threads = [tasks / str(self.process.pid)] if self.contender.main_thread_only else list(tasks.iterdir())
        each = [list(map(int, (thread / "schedstat").read_text().split())) for thread in threads]
        return sum(one[0] for one in each) / 1e9, sum(one[1] for one in each) / 1e9

    def resident_bytes(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0


def missing():
    """Programs that are not installed."""
    return [name for name in ("haproxy", "nginx", "nghttpx", "taskset", "valgrind") if not shutil.which(name)]
