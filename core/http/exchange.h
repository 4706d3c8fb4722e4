// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/tried.h"
#include "core/event/event.h"
#include "core/h2/frame.h"
#include "core/h2/headers.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::http2 {

class Balancer;
class Connection;
class Upstream;
class UpstreamGroup;

/// gRPC status codes that a balancer gives by itself
/// (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).
enum class GrpcStatus : std::uint8_t {
  ok = 0,
  cancelled = 1,
  unknown = 2,
  deadline_exceeded = 4,
  resource_exhausted = 8,
  internal = 13,
  unavailable = 14,
};

/// How a call lost its server before an answer.
enum class Loss : std::uint8_t {
  refused,        ///< the server has certainly not begun with it (RFC 9113 §8.7) and may be asked again
  not_connected,  ///< there was no connection, or none that the server had begun
  died,           ///< the connection ended; whether the server had begun is unknown
  junk,           ///< what came was no answer
  too_late,       ///< nothing came within `timeout server`
};

/// One call: a stream of a client joined to a stream of a server, or waiting for one. Passes on what each
/// side sends as far as the other takes it; tries other servers while nothing was answered; gives the answer
/// itself when there is no server. Made and used again by the Balancer. After a function that may end the
/// call, touch it no more.
class Exchange {
 public:
  explicit Exchange(Balancer& balancer) : balancer_(balancer) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// A client's request begins.
  void begin(Connection& downstream, StreamId stream, HeadersRef request, bool end);
  /// Picks its server, unless that was done: with its first DATA, or when all that was read together has been
  /// looked at. A call that its client takes back or spoils at once costs no server anything. False when it
  /// has ended with that.
  bool start();
  /// The connection to the picked server is there.
  void forwardOn(Upstream& upstream, StreamId stream);

  // What a side sends.
  /// @param flow_controlled bytes that count for the windows: with padding
  void data(Side from, std::string_view bytes, std::size_t flow_controlled, bool end);
  void headers(Side from, HeadersRef list, bool end);
  void reset(Side from, ErrorCode code);
  /// It broke the rules of its stream: both sides are told.
  void broken(Side by, ErrorCode code);
  /// False when the window would exceed its greatest value.
  bool changeWindow(Side receiver, std::int64_t by);
  void roomAt(Side receiver);
  bool awaitsRoomOf(const Connection& receiver) const;

  // What happens to connections.
  void clientGone();
  void serverGone(Loss loss, std::string_view why);
  /// We lacked what a connection to the picked server takes: nothing was asked of it.
  void noWayToServer();
  /// The balancer's own answer.
  void answer(GrpcStatus status, std::string_view message);
  void checkTime(std::int64_t now);

  // For those who pick and connect.
  const HeadersRef& request() const { return request_headers_; }
  const Tried& tried() const { return tried_; }
  Connection& downstream() const { return *downstream_; }
  StreamId stream() const { return downstream_stream_; }
  CallId call() const { return call_; }
  void pickedServer(NodeId server) { server_ = server; }
  StreamId streamAt(Side side) const {
    return side == Side::downstream ? downstream_stream_ : upstream_stream_;
  }
  NodeId server() const { return server_; }
  void waitFor(UpstreamGroup* group);  ///< null: for any server with room, or that we can connect to

 private:
  /// One direction: what its sender sent and its receiver has not taken.
  struct Flow {
    std::string held;
    std::size_t passed_of_held = 0;
    HeadersRef trailers;          ///< to be passed on after `held`
    std::int64_t window = 0;      ///< what the receiver allows
    std::int64_t allowance = 0;   ///< what the sender may still send
    std::int64_t untold = 0;      ///< taken by the receiver, not yet told to the sender
    std::int64_t announced = -1;  ///< content-length still to come, -1: not announced
    bool ended = false;           ///< the sender has finished
    bool passed = false;          ///< and all of it was passed on
    bool awaiting_room = false;

    std::string_view unpassed() const { return std::string_view(held).substr(passed_of_held); }
    void clear();
  };

  Flow& from(Side side) { return side == Side::downstream ? request_ : response_; }
  Connection* at(Side side) const;

  void push(Side sender);
  void pass(Side sender, std::string_view bytes, bool end);
  void took(Side sender, std::size_t bytes);
  void keepForReplay(std::string_view bytes);
  bool countLength(Flow& flow, std::size_t bytes, bool end);
  void responseHeaders(HeadersRef list, bool end);
  void endPassed(Side sender);
  void await(Side receiver, Flow& flow);
  bool retry(Loss loss);
  bool retryInsteadOf(const HeaderList& answer);
  void tryAgain();
  void cut(Side side, ErrorCode code);
  void leaveUpstream();
  void stopWaiting();
  void tell(Kind kind, std::uint8_t status = 0);
  void finish();

  Balancer& balancer_;
  Connection* downstream_ = nullptr;
  Upstream* upstream_ = nullptr;
  StreamId downstream_stream_ = 0;
  StreamId upstream_stream_ = 0;
  Flow request_;
  Flow response_;
  HeadersRef request_headers_;
  HeadersRef request_trailers_;
  std::string replay_;  ///< what was passed on of the request, while it may be needed again
  CallId call_ = 0;
  NodeId server_ = 0;
  UpstreamGroup* waiting_at_ = nullptr;
  std::int64_t active_at_ = 0;
  Tried tried_;
  std::uint8_t attempt_ = 1;
  std::uint8_t status_ = 0;         ///< gRPC status as far as it is known
  std::uint8_t informational_ = 0;  ///< answers 1xx that came
  bool started_ = false;
  bool waiting_ = false;
  bool replayable_ = true;
  bool answered_ = false;  ///< the first HEADERS of the response were passed on
};

}  // namespace switchyard::http2
