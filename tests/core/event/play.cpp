// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/event/play.h"

#include <algorithm>
#include <random>

namespace switchyard {

Play::Play(Mode mode) : mode_(mode) {
  introduce(kBalancer, Role::balancer, "lb", Endpoint::loopback(8443), 0, true);
}

/// The lab introduces the cast before anybody else speaks; all that it writes is one stream.
Event& Play::event(Kind kind, Witness witness, NodeId node) {
  const bool of_a_process = witness == Witness::client || witness == Witness::server;
  auto& words = words_[{witness, of_a_process ? node : NodeId{0}}];
  words.emplace_back(order_++, Event(now_, kind, witness, node));
  return words.back().second;
}

TextId Play::text(Witness witness, NodeId node, const std::string& words) {
  auto table = texts_.find({witness, node});
  if (table == texts_.end())
    table = texts_
                .emplace(Writer(witness, node), TextTable(witness, node,
                                                          [this](const Event& part) {
                                                            event(part.kind, part.witness, part.node) = part;
                                                          }))
                .first;
  return table->second.id(words, now_);
}

void Play::introduce(NodeId node, Role role, const std::string& name, const Endpoint& address,
                     NodeId balancer, bool built_in) {
  const auto name_id = text(Witness::lab, node, name);
  const auto algorithm = role == Role::balancer ? text(Witness::lab, node, "roundrobin") : 0;
  event(Kind::node_added, Witness::lab, node).added = {.role = role,
                                                       .mode = mode_,
                                                       .built_in = built_in,
                                                       .name = name_id,
                                                       .address = address,
                                                       .weight = 1,
                                                       .balancer = balancer,
                                                       .algorithm = algorithm};
  addresses_[node] = address;
}

NodeId Play::addServer(bool built_in) {
  const NodeId node = ++last_node_;
  introduce(node, Role::server, "srv" + std::to_string(node),
            Endpoint::loopback(static_cast<std::uint16_t>(50'000 + node)), kBalancer, built_in);
  return node;
}

NodeId Play::addClient(NodeId balancer) {
  const NodeId node = ++last_node_;
  introduce(node, Role::client, "client" + std::to_string(node), Endpoint::loopback(8443), balancer, true);
  return node;
}

void Play::state(NodeId node, NodeState state, Cause cause, std::int32_t pid) {
  event(Kind::node_state, Witness::lab, node).state = {
      .state = state, .cause = cause, .detail = 0, .pid = pid};
}

Play::Line Play::connect(NodeId client, NodeId server) {
  Line line{.balancer = kBalancer,
            .client = client,
            .server = server,
            .downstream = ++last_connection_,
            .clients_end = Endpoint::loopback(++next_port_),
            .balancers_end = Endpoint::loopback(++next_port_)};
  line.upstream = ++last_connection_;
  event(Kind::picked, Witness::balancer, kBalancer).decision.chosen = server;
  event(Kind::connection_opened, Witness::balancer, kBalancer).opened = {.connection = line.downstream,
                                                                         .side = Side::downstream,
                                                                         .server = 0,
                                                                         .local = addresses_[kBalancer],
                                                                         .remote = line.clients_end};
  event(Kind::connection_opened, Witness::balancer, kBalancer).opened = {.connection = line.upstream,
                                                                         .side = Side::upstream,
                                                                         .server = server,
                                                                         .local = line.balancers_end,
                                                                         .remote = addresses_[server]};
  if (client != 0)
    event(Kind::connection_owner, Witness::kernel, client).owner = {.local = line.clients_end,
                                                                    .remote = addresses_[kBalancer]};
  if (mode_ == Mode::tcp)
    event(Kind::connection_joined, Witness::balancer, kBalancer).joined = {
        .downstream = line.downstream, .upstream = line.upstream, .server = server};
  return line;
}

void Play::close(const Line& line, CloseReason reason) {
  for (const auto id : {line.downstream, line.upstream})
    event(Kind::connection_closed, Witness::balancer, kBalancer).closed = {
        .connection = id, .reason = reason, .error = 0, .received = 100, .sent = 50};
}

CallId Play::start(NodeId client) {
  const auto id = callId(client, ++numbers_[client]);
  event(Kind::call_started, Witness::client, client).call.call = id;
  return id;
}

void Play::forward(Line& line) {
  event(Kind::streams_forwarded, Witness::balancer, kBalancer).count = {.connection = line.downstream,
                                                                        .value = ++line.streams};
}

void Play::route(CallId call, Line& line, std::uint8_t attempt) {
  auto& told = event(Kind::call_routed, Witness::balancer, kBalancer).call;
  told.call = call;
  told.connection = line.downstream;
  told.upstream = line.upstream;
  told.server = line.server;
  told.attempt = attempt;
}

void Play::retry(CallId call, std::uint8_t attempt) {
  auto& told = event(Kind::call_retried, Witness::balancer, kBalancer).call;
  told.call = call;
  told.attempt = attempt;
}

void Play::receive(CallId call, NodeId server, const Endpoint& peer) {
  auto& told = event(Kind::call_received, Witness::server, server).call;
  told.call = call;
  told.peer = peer;
}

void Play::answer(CallId call, NodeId server, std::uint8_t status) {
  auto& told = event(Kind::call_answered, Witness::server, server).call;
  told.call = call;
  told.status = status;
}

void Play::finish(CallId call) {
  event(Kind::call_finished, Witness::balancer, kBalancer).call.call = call;
}

void Play::end(CallId call, NodeId server, std::uint8_t status) {
  const auto client = callNode(call);
  auto& told = event(Kind::call_ended, Witness::client, client).call;
  told.call = call;
  told.status = status;
  told.server = server;
}

void Play::endSigned(CallId call, const std::string& name) {
  const auto id = text(Witness::client, callNode(call), name);
  auto& told = event(Kind::call_ended, Witness::client, callNode(call)).call;
  told.call = call;
  told.server_text = id;
}

CallId Play::call(Line& line, std::uint8_t status) {
  const auto id = start(line.client);
  pass(kMillisecond);
  mode_ == Mode::tcp ? forward(line) : route(id, line);
  receive(id, line.server, line.balancers_end);
  pass(2 * kMillisecond);
  answer(id, line.server, status);
  pass(kMillisecond);
  if (mode_ == Mode::http) finish(id);
  end(id, line.server, status);
  return id;
}

CallId Play::strangersCall(Line& line) {
  const auto id = strangerCallId(line.server, ++numbers_[line.server]);
  forward(line);
  receive(id, line.server, line.balancers_end);
  pass(kMillisecond);
  answer(id, line.server);
  return id;
}

void Play::sample(const std::vector<Line>& lines, const std::vector<std::pair<Endpoint, Endpoint>>& others) {
  auto sockets = others;
  for (const auto& line : lines) {
    sockets.emplace_back(addresses_[kBalancer], line.clients_end);
    sockets.emplace_back(line.balancers_end, addresses_[line.server]);
  }
  for (const auto& [local, remote] : sockets)
    event(Kind::socket_seen, Witness::kernel, 0).socket = {
        .local = local, .remote = remote, .state = 1, .own = 1};
  event(Kind::sockets_sampled, Witness::kernel, 0).count.value = sockets.size();
  for (const auto& [local, remote] : sockets)  // they are told anew with the next sample
    event(Kind::socket_gone, Witness::kernel, 0).socket = {
        .local = local, .remote = remote, .state = 1, .own = 1};
}

void Play::rest(std::int64_t time) {
  pass(time);
  event(Kind::mark, Witness::lab, 0);
}

std::vector<Event> Play::told() const {
  std::vector<std::pair<std::size_t, Event>> all;
  for (const auto& [writer, words] : words_) all.insert(all.end(), words.begin(), words.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Event> events;
  for (const auto& [order, event] : all) events.push_back(event);
  return events;
}

World Play::world() const {
  World world;
  for (const auto& event : told()) world.apply(event);
  return world;
}

std::vector<Event> Play::shuffled(unsigned seed) const {
  std::mt19937 random(seed);
  std::vector<Event> events;
  std::vector<std::pair<const std::vector<std::pair<std::size_t, Event>>*, std::size_t>> streams;
  for (const auto& [writer, words] : words_) {
    if (writer.first == Witness::lab)  // the cast is introduced first
      for (const auto& [order, event] : words) events.push_back(event);
    else
      streams.emplace_back(&words, 0);
  }
  while (!streams.empty()) {
    const auto chosen = random() % streams.size();
    auto& [words, next] = streams[chosen];
    for (auto burst = random() % 4 + 1; burst > 0 && next < words->size(); --burst)
      events.push_back((*words)[next++].second);
    if (next == words->size()) streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  return events;
}

}  // namespace switchyard
