// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/proxy/proxy.h"

#include "core/engines/engines.h"
#include "core/system/resolver.h"
#include "core/system/shortage.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>

namespace switchyard {
namespace {

constexpr std::chrono::seconds kDrainAtMost{30};
constexpr std::chrono::hours kRetireAtMost{24 * 7};

using Binds = std::vector<config::Bind>;

Binds bindsOf(const config::Config& config) {
  Binds binds;
  for (const auto& frontend : config.frontends)
    binds.insert(binds.end(), frontend.binds.begin(), frontend.binds.end());
  return binds;
}

/// Adds sockets for those of `binds` that have none yet.
Result<void> listenOnAll(const Binds& binds, std::vector<SocketFd>& sockets) {
  for (const auto& bind : binds) {
    const auto is_there = [&](const SocketFd& one) { return listensOn(one, bind.address, bind.v6only); };
    if (std::any_of(sockets.begin(), sockets.end(), is_there)) continue;
    auto socket = listenOn(bind.address, bind.v6only);
    if (!socket) return socket.error();
    sockets.push_back(std::move(*socket));
  }
  return {};
}

bool isOf(const Binds& binds, const SocketFd& socket) {
  return std::any_of(binds.begin(), binds.end(),
                     [&](const auto& bind) { return listensOn(socket, bind.address, bind.v6only); });
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
    if (!cancelled) readAgain();
  });
}

void Proxy::readAgain() {
  const auto read = [this](const std::stop_token& stop) {
    config::Surroundings surroundings;
    surroundings.resolve = [stop](const std::string& host) { return resolve(host, stop); };
    auto fresh = std::make_shared<config::Reading>(config::readHaproxyFile(file_, surroundings));
    loop_.post([this, reading = std::move(fresh)] {
      if (draining_ != 0) return;
      reload(std::move(*reading));
      awaitReload();
    });
  };
  const auto begun = unlessRefused(file_ + " cannot be read", [&] { reader_ = std::jthread(read); });
  if (begun) return;
  say(begun.error());
  awaitReload();
}

void Proxy::reload(config::Reading reading) {
  const std::string remedy =
      "The former configuration stays in force. Correct the file and send SIGHUP again.";
  for (const auto& diagnostic : reading.diagnostics)
    std::fprintf(stderr, "%s\n", diagnostic.text(file_).c_str());
  if (!reading.config) return say({file_ + " cannot be used.", remedy});
  const auto now = bindsOf(config_), next = bindsOf(*reading.config);
  auto free = next;  // of whatever listens now: what cannot be had is known before anything is touched
  std::erase_if(free, [&](const auto& bind) {
    return std::any_of(now.begin(), now.end(), [&](const auto& one) { return overlap(one, bind); });
  });
  std::vector<SocketFd> sockets;
  if (const auto bound = listenOnAll(free, sockets); !bound) return say({bound.error().what, remedy});

  auto engines = enginesFor(*reading.config);
  const auto stays = [&](const SocketFd& socket) { return isOf(next, socket); };
  for (auto& engine : engines_)
    for (auto& socket : engine->handOver(stays)) sockets.push_back(std::move(socket));
  if (const auto bound = listenOnAll(next, sockets); !bound) {
    std::erase_if(sockets, [&](const SocketFd& socket) { return !isOf(now, socket); });
    startAll(engines_, sockets);
    return say({bound.error().what, remedy});
  }
  retire(std::exchange(engines_, std::move(engines)));
  config_ = std::move(*reading.config);
  startAll(engines_, sockets);
  say({file_ + " was read again.", ""});
}

void Proxy::startAll(Engines& engines, std::vector<SocketFd>& sockets) {
  for (auto& engine : engines)
    if (const auto started = engine->start(sockets); !started) say(started.error());
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
