# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python gRPC client.   client.py article|matrix HOST:PORT"""
import json
import sys
import time

import grpc

import demo_pb2
import demo_pb2_grpc
import matrix_pb2
import matrix_pb2_grpc

OPTIONS = [("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1)]


def article(target):
    """Three channels, one call each, as the article's client."""
    for _ in range(3):
        with grpc.insecure_channel(target, OPTIONS) as channel:
            answer = demo_pb2_grpc.DemoServiceStub(channel).SayHello(demo_pb2.HelloRequest(name="world"), timeout=20)
            print(answer.message)


def text(metadata):
    return sorted(f"{key}={value.hex() if isinstance(value, bytes) else value}" for key, value in metadata
                  if key.startswith("x-"))


class Cases:
    def __init__(self, target):
        self.stub = matrix_pb2_grpc.MatrixStub(grpc.insecure_channel(target, OPTIONS))

    def unary(self):
        return self.stub.Unary(matrix_pb2.Ask(payload=b"hello"), timeout=20).payload.decode()

    def server_streaming(self):
        return [answer.count for answer in self.stub.Download(matrix_pb2.Ask(count=20), timeout=20)]

    def client_streaming(self):
        asks = (matrix_pb2.Ask(payload=b"%d" % number) for number in range(10))
        answer = self.stub.Upload(asks, timeout=20)
        return [answer.count, answer.payload.decode()]

    def bidirectional(self):
        asks = (matrix_pb2.Ask(payload=b"%d" % number) for number in range(10))
        return [answer.payload.decode() for answer in self.stub.Talk(asks, timeout=20)]

    def deadline(self):
        began = time.monotonic()
        try:
            self.stub.Unary(matrix_pb2.Ask(delay_ms=3000), timeout=0.3)
        except grpc.RpcError as error:
            return [error.code().name, "in time" if time.monotonic() - began < 2 else "late"]

    def cancellation(self):
        def silence():
            yield matrix_pb2.Ask(payload=b"first")
            time.sleep(2)
        call = self.stub.Talk(silence(), timeout=20)
        next(call)
        opened = self.stub.OpenTalks(matrix_pb2.Ask(), timeout=20).count
        call.cancel()
        for _ in range(100):
            left = self.stub.OpenTalks(matrix_pb2.Ask(), timeout=20).count
            if left == 0:
                break
            time.sleep(0.05)
        return [call.code().name, opened, left]

    def large_messages(self):
        size = 4_000_000
        answer = self.stub.Unary(matrix_pb2.Ask(payload=b"\xa5" * size, answer_bytes=size), timeout=20)
        return [answer.count, len(answer.payload), answer.payload == b"\x5a" * size]

    def metadata(self):
        sent = (("x-word", "one"), ("x-word", "two"), ("x-bytes-bin", bytes([0, 255, 10, 13, 61])))
        answer, call = self.stub.Unary.with_call(matrix_pb2.Ask(), metadata=sent, timeout=20)
        return [text(call.initial_metadata()), text(call.trailing_metadata())]

    def error_status(self):
        try:
            self.stub.Unary(matrix_pb2.Ask(status=5), timeout=20)
        except grpc.RpcError as error:
            detail = dict(error.trailing_metadata())["detail-bin"]
            return [error.code().name, error.details(), detail == bytes(range(256))]


def matrix(target):
    cases = Cases(target)
    results = {}
    for name in ("unary", "server_streaming", "client_streaming", "bidirectional", "deadline", "cancellation",
                 "large_messages", "metadata", "error_status"):
        try:
            results[name] = getattr(cases, name)()
        except grpc.RpcError as error:
            results[name] = f"{error.code().name}: {error.details()}"
    print(json.dumps(results))


{"article": article, "matrix": matrix}[sys.argv[1]](sys.argv[2])
