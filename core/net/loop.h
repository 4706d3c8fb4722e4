// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/ring.h"

#include <asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>

namespace switchyard {

/// One thread's event loop. Asio runs timers, signals and child processes (`io()`); sockets are watched
/// edge-triggered in one epoll set of our own inside it, registered once for both directions, because Asio
/// would cost one system call more a message (a speculative read that finds nothing). While sockets are busy
/// that set alone is waited for, and Asio is asked every 2 ms: a timer may be so late. Everything but post()
/// and stop() is for the loop's own thread.
class Loop {
 public:
  /// Called when a watched descriptor may be read, written or both, or has failed. `ready` is EPOLL* bits.
  class Watcher {
   public:
    virtual void onReady(std::uint32_t ready) = 0;

   protected:
    ~Watcher() = default;

   private:
    friend class Loop;
    bool again_ = false;  ///< asked for; onReady() comes in the next turn, once
  };

  /// Work that is done once at the end of the turn in which it was asked for: one gathered write per dirty
  /// connection.
  class Deferred {
   public:
    virtual void onTurnEnd() = 0;

   protected:
    ~Deferred() = default;
  };

  /// Throws std::system_error, as Asio does, when the system refuses the descriptors (unlessRefused).
  /// @param ring events of this loop are written there and published once a turn; may be null: nothing is
  /// traced
  explicit Loop(EventRing* ring = nullptr);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  asio::io_context& io();

  void run();                             ///< until stop()
  void stop();                            ///< any thread
  void post(std::function<void()> work);  ///< any thread; runs on the loop

  /// Edge-triggered, both directions. `watcher` must outlive the watch; unwatch() before closing `fd`.
  /// Returns false, errno set, when the kernel refuses.
  bool watch(int fd, Watcher& watcher);
  /// No onReady() follows, not even one already collected this turn, nor one asked for with again(). `fd` is
  /// -1 when there is none to forget.
  void unwatch(int fd, Watcher& watcher);
  /// Calls onReady(0) in the next turn, once however often it was asked for: for a watcher that gave way to
  /// others before it was done.
  void again(Watcher& watcher);

  void defer(Deferred& work);  ///< at the end of this turn; ask once a turn
  void cancel(Deferred& work);

  /// CLOCK_MONOTONIC in nanoseconds, read once a turn.
  std::int64_t now() {
    if (now_ == 0) now_ = monotonicNow();
    return now_;
  }

  bool traced() const { return ring_ != nullptr; }
  void emit(const Event& event) {
    if (ring_ != nullptr) ring_->write(event);
  }

 private:
  void wait();
  void serveSockets();
  bool collect();
  void interrupt();
  void endTurn();

  struct State;
  std::unique_ptr<State> state_;
  EventRing* ring_;
  std::int64_t now_ = 0;  ///< 0: not read yet in this turn
};

}  // namespace switchyard
