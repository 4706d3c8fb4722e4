// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/event_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>

namespace switchyard::node {
namespace {

constexpr std::chrono::milliseconds kLastChance{100};
constexpr int kPollMilliseconds = 20;

}  // namespace

EventWriter::EventWriter(Witness witness, NodeId node, int fd, RunMark run)
    : witness_(witness), node_(node), fd_(fd), run_(run), texts_(witness, node, [this](const Event& part) {
        append(part);
      }) {
  if (!active()) return;
  fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK);
  later_ = std::thread([this] { writeLater(); });
}

EventWriter::~EventWriter() {
  if (!active()) return;
  flush();
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    became_full_.notify_one();
  }
  later_.join();
}

void EventWriter::add(const Event& event) {
  if (!active()) return;
  const std::lock_guard lock(mutex_);
  if (waiting() >= kMostWaiting && !isState(event.kind))
    ++dropped_;
  else
    append(event);
}

TextId EventWriter::text(std::string_view text, std::int64_t at) {
  if (!active() || text.empty()) return 0;
  const std::lock_guard lock(mutex_);
  return waiting() < kMostWaiting ? texts_.id(text, at) : texts_.known(text);
}

void EventWriter::flush() {
  if (!active()) return;
  const std::lock_guard lock(mutex_);
  if (full_) return;
  writeWhatFits();
  if (full_) became_full_.notify_one();
}

void EventWriter::append(const Event& event) {
  if (!broken_) waiting_.push_back(event);
}

void EventWriter::writeWhatFits() {
  if (dropped_ != dropped_told_ && waiting() < kMostWaiting) {
    Event dropped = event(monotonicNow(), Kind::events_dropped);
    dropped.count.value = dropped_told_ = dropped_;
    append(dropped);
  }
  full_ = false;
  while (waiting() > 0) {
    // PIPE_BUF: a pipe takes such a write whole or not at all, so the reader never sees half an event.
    const auto* from = reinterpret_cast<const char*>(waiting_.data() + written_) + partial_;
    const auto bytes = std::min<std::size_t>(waiting() * sizeof(Event) - partial_, PIPE_BUF);
    const auto taken = write(fd_, from, bytes);
    if (taken >= 0) {
      partial_ += static_cast<std::size_t>(taken);
      written_ += partial_ / sizeof(Event);
      partial_ %= sizeof(Event);
    } else if (errno == EAGAIN) {
      full_ = true;
      break;
    } else if (errno != EINTR) {
      broken_ = true;
      written_ = waiting_.size();
    }
  }
  if (waiting() == 0 || written_ > waiting_.size() / 2) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(written_));
    written_ = 0;
  }
}

void EventWriter::writeLater() {
  std::chrono::steady_clock::time_point give_up{};
  std::unique_lock lock(mutex_);
  while (true) {
    became_full_.wait(lock, [this] { return full_ || stopping_; });
    if (stopping_) {
      const auto now = std::chrono::steady_clock::now();
      if (give_up == decltype(give_up){}) give_up = now + kLastChance;
      if (!full_ || now > give_up) return;
    }
    lock.unlock();
    pollfd room{fd_, POLLOUT, 0};
    poll(&room, 1, kPollMilliseconds);
    lock.lock();
    writeWhatFits();
  }
}

}  // namespace switchyard::node
