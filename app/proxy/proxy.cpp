// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/proxy/proxy.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>

namespace switchyard {
namespace {

constexpr std::chrono::seconds kDrainAtMost{30};
constexpr std::chrono::hours kRetireAtMost{24 * 7};

bool listensOn(const config::Config& config, const Endpoint& address) {
  return std::any_of(config.frontends.begin(), config.frontends.end(), [&](const auto& frontend) {
    return std::any_of(frontend.binds.begin(), frontend.binds.end(),
                       [&](const auto& bind) { return bind.address == address; });
  });
}

/// Sockets for the addresses that only `next` has; all of them or an error.
Result<std::vector<SocketFd>> listenOnNew(const config::Config& next, const config::Config& now) {
  std::vector<SocketFd> sockets;
  for (const auto& frontend : next.frontends)
    for (const auto& bind : frontend.binds) {
      if (listensOn(now, bind.address)) continue;
      auto socket = listenOn(bind.address);
      if (!socket) return socket.error();
      sockets.push_back(std::move(*socket));
    }
  return sockets;
}

}  // namespace

void say(const Error& error) {
  std::fprintf(stderr, "switchyard-proxy: %s\n", error.text().c_str());
}

Proxy::Proxy(std::string file, config::Config config)
    : file_(std::move(file)),
      config_(std::move(config)),
      end_signals_(loop_.io(), SIGTERM, SIGINT),
      reload_signals_(loop_.io(), SIGHUP),
      engines_(enginesFor(config_)) {}

Proxy::Engines Proxy::enginesFor(const config::Config& config) {
  Engines engines;
  for (const auto& frontend : config.frontends)
    engines.push_back(makeEngine(loop_, config, frontend, {}, {}, say));
  return engines;
}

int Proxy::run() {
  for (auto& engine : engines_)
    if (const auto started = engine->start(); !started) {
      say(started.error());
      return 1;
    }
  awaitEnd();
  awaitReload();
  loop_.run();
  return 0;
}

void Proxy::awaitEnd() {
  end_signals_.async_wait([this](std::error_code cancelled, int) {
    if (cancelled) return;
    if (draining_ != 0) return loop_.stop();
    awaitEnd();
    drain();
  });
}

void Proxy::drain() {
  reload_signals_.cancel();
  draining_ = engines_.size() + retiring_.size();
  for (auto* engines : {&engines_, &retiring_})
    for (auto& engine : *engines)
      engine->drain(kDrainAtMost, [this] {
        if (--draining_ == 0) loop_.stop();
      });
}

void Proxy::awaitReload() {
  reload_signals_.async_wait([this](std::error_code cancelled, int) {
    if (cancelled) return;
    reload();
    awaitReload();
  });
}

void Proxy::reload() {
  const std::string remedy =
      "The former configuration stays in force. Correct the file and send SIGHUP again.";
  auto reading = config::readHaproxyFile(file_);
  for (const auto& diagnostic : reading.diagnostics)
    std::fprintf(stderr, "%s\n", diagnostic.text(file_).c_str());
  if (!reading.config) return say({file_ + " cannot be used.", remedy});
  auto sockets = listenOnNew(*reading.config, config_);
  if (!sockets) return say({sockets.error().what, remedy});

  auto engines = enginesFor(*reading.config);
  for (auto& engine : engines_)
    for (auto& socket : engine->handOver()) sockets->push_back(std::move(socket));
  retire(std::exchange(engines_, std::move(engines)));
  config_ = std::move(*reading.config);
  for (auto& engine : engines_)
    if (const auto started = engine->start(*sockets); !started) say(started.error());
  say({file_ + " was read again.", ""});
}

void Proxy::retire(Engines engines) {
  for (auto& engine : engines) {
    auto* former = retiring_.emplace_back(std::move(engine)).get();
    former->drain(kRetireAtMost, [this, former] {
      std::erase_if(retiring_, [&](const auto& one) { return one.get() == former; });
    });
  }
}

}  // namespace switchyard
