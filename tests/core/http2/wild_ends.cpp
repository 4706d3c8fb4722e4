// SPDX-License-Identifier: GPL-3.0-or-later
// What clients and servers do differently.
#include "tests/core/http2/wild_peer.h"

namespace switchyard::http2_test {

using namespace http2;

namespace {

constexpr const char* kLabel = "label";  // metadata in both directions

}  // namespace

WildClient::WildClient(SocketFd socket, std::uint16_t number, Random& random, Findings& findings)
    : WildPeer(std::move(socket), Label::Direction::request, random, findings), number_(number) {
  begin(std::string(kPreface));
}

void WildClient::call() {
  constexpr std::size_t kMostCalls = 30;
  if (leaving_ || openStreams() >= kMostCalls) return;
  const Label label{.client = number_, .stream = next_};
  next_ += 2;
  auto& stream = add(label.stream, label);
  stream.sending = true;
  stream.to_send = bodySize();
  sendHeaders(label.stream,
              {{":method", "POST"},
               {":scheme", "http"},
               {":path", label.path()},
               {":authority", "test"},
               {"content-type", "application/grpc"},
               {"te", "trailers"},
               {kLabel, label.text()}},
              false);
}

void WildClient::sendEnd(StreamId id) {
  putFrameHeader(unsent_, FrameType::data, kEndStream, id, 0);
}

/// Answers that the balancer gives by itself have no label.
void WildClient::onHeaders(StreamId id, const HeaderList& list, bool end) {
  const auto* label = list.find(kLabel);
  const auto own = find(id)->label.text();
  if (label != nullptr && *label != own) foreign(own + " got the metadata of " + std::string(*label));
  received(id, end);
}

void WildClient::onWhole(const Stream&) {
  ++findings_.whole_answers;
}

WildServer::WildServer(SocketFd socket, Random& random, Findings& findings)
    : WildPeer(std::move(socket), Label::Direction::answer, random, findings) {
  preface_is_due_ = true;
  begin({});
}

void WildServer::onHeaders(StreamId id, const HeaderList& list, bool end) {
  last_ = std::max(last_, id);
  const auto label = Label::fromPath(list.path());
  const auto* told = list.find(kLabel);
  if (!label || told == nullptr || *told != label->text())
    return foreign("a request for " + std::string(list.path()) + " has the metadata of " +
                   (told == nullptr ? "nobody" : std::string(*told)));
  add(id, *label);
  received(id, end);
}

void WildServer::onWhole(const Stream&) {
  ++findings_.whole_requests;
}

void WildServer::answer() {
  for (auto& [id, stream] : streams_) {
    if (stream.sending) continue;
    stream.sending = true;
    stream.to_send = bodySize();
    sendHeaders(id, {{":status", "200"}, {"content-type", "application/grpc"}, {kLabel, stream.label.text()}},
                false);
  }
  flush();
}

void WildServer::sendEnd(StreamId id) {
  sendHeaders(id, {{"grpc-status", "0"}, {kLabel, find(id)->label.text()}}, true);
}

StreamId WildServer::unanswered() const {
  for (const auto& [id, stream] : streams_)
    if (!stream.sending) return id;
  return 0;
}

void WildServer::answerUnavailable() {
  const auto id = unanswered();
  if (id == 0) return;
  sendHeaders(id, {{":status", "200"}, {"content-type", "application/grpc"}, {"grpc-status", "14"}}, true);
  putReset(unsent_, id, ErrorCode::no_error);
  streams_.erase(id);
  flush();
}

void WildServer::refuse() {
  const auto id = unanswered();
  if (id == 0) return;
  putReset(unsent_, id, ErrorCode::refused_stream);
  streams_.erase(id);
  flush();
}

void WildServer::goAway() {
  putGoAway(unsent_, last_, ErrorCode::no_error, {});
  flush();
}

}  // namespace switchyard::http2_test
