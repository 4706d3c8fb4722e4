# SPDX-License-Identifier: GPL-3.0-or-later
"""A Python gRPC server: the article's service (prints its name at each call) and the matrix.
   servers.py NAME PORT..."""
import concurrent.futures
import sys
import threading
import time

import grpc

import demo_pb2
import demo_pb2_grpc
import matrix_pb2
import matrix_pb2_grpc

FAILURE = "không tìm thấy: 100 %"
DETAIL = ("detail-bin", bytes(range(256)))


class Demo(demo_pb2_grpc.DemoServiceServicer):
    def SayHello(self, request, context):
        print(sys.argv[1], flush=True)
        return demo_pb2.HelloResponse(message="Hello " + request.name)


class Matrix(matrix_pb2_grpc.MatrixServicer):
    def __init__(self):
        self.lock = threading.Lock()
        self.open_talks = 0

    def Unary(self, request, context):
        echoed = [(key, value) for key, value in context.invocation_metadata() if key.startswith("x-")]
        context.send_initial_metadata(echoed)
        time.sleep(request.delay_ms / 1000)
        if request.status:
            context.set_trailing_metadata((DETAIL,))
            context.abort(list(grpc.StatusCode)[request.status], FAILURE)
        context.set_trailing_metadata([("x-trailing", "one"), ("x-trailing", "two")])
        payload = b"\x5a" * request.answer_bytes if request.answer_bytes else request.payload
        return matrix_pb2.Answer(payload=payload, count=len(request.payload))

    def Download(self, request, context):
        for number in range(request.count):
            yield matrix_pb2.Answer(payload=request.payload, count=number)

    def Upload(self, request_iterator, context):
        asks = list(request_iterator)
        return matrix_pb2.Answer(payload=b"".join(ask.payload for ask in asks), count=len(asks))

    def Talk(self, request_iterator, context):
        with self.lock:
            self.open_talks += 1
        context.add_callback(self.talk_ended)
        for number, ask in enumerate(request_iterator):
            yield matrix_pb2.Answer(payload=ask.payload, count=number)

    def talk_ended(self):
        with self.lock:
            self.open_talks -= 1

    def OpenTalks(self, request, context):
        return matrix_pb2.Answer(count=self.open_talks)


def main():
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(32), options=[("grpc.so_reuseport", 0)])
    demo_pb2_grpc.add_DemoServiceServicer_to_server(Demo(), server)
    matrix_pb2_grpc.add_MatrixServicer_to_server(Matrix(), server)
    for port in sys.argv[2:]:
        server.add_insecure_port("127.0.0.1:" + port)
    server.start()
    server.wait_for_termination()


main()
