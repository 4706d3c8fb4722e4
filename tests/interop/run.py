# SPDX-License-Identifier: GPL-3.0-or-later
"""gRPC peers of other languages through the balancer.

   run.py article: the article's experiment with a C++, a Python and a Go server, called by each language.
   run.py matrix:  what gRPC can do, from each language, through each mode of the balancer, compared with a direct connection.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 120  # seconds, for one client to end
OUTCOMES = {  # what a direct connection must give, so that two equal failures are no success
    "unary": "hello",
    "server_streaming": list(range(20)),
    "client_streaming": [10, "0123456789"],
    "bidirectional": [str(number) for number in range(10)],
    "deadline": ["DEADLINE_EXCEEDED", "in time"],
    "cancellation": ["CANCELLED", 1, 0],
    "large_messages": [4000000, 4000000, True],
    "metadata": [["x-bytes-bin=00ff0a0d3d", "x-word=one", "x-word=two"], ["x-trailing=one", "x-trailing=two"]],
    "error_status": ["NOT_FOUND", "không tìm thấy: 100 %", True],
}


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def missing():
    """What is not installed, of what scripts/packages.sh names for [interop] and [build]."""
    tools = [tool for tool in ("protoc", "grpc_python_plugin", "grpc_cpp_plugin", "g++", "ccache", "go", "protoc-gen-go", "node", "npm") if not shutil.which(tool)]
    python = subprocess.run(["/usr/bin/python3", "-c", "import grpc, google.protobuf"], stderr=subprocess.DEVNULL)
    go = [] if pathlib.Path("/usr/share/gocode/src/google.golang.org/grpc").exists() else ["golang-google-grpc-dev"]
    return tools + go + (["python3-grpcio"] if python.returncode != 0 else [])


def await_port(port, process):
    for _ in range(400):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"Nobody listens on port {port}: {' '.join(process.args)}")


class Peers:
    """The programs of each language, built into a folder, and how to start them."""

    def __init__(self, programs, work):
        self.programs = pathlib.Path(programs).resolve()
        self.work = pathlib.Path(work).resolve()
        self.protos = {"demo": HERE.parent.parent / "proto/dnt/demo.proto", "matrix": HERE / "matrix.proto"}

    def build(self):
        self.work.mkdir(parents=True, exist_ok=True)
        python, go = self.work / "python", self.work / "go/src"
        for folder in (python, go):
            folder.mkdir(parents=True, exist_ok=True)
        for proto in self.protos.values():
            self.run("protoc", f"-I{proto.parent}", f"--python_out={python}", f"--grpc_python_out={python}",
                     f"--plugin=protoc-gen-grpc_python={shutil.which('grpc_python_plugin')}", proto)
            self.run("protoc", f"-I{proto.parent}", f"--go_out=plugins=grpc:{go}", proto)
        for name in ("article_server", "article_client", "matrix_client"):
            self.run("go", "build", "-o", self.work / name, HERE / "go" / name / "main.go", GO111MODULE="off",
                     GOPATH=f"{self.work}/go:/usr/share/gocode", GOCACHE=f"{self.work}/go-cache", GOFLAGS="-p=2")
        self.build_cpp()
        node = self.work / "node"
        if not (node / "node_modules").exists():
            node.mkdir(exist_ok=True)
            for file in ("package.json", "package-lock.json"):
                shutil.copy(HERE / "node" / file, node)
            self.run("npm", "ci", "--no-audit", "--no-fund", "--silent", folder=node)

    def build_cpp(self):
        folder = self.work / "cpp"
        folder.mkdir(exist_ok=True)
        proto = self.protos["matrix"]
        self.run("protoc", f"-I{proto.parent}", f"--cpp_out={folder}", f"--grpc_out={folder}",
                 f"--plugin=protoc-gen-grpc={shutil.which('grpc_cpp_plugin')}", proto)
        flags, libraries = (subprocess.check_output(["pkg-config", what, "grpc++", "protobuf"], text=True).split()
                            for what in ("--cflags", "--libs"))
        objects = []
        for source in (HERE / "cpp/client.cpp", folder / "matrix.pb.cc", folder / "matrix.grpc.pb.cc"):
            objects.append(folder / f"{source.stem}.o")
            self.run("ccache", "g++", "-std=c++20", "-O1", f"-I{folder}", *flags, "-c", source, "-o", objects[-1])
        self.run("g++", *objects, *libraries, "-o", folder / "client")

    @staticmethod
    def run(*words, folder=None, **environment):
        subprocess.run(list(map(str, words)), check=True, cwd=folder, env={**os.environ, **environment})

    def python(self, script, *words):
        return ["env", f"PYTHONPATH={self.work}/python", "/usr/bin/python3", str(HERE / "python" / script), *words]

    def node(self, what, target):
        proto = self.protos["demo" if what == "article" else "matrix"]
        return ["env", f"NODE_MODULES={self.work}/node/", "node", str(HERE / "node/client.js"), what, target, str(proto)]

    def clients(self, what, target):
        """{language: words} of the clients of `what`."""
        cpp = {"C++": [str(self.work / "cpp/client"), target]} if what == "matrix" else {}
        return {**cpp, "Go": [str(self.work / f"{what}_client"), target], "Python": self.python("client.py", what, target),
                "Node": self.node(what, target)}

    def proxy(self, name, configuration):
        file = self.work / f"{name}.cfg"
        file.write_text(configuration)
        return [str(self.programs / "switchyard-proxy"), "-f", str(file)]


@contextlib.contextmanager
def running(words, *ports, output=subprocess.DEVNULL):
    process = subprocess.Popen(words, stdout=output, stderr=subprocess.DEVNULL, text=True)
    try:
        for port in ports:
            await_port(port, process)
        yield process
    finally:
        process.kill()
        process.wait()


def output_of(words):
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
    return done.stdout


def article_configuration(listen, servers):
    """The article's own file on other ports."""
    text = (HERE.parent.parent / "resources/scenarios/article.cfg").read_text()
    for old, new in zip((50051, 50052, 50053), servers):
        text = text.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
    return text.replace("*:8443", f"127.0.0.1:{listen}")


def article(peers):
    """Three calls of each language through `switchyard-proxy -f`; each call of a client reaches another server."""
    listen, first, second, third = free_ports(4)
    said = peers.work / "servers.txt"
    with contextlib.ExitStack() as stack:
        words = stack.enter_context(open(said, "w"))
        stack.enter_context(running([str(peers.programs / "switchyard-node"), "serve", "--listen", f"127.0.0.1:{first}",
                                     "--name", "srv01"], first))
        stack.enter_context(running(peers.python("servers.py", "srv02", str(second)), second, output=words))
        stack.enter_context(running([str(peers.work / "article_server"), "srv03", str(third)], third, output=words))
        stack.enter_context(running(peers.proxy("article", article_configuration(listen, (first, second, third))), listen))
        # await_port's own connection has taken a turn of the round robin; three in a row still reach all three.
        clients = peers.clients("article", f"127.0.0.1:{listen}")
        good = True
        for language, command in clients.items():
            answers = output_of(command).split("\n")[:-1]
            print(f"{language:<8}{', '.join(answers)}")
            good &= answers == ["Hello world"] * 3
        calls = said.read_text().split()
    for server in ("srv02", "srv03"):
        print(f"{server} answered {calls.count(server)} of {3 * len(clients)} calls")
        good &= calls.count(server) == len(clients)
    return good


def http_configuration(listen, servers):
    lines = ["defaults", "  mode http", "  timeout connect 10s", "  timeout client 60s", "  timeout server 60s",
             "listen matrix", f"  bind 127.0.0.1:{listen} proto h2", "  balance roundrobin"]
    return "\n".join(lines + [f"  server s{port} 127.0.0.1:{port} proto h2" for port in servers]) + "\n"


def same_as_direct(direct, other):
    return {case: "same" if other.get(case) == outcome else str(other.get(case)) for case, outcome in direct.items()}


def matrix(peers, modes):
    """{language: {path: {case: result}}}, printed as one table."""
    tcp, http, *servers = free_ports(5)
    targets = {"direct": servers[0]}
    good = True
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(peers.python("servers.py", "matrix", *map(str, servers)), *servers))
        if "tcp" in modes:
            configuration = http_configuration(tcp, servers).replace(" proto h2", "").replace("mode http", "mode tcp")
            stack.enter_context(running(peers.proxy("tcp", configuration), tcp))
            targets["tcp"] = tcp
        if "http" in modes:
            stack.enter_context(running(peers.proxy("http", http_configuration(http, servers)), http))
            targets["http"] = http
        print(f"{'':<10}{'':<20}{'direct':<12}" + "".join(f"mode {mode:<12}" for mode in targets if mode != "direct"))
        results = {path: {language: json.loads(output_of(command) or "{}")
                          for language, command in peers.clients("matrix", f"127.0.0.1:{port}").items()}
                   for path, port in targets.items()}
    for language, direct in results["direct"].items():
        for case, expected in OUTCOMES.items():
            as_expected = direct.get(case) == expected
            line = f"{language:<10}{case:<20}{'as expected' if as_expected else str(direct.get(case)):<12}"
            good &= as_expected
            for path in targets:
                if path == "direct":
                    continue
                outcome = same_as_direct(direct, results[path][language]).get(case, "no answer")
                line += f"{outcome:<17}"
                good &= outcome == "same"
            print(line)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["article", "matrix"])
    parser.add_argument("--bin", required=True, help="folder of switchyard-proxy and switchyard-node")
    parser.add_argument("--work", required=True, help="folder for what is built here")
    parser.add_argument("--modes", nargs="*", default=["tcp", "http"], help="of the balancer, for the matrix")
    options = parser.parse_args()
    if missing():
        sys.exit("Not installed: " + ", ".join(missing()) + ". ./test.sh interop installs what it needs.")
    peers = Peers(options.bin, options.work)
    peers.build()
    good = article(peers) if options.what == "article" else matrix(peers, options.modes)
    sys.exit(0 if good else 1)


main()
