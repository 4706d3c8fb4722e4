// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/tcp/proxy.h"

#include "core/config/config.h"
#include "core/engines/engines.h"
#include "core/lab/announcer.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <future>

namespace switchyard::tcp_test {
namespace {

constexpr std::chrono::milliseconds kPoll{2};

config::Config configure(const Proxy::Setup& setup, const Endpoint& address) {
  std::string text = "defaults\nmode " + setup.mode + "\n" + setup.defaults + "frontend front\nbind " +
                     address.text() + " " + setup.bind_options + "\n" + setup.frontend +
                     "default_backend back\nbackend back\n" + setup.backend;
  for (std::size_t i = 0; i < setup.servers.size(); ++i)
    text += "server s" + std::to_string(i) + " " + setup.servers[i].address.text() + " " +
            setup.servers[i].options + "\n";
  const auto reading = config::readHaproxy(text);
  for (const auto& diagnostic : reading.diagnostics) UNSCOPED_INFO(diagnostic.text("test.cfg"));
  REQUIRE(reading.config);
  return *reading.config;
}

}  // namespace

Proxy::Proxy(const Setup& setup)
    : address_(freeAddress()),
      loop_(&ring_),
      keep_running_(asio::make_work_guard(loop_.io())),
      config_(configure(setup, address_)) {
  EngineCast cast{.balancer = kBalancer, .servers = {}, .run = {}};
  for (std::size_t i = 0; i < setup.servers.size(); ++i)
    cast.servers.push_back(serverId(static_cast<int>(i)));
  introduce(setup);
  engine_ = makeEngine(loop_, config_, config_.frontends.front(), {}, cast, [this](const Error& error) {
    const std::lock_guard lock(mutex_);
    problems_.push_back(error);
  });
  thread_ = std::thread([this] { loop_.run(); });
  const auto started = start();
  INFO((started ? "" : started.error().text()));
  REQUIRE(started);
  REQUIRE(await([](const World& world) { return world.balancer(kBalancer) != nullptr; }));
}

Proxy::~Proxy() {
  onLoop([this](Engine&) { engine_.reset(); });
  loop_.stop();
  thread_.join();
}

void Proxy::introduce(const Setup& setup) {
  Announcer announcer(loop_);
  Announcer::Introduction who;
  who.role = Role::balancer;
  who.name = "front";
  who.mode = setup.mode == "http" ? Mode::http : Mode::tcp;
  who.address = address_;
  announcer.added(kBalancer, who);
  who.role = Role::server;
  who.built_in = false;
  who.balancer = kBalancer;
  for (std::size_t i = 0; i < setup.servers.size(); ++i) {
    who.name = "s" + std::to_string(i);
    who.address = setup.servers[i].address;
    announcer.added(serverId(static_cast<int>(i)), who);
  }
}

void Proxy::onLoop(const std::function<void(Engine&)>& work) {
  std::promise<void> done;
  loop_.post([&] {
    work(*engine_);
    done.set_value();
  });
  done.get_future().wait();
}

Result<void> Proxy::start() {
  Result<void> started;
  onLoop([&](Engine& engine) { started = engine.start(); });
  return started;
}

std::size_t Proxy::openConnections() {
  std::size_t open = 0;
  onLoop([&](Engine& engine) { open = engine.openConnections(); });
  return open;
}

const World& Proxy::world() {
  std::array<Event, 256> buffer;
  while (const auto count = ring_.read(buffer))
    for (std::size_t i = 0; i < count; ++i) {
      world_.apply(buffer[i]);
      events_.push_back(buffer[i]);
    }
  return world_;
}

const std::vector<Event>& Proxy::events() {
  world();
  return events_;
}

std::size_t Proxy::count(Kind kind) {
  const auto& all = events();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [kind](const Event& event) { return event.kind == kind; }));
}

bool Proxy::await(const std::function<bool(const World&)>& reached) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!reached(world())) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool Proxy::awaitOpen(std::size_t connections) {
  return await([&](const World& world) { return world.balancer(kBalancer)->downstream == connections; });
}

std::vector<CloseReason> Proxy::awaitClosed(std::size_t downstream_connections) {
  std::vector<CloseReason> reasons;
  await([&](const World& world) {
    reasons.clear();
    for (const auto& event : events_) {
      if (event.kind != Kind::connection_closed) continue;
      const auto* connection = world.connection(kBalancer, event.closed.connection);
      if (connection != nullptr && connection->side == Side::downstream)
        reasons.push_back(event.closed.reason);
    }
    return reasons.size() >= downstream_connections;
  });
  return reasons;
}

std::vector<Error> Proxy::problems() {
  const std::lock_guard lock(mutex_);
  return problems_;
}

}  // namespace switchyard::tcp_test
