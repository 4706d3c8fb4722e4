// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/loop.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <vector>

namespace switchyard {

struct Loop::State {
  asio::io_context io{1};
  asio::posix::stream_descriptor sockets{io, epoll_create1(EPOLL_CLOEXEC)};
  std::array<epoll_event, 256> ready{};
  int ready_count = 0;
  std::vector<Watcher*> again;
  std::vector<Watcher*> again_now;
  std::vector<Deferred*> deferred;
};

Loop::Loop(EventRing* ring) : state_(std::make_unique<State>()), ring_(ring) {
  wait();
}

Loop::~Loop() = default;

asio::io_context& Loop::io() {
  return state_->io;
}

void Loop::run() {
  while (!state_->io.stopped()) {
    if (state_->io.run_one() == 0) break;
    state_->io.poll();
    endTurn();
  }
  if (ring_ != nullptr) ring_->publish();
}

void Loop::stop() {
  state_->io.stop();
}

void Loop::post(std::function<void()> work) {
  asio::post(state_->io, std::move(work));
}

bool Loop::watch(int fd, Watcher& watcher) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watcher;
  return epoll_ctl(state_->sockets.native_handle(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Loop::unwatch(int fd, Watcher& watcher) {
  epoll_ctl(state_->sockets.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
  for (int i = 0; i < state_->ready_count; ++i)
    if (state_->ready[static_cast<std::size_t>(i)].data.ptr == &watcher)
      state_->ready[static_cast<std::size_t>(i)].data.ptr = nullptr;
  for (auto* waiting : {&state_->again, &state_->again_now})
    std::replace(waiting->begin(), waiting->end(), &watcher, static_cast<Watcher*>(nullptr));
}

void Loop::again(Watcher& watcher) {
  if (state_->again.empty())
    asio::post(state_->io, [this] {
      state_->again_now.swap(state_->again);
      for (std::size_t i = 0; i < state_->again_now.size(); ++i)
        if (state_->again_now[i] != nullptr) state_->again_now[i]->onReady(0);
      state_->again_now.clear();
    });
  state_->again.push_back(&watcher);
}

void Loop::defer(Deferred& work) {
  state_->deferred.push_back(&work);
}

void Loop::cancel(Deferred& work) {
  std::replace(state_->deferred.begin(), state_->deferred.end(), &work, static_cast<Deferred*>(nullptr));
}

void Loop::wait() {
  state_->sockets.async_wait(asio::posix::stream_descriptor::wait_read, [this](std::error_code failure) {
    if (failure) return;
    collect();
    wait();
  });
}

void Loop::collect() {
  auto& ready = state_->ready;
  state_->ready_count =
      epoll_wait(state_->sockets.native_handle(), ready.data(), static_cast<int>(ready.size()), 0);
  for (int i = 0; i < state_->ready_count; ++i) {
    const auto& event = ready[static_cast<std::size_t>(i)];
    if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->onReady(event.events);
  }
  state_->ready_count = 0;
}

void Loop::endTurn() {
  for (std::size_t i = 0; i < state_->deferred.size(); ++i)
    if (auto* work = state_->deferred[i]) work->onTurnEnd();
  state_->deferred.clear();
  if (ring_ != nullptr) ring_->publish();
  now_ = 0;
}

}  // namespace switchyard
