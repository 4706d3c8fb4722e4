// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace switchyard::node {

constexpr std::uint32_t kMostConnections = 1'000;
constexpr std::uint32_t kMostConcurrency = 10'000;

/// How a client calls.
struct TrafficPlan {
  std::uint64_t calls = 1;        ///< a run; 0: until told to pause
  std::uint32_t connections = 1;  ///< 1 to kMostConnections
  std::uint32_t concurrency = 1;  ///< calls under way at once, 1 to kMostConcurrency, over all connections
  double rate = 0;                ///< calls a second; 0: as fast as answers come
  std::chrono::microseconds deadline{20'000'000};
  std::string name = "world";  ///< SayHello's argument
};

/// Decides when a client's calls start, and on which connection; knows nothing of gRPC. Thread-safe.
///
/// Calls at a rate start evenly spaced. The schedule does not wait for answers, but `concurrency` is a limit:
/// a call that finds it reached starts when another ends, and the schedule moves with it, so that a stall is
/// not followed by a burst.
///
/// Calls are spread over connections evenly: in turn, and never more than concurrency/connections (rounded
/// up) on one.
///
/// A call that reached no server is followed by a rest of kRest in its place. Otherwise a client without a
/// rate whose target is down would fail a hundred thousand times a second, which no user means.
class Traffic {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kRest{10};
  /// When this process was late (frozen, or the machine busy), at most this much of the schedule is made up
  /// for.
  static constexpr std::chrono::milliseconds kMostLate{100};

  enum Lane : std::uint8_t { main_lane, extra_lane, lanes };
  /// The right to make one call; handed back with ended().
  struct Ticket {
    Lane lane = main_lane;
    std::uint32_t connection = 0;
    std::uint32_t generation = 0;
  };

  /// @param start  begins a call; runs on any thread, may end the call before it returns
  /// @param idle   nothing is under way and nothing is left to start; runs on any thread
  Traffic(std::function<void(Ticket)> start, std::function<void()> idle);
  ~Traffic();
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  void plan(const TrafficPlan& plan);
  void run();                      ///< begins plan.calls calls
  void steady(double rate);        ///< begins calls without end
  void pause();                    ///< starts no further call
  void send(std::uint64_t calls);  ///< starts these as well, as fast as answers come

  void ended(Ticket ticket, bool reached_server);

 private:
  static constexpr std::uint64_t kEndless = UINT64_MAX;
  struct Flow {
    std::uint64_t remaining = 0;
    std::uint32_t under_way = 0;  ///< includes resting ones
    Clock::duration interval{0};  ///< 0: as fast as answers come
    Clock::time_point due{};
    std::deque<std::uint32_t> free;  ///< connections in turn, each as often as it may be used at once
  };
  struct Resting {
    Clock::time_point until;
    Ticket ticket;
  };

  void begin(std::uint64_t calls, double rate);
  bool mayStart(const Flow& flow) const { return flow.remaining > 0 && flow.under_way < concurrency_; }
  std::optional<Ticket> next(Clock::time_point now);
  std::optional<Clock::time_point> nextTimed() const;
  bool release(Ticket ticket, Clock::time_point now);  ///< true: now idle
  bool releaseRested(Clock::time_point now);
  bool idle() const;
  void startAll();
  void keepTime();

  const std::function<void(Ticket)> start_;
  const std::function<void()> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
  TrafficPlan plan_;
  std::uint32_t concurrency_ = 1;
  std::uint32_t generation_ = 0;
  bool steady_ = false;
  bool stopping_ = false;
  std::array<Flow, lanes> flows_;
  std::deque<Resting> resting_;
  Clock::time_point clock_wakes_at_ = Clock::time_point::min();
  std::thread clock_;
};

}  // namespace switchyard::node
