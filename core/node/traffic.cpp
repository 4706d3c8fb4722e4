// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/traffic.h"

#include <sys/prctl.h>

#include <algorithm>
#include <utility>

namespace switchyard::node {
namespace {

Traffic::Clock::duration intervalOf(double rate) {
  if (rate <= 0) return {};
  return std::chrono::duration_cast<Traffic::Clock::duration>(std::chrono::duration<double>(1 / rate));
}

}  // namespace

Traffic::Traffic(std::function<void(Ticket)> start, std::function<void()> idle)
    : start_(std::move(start)), idle_(std::move(idle)) {
  plan({});
  clock_ = std::thread([this] { keepTime(); });
}

Traffic::~Traffic() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  clock_.join();
}

void Traffic::plan(const TrafficPlan& plan) {
  {
    const std::lock_guard lock(mutex_);
    plan_ = plan;
    concurrency_ = plan.concurrency;
    ++generation_;  // tickets of the old connections are not taken back
    for (auto& flow : flows_) {
      flow.free.clear();
      for (std::uint32_t uses = 0; uses < plan.concurrency; uses += plan.connections)
        for (std::uint32_t connection = 0; connection < plan.connections; ++connection)
          flow.free.push_back(connection);
    }
    auto& flow = flows_[main_lane];
    if (!steady_) flow.interval = intervalOf(plan.rate);
    flow.due = std::min(flow.due, Clock::now() + flow.interval);
  }
  startAll();
}

void Traffic::run() {
  std::unique_lock lock(mutex_);
  const auto calls = plan_.calls == 0 ? kEndless : plan_.calls;
  const auto rate = plan_.rate;
  steady_ = false;
  lock.unlock();
  begin(calls, rate);
}

void Traffic::steady(double rate) {
  {
    const std::lock_guard lock(mutex_);
    steady_ = true;
  }
  begin(kEndless, rate);
}

void Traffic::begin(std::uint64_t calls, double rate) {
  {
    const std::lock_guard lock(mutex_);
    auto& flow = flows_[main_lane];
    flow.remaining = calls;
    flow.interval = intervalOf(rate);
    flow.due = Clock::now();
  }
  startAll();
}

void Traffic::pause() {
  const std::lock_guard lock(mutex_);
  for (auto& flow : flows_) flow.remaining = 0;
}

void Traffic::send(std::uint64_t calls) {
  {
    const std::lock_guard lock(mutex_);
    auto& remaining = flows_[extra_lane].remaining;
    remaining += std::min(calls, kEndless - 1 - remaining);
  }
  startAll();
}

void Traffic::ended(Ticket ticket, bool reached_server) {
  bool now_idle = false;
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (!reached_server && flows_[ticket.lane].remaining > 0)
      resting_.push_back({now + kRest, ticket});
    else
      now_idle = release(ticket, now);
  }
  startAll();
  if (now_idle) idle_();
}

bool Traffic::release(Ticket ticket, Clock::time_point now) {
  auto& flow = flows_[ticket.lane];
  if (flow.under_way >= concurrency_) flow.due = std::max(flow.due, now);
  --flow.under_way;
  if (ticket.generation == generation_) flow.free.push_back(ticket.connection);
  return idle();
}

bool Traffic::idle() const {
  return std::all_of(flows_.begin(), flows_.end(),
                     [](const Flow& flow) { return flow.remaining == 0 && flow.under_way == 0; });
}

std::optional<Traffic::Ticket> Traffic::next(Clock::time_point now) {
  for (std::uint8_t lane = 0; lane < lanes; ++lane) {
    auto& flow = flows_[lane];
    if (!mayStart(flow) || flow.due > now) continue;
    if (flow.remaining != kEndless) --flow.remaining;
    ++flow.under_way;
    if (flow.interval.count() > 0) flow.due = std::max(flow.due, now - kMostLate) + flow.interval;
    const auto connection = flow.free.front();
    flow.free.pop_front();
    return Ticket{static_cast<Lane>(lane), connection, generation_};
  }
  return std::nullopt;
}

std::optional<Traffic::Clock::time_point> Traffic::nextTimed() const {
  std::optional<Clock::time_point> earliest;
  const auto consider = [&earliest](Clock::time_point at) { earliest = std::min(at, earliest.value_or(at)); };
  for (const auto& flow : flows_)  // without a rate, whoever made room starts the next call
    if (mayStart(flow) && flow.interval.count() > 0) consider(flow.due);
  if (!resting_.empty()) consider(resting_.front().until);
  return earliest;
}

void Traffic::startAll() {
  while (true) {
    std::optional<Ticket> ticket;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      ticket = next(Clock::now());
      if (!ticket) {
        if (const auto timed = nextTimed(); timed && *timed < clock_wakes_at_) changed_.notify_one();
        return;
      }
    }
    start_(*ticket);
  }
}

bool Traffic::releaseRested(Clock::time_point now) {
  bool now_idle = false;
  while (!resting_.empty() && resting_.front().until <= now) {
    now_idle = release(resting_.front().ticket, now);
    resting_.pop_front();
  }
  return now_idle;
}

void Traffic::keepTime() {
  prctl(PR_SET_TIMERSLACK, 1UL);  // of this thread: the kernel's 50 µs would make a fast schedule bumpy
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto timed = nextTimed();
    clock_wakes_at_ = timed.value_or(Clock::time_point::max());
    if (timed)
      changed_.wait_until(lock, *timed);
    else
      changed_.wait(lock);
    clock_wakes_at_ = Clock::time_point::min();  // awake: it will look for itself
    const bool now_idle = releaseRested(Clock::now());
    lock.unlock();
    startAll();
    if (now_idle) idle_();
    lock.lock();
  }
}

}  // namespace switchyard::node
