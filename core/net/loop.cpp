// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/loop.h"

#include "core/net/asio_descriptor.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <asio/executor_work_guard.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

namespace switchyard {
namespace {

/// Timers and signals may be so late while sockets are busy.
constexpr std::chrono::milliseconds kSocketsAlone{2};

void orThrow(std::error_code refused) {
  if (refused) throw std::system_error(refused);
}

}  // namespace

struct Loop::State {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> keep_running{io.get_executor()};
  asio::posix::stream_descriptor sockets{io};
  asio::posix::stream_descriptor waker{io};
  bool sockets_ready = false;      ///< Asio has said so, and is not asked to watch until wait()
  std::atomic<bool> asked{false};  ///< Asio has something to do
  std::atomic<bool> alone{false};  ///< sockets are waited for where Asio cannot be heard
  std::array<epoll_event, 256> ready{};
  int ready_count = 0;
  std::vector<Watcher*> again;
  std::vector<Watcher*> again_now;
  std::vector<Deferred*> deferred;
};

Loop::Loop(EventRing* ring) : state_(std::make_unique<State>()), ring_(ring) {
  orThrow(hold(state_->sockets, epoll_create1(EPOLL_CLOEXEC)));
  orThrow(hold(state_->waker, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)));
  epoll_event event{};  // edge-triggered: its count is never read
  event.events = EPOLLIN | EPOLLET;
  if (epoll_ctl(state_->sockets.native_handle(), EPOLL_CTL_ADD, state_->waker.native_handle(), &event) != 0)
    orThrow({errno, std::system_category()});
  wait();
}

Loop::~Loop() = default;

asio::io_context& Loop::io() {
  return state_->io;
}

void Loop::run() {
  auto& io = state_->io;
  while (!io.stopped()) {
    state_->asked = false;
    if (state_->again.empty()) io.run_one();
    io.poll();
    endTurn();
    if (state_->sockets_ready || !state_->again.empty()) serveSockets();
  }
  if (ring_ != nullptr) ring_->publish();
}

void Loop::stop() {
  state_->io.stop();
  interrupt();
}

void Loop::post(std::function<void()> work) {
  asio::post(state_->io, std::move(work));
  interrupt();
}

void Loop::interrupt() {
  state_->asked = true;
  const std::uint64_t one = 1;
  if (state_->alone) (void)!write(state_->waker.native_handle(), &one, sizeof one);
}

bool Loop::watch(int fd, Watcher& watcher) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watcher;
  return epoll_ctl(state_->sockets.native_handle(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Loop::unwatch(int fd, Watcher& watcher) {
  if (fd >= 0) epoll_ctl(state_->sockets.native_handle(), EPOLL_CTL_DEL, fd, nullptr);
  for (int i = 0; i < state_->ready_count; ++i)
    if (state_->ready[static_cast<std::size_t>(i)].data.ptr == &watcher)
      state_->ready[static_cast<std::size_t>(i)].data.ptr = nullptr;
  watcher.again_ = false;
  for (auto* waiting : {&state_->again, &state_->again_now})
    std::replace(waiting->begin(), waiting->end(), &watcher, static_cast<Watcher*>(nullptr));
}

void Loop::again(Watcher& watcher) {
  if (!std::exchange(watcher.again_, true)) state_->again.push_back(&watcher);
}

void Loop::defer(Deferred& work) {
  state_->deferred.push_back(&work);
}

void Loop::cancel(Deferred& work) {
  std::replace(state_->deferred.begin(), state_->deferred.end(), &work, static_cast<Deferred*>(nullptr));
}

void Loop::wait() {
  state_->sockets.async_wait(asio::posix::stream_descriptor::wait_read,
                             [this](std::error_code failure) { state_->sockets_ready = !failure; });
}

/// Turn after turn without Asio, which costs three system calls a turn, for as long as there is something to
/// do.
void Loop::serveSockets() {
  const auto end = monotonicNow() + std::chrono::nanoseconds(kSocketsAlone).count();
  bool busy = true;
  while (busy && !state_->asked && monotonicNow() < end) {
    busy = collect();
    endTurn();
  }
  if (std::exchange(state_->sockets_ready, false)) wait();
}

/// False when nothing has happened for as long as Asio can be left alone.
bool Loop::collect() {
  auto& ready = state_->ready;
  state_->again_now.swap(state_->again);
  state_->alone = true;
  const bool at_once = state_->asked || !state_->again_now.empty();
  state_->ready_count =
      epoll_wait(state_->sockets.native_handle(), ready.data(), static_cast<int>(ready.size()),
                 at_once ? 0 : static_cast<int>(kSocketsAlone.count()));
  state_->alone = false;
  const bool happened = state_->ready_count > 0 || !state_->again_now.empty();
  for (int i = 0; i < state_->ready_count; ++i) {
    const auto& event = ready[static_cast<std::size_t>(i)];
    if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->onReady(event.events);
  }
  state_->ready_count = 0;
  for (std::size_t i = 0; i < state_->again_now.size(); ++i)
    if (auto* watcher = state_->again_now[i]; watcher != nullptr) {
      watcher->again_ = false;
      watcher->onReady(0);
    }
  state_->again_now.clear();
  return happened;
}

void Loop::endTurn() {
  for (std::size_t i = 0; i < state_->deferred.size(); ++i)
    if (auto* work = state_->deferred[i]) work->onTurnEnd();
  state_->deferred.clear();
  if (ring_ != nullptr) ring_->publish();
  now_ = 0;
}

}  // namespace switchyard
