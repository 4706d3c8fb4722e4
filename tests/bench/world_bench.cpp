// SPDX-License-Identifier: GPL-3.0-or-later
// How long a World takes for an event, a copy and a comparison. Usage: world_bench [calls]
#include "core/event/text_table.h"
#include "core/event/world.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace switchyard;

namespace {

constexpr NodeId kBalancer = 1;
constexpr NodeId kServers = 4;
constexpr NodeId kClients = 12;
constexpr std::int64_t kInterval = 100'000;  // nanoseconds between calls: 10,000 a second

/// The words of a run in mode tcp, in the order in which a lab would hear them: each call overlaps with
/// others.
class Script {
 public:
  explicit Script(std::uint64_t calls) {
    introduce(kBalancer, Role::balancer, "lb", 8443);
    for (NodeId i = 0; i < kServers; ++i)
      introduce(server(i), Role::server, "srv" + std::to_string(i), static_cast<std::uint16_t>(50'051 + i));
    for (NodeId i = 0; i < kClients; ++i)
      introduce(client(i), Role::client, "client" + std::to_string(i), 8443);
    for (NodeId i = 0; i < kClients; ++i) connect(i);
    for (std::uint64_t n = 0; n < calls + kOverlap; ++n) step(n, calls);
  }

  std::vector<Event> events;

 private:
  static constexpr std::uint64_t kOverlap = 50;  // calls under way at a time
  static NodeId server(NodeId i) { return static_cast<NodeId>(kBalancer + 1 + i); }
  static NodeId client(NodeId i) { return static_cast<NodeId>(kBalancer + 1 + kServers + i); }
  static Endpoint upstreamEnd(NodeId i) { return Endpoint::loopback(static_cast<std::uint16_t>(40'000 + i)); }

  Event& add(Kind kind, Witness witness, NodeId node) {
    return events.emplace_back(now_, kind, witness, node);
  }

  TextId text(Witness witness, NodeId node, const std::string& words) {
    TextTable table(witness, node, [this](const Event& part) { events.push_back(part); });
    return table.id(words, now_);
  }

  void introduce(NodeId node, Role role, const std::string& name, std::uint16_t port) {
    const auto name_id = text(Witness::lab, node, name);
    auto& added = add(Kind::node_added, Witness::lab, node).added;
    added.role = role;
    added.built_in = 1;
    added.name = name_id;
    added.address = Endpoint::loopback(port);
    added.balancer = kBalancer;
  }

  void connect(NodeId i) {
    const auto server_id = server(i % kServers);
    const ConnectionId downstream = i * 2U + 1;
    add(Kind::connection_opened, Witness::balancer, kBalancer).opened = {
        .connection = downstream,
        .side = Side::downstream,
        .server = 0,
        .local = Endpoint::loopback(8443),
        .remote = Endpoint::loopback(static_cast<std::uint16_t>(30'000 + i))};
    add(Kind::connection_opened, Witness::balancer, kBalancer).opened = {
        .connection = downstream + 1,
        .side = Side::upstream,
        .server = server_id,
        .local = upstreamEnd(i),
        .remote = Endpoint::loopback(static_cast<std::uint16_t>(50'051 + i % kServers))};
    add(Kind::connection_joined, Witness::balancer, kBalancer).joined = {
        .downstream = downstream, .upstream = downstream + 1, .server = server_id};
    names_.push_back(text(Witness::client, client(i), "srv" + std::to_string(i % kServers)));
  }

  void step(std::uint64_t n, std::uint64_t calls) {
    now_ += kInterval;
    if (n < calls) word(n, Kind::call_started, Witness::client);
    if (n >= kOverlap / 2 && n - kOverlap / 2 < calls) {
      word(n - kOverlap / 2, Kind::call_received, Witness::server).peer = upstreamEnd(n_ % kClients);
      word(n - kOverlap / 2, Kind::call_answered, Witness::server);
    }
    if (n >= kOverlap && n - kOverlap < calls) {
      auto& ended = word(n - kOverlap, Kind::call_ended, Witness::client);
      ended.server_text = names_[n_ % kClients];
    }
    if (n % 1000 != 0) return;  // ten times a second the balancer tells its counts
    for (NodeId i = 0; i < kClients; ++i) {
      add(Kind::streams_forwarded, Witness::balancer, kBalancer).count = {.connection = i * 2U + 1,
                                                                          .value = n / kClients + 1};
      for (const ConnectionId half : {1U, 2U})
        add(Kind::connection_traffic, Witness::balancer, kBalancer).traffic = {
            .connection = i * 2U + half, .received = n * 100, .sent = n * 50};
    }
    add(Kind::sockets_sampled, Witness::kernel, 0);
  }

  Call& word(std::uint64_t n, Kind kind, Witness witness) {
    n_ = n;
    const auto i = static_cast<NodeId>(n % kClients);
    auto& call = add(kind, witness, witness == Witness::client ? client(i) : server(i % kServers)).call;
    call.call = callId(client(i), n / kClients + 1);
    return call;
  }

  std::int64_t now_ = 1'000'000'000;
  std::uint64_t n_ = 0;
  std::vector<TextId> names_;
};

template <typename Work>
double nanoseconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t calls = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 300'000;
  const Script script(calls);
  std::uint64_t sum = 0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    World world;
    const double apply = nanoseconds([&] {
      for (const auto& event : script.events) world.apply(event);
    });
    const double copy = nanoseconds([&] { sum += World(world).version(); });
    const double compare = nanoseconds([&] { sum += world.agreement().clients_sent; });
    std::printf("%zu events: %.0f ns an event, %.0f ns a call; copy %.2f ms; agreement %.1f us\n",
                script.events.size(), apply / static_cast<double>(script.events.size()),
                apply / static_cast<double>(calls), copy / 1e6, compare / 1e3);
  }
  return sum == 0 ? 1 : 0;
}
