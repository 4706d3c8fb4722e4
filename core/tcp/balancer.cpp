// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tcp/balancer.h"

#include <algorithm>

namespace switchyard::tcp {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kTick{100};  // how often counts are told and timeouts looked at
constexpr int kStarvedTicks = 2;    // one to try again, one to hear that it failed

}  // namespace

Balancer::Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                   std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem)
    : loop_(loop),
      id_(cast.balancer),
      timeouts_(config.backend(frontend.backend)->timeouts),
      retries_(config.backend(frontend.backend)->retries),
      on_problem_(std::move(on_problem)),
      listeners_(
          loop, config, frontend, std::move(listen_on),
          [this](Accepted client) { accepted(std::move(client)); }, on_problem_),
      pool_(loop, cast.balancer, *config.backend(frontend.backend), cast.servers),
      received_(Session::kReadSize),
      numbers_(cast.numbers),
      ticks_(loop),
      drain_(loop) {
  timeouts_.client = frontend.timeouts.client;
  pool_.onRoom([this] { serveQueueSoon(); });
  pool_.onProblem(on_problem_);
  listeners_.onTurnedAway([this] { endDrainIfDone(); });
}

Balancer::~Balancer() {
  stop();
  loop_.cancel(*this);
}

Result<void> Balancer::start(std::vector<SocketFd>& offered) {
  if (auto opened = listeners_.open(offered); !opened) return opened;
  pool_.start();
  ticks_.every(kTick, [this] { tick(); });
  return {};
}

/// Whoever follows looks at the servers.
std::vector<SocketFd> Balancer::handOver(const Stays& stays) {
  auto sockets = listeners_.handOver(stays);
  pool_.stop();
  return sockets;
}

void Balancer::stop() {
  listeners_.close();
  pool_.stop();
  ticks_.cancel();
  while (!sessions_.empty()) sessions_.back()->end(CloseReason::stopped);
  endDrainIfDone();
}

void Balancer::drain(milliseconds within, std::function<void()> done) {
  listeners_.leave();
  const auto cut = [this] {
    listeners_.close();
    while (!sessions_.empty()) sessions_.back()->end(CloseReason::drained);
    endDrainIfDone();
  };
  drain_.begin(within, cut, std::move(done));
  endDrainIfDone();
}

void Balancer::endDrainIfDone() {
  if (!drain_.begun() || !sessions_.empty() || listeners_.entering() > 0) return;
  pool_.stop();
  drain_.end();
}

void Balancer::accepted(Accepted client) {
  sessions_.push_back(std::make_unique<Session>(*this, std::move(client), nextConnection()));
  sessions_.back()->place = sessions_.size() - 1;
  acceptOrNot();
  sessions_.back()->begin();
}

/// Nobody new is accepted meanwhile: a client without a server would hold the descriptor that another one
/// needs.
void Balancer::starve() {
  starved_ = kStarvedTicks;
  acceptOrNot();
}

/// Those who waited for the means of one may go on.
void Balancer::gotConnection() {
  if (std::exchange(starved_, 0) == 0) return;
  acceptOrNot();
  serveQueueSoon();
}

/// Whoever waits for the means to connect tries again; when that fails it will be told before the next tick.
void Balancer::tryWithoutMeans() {
  if (--starved_ == 0) acceptOrNot();
  serveQueue();
}

void Balancer::sessionEnded(Session& session) {
  const auto place = session.place;
  const auto ended = std::move(sessions_[place]);
  sessions_[place] = std::move(sessions_.back());
  if (sessions_[place]) sessions_[place]->place = place;
  sessions_.pop_back();
  acceptOrNot();
  endDrainIfDone();
}

void Balancer::serveQueueSoon() {
  if (!queue_.empty() && starved_ == 0 && !std::exchange(queue_due_, true)) loop_.defer(*this);
}

void Balancer::onTurnEnd() {
  queue_due_ = false;
  serveQueue();
}

/// Those who wait, oldest first; whoever finds no server goes back to the end of the queue. While we lack the
/// means to connect, one tries for all.
void Balancer::serveQueue() {
  const auto most = starved_ > 0 ? std::min<std::size_t>(queue_.size(), 1) : queue_.size();
  for (auto waiting = most; waiting > 0 && !queue_.empty(); --waiting) {
    auto* session = queue_.front();
    queue_.pop_front();
    session->retry();
  }
}

void Balancer::trafficMoved(Session& session) {
  if (!loop_.traced() || session.moved_place > 0) return;
  moved_.push_back(&session);
  session.moved_place = moved_.size();
}

void Balancer::tick() {
  for (auto* session : moved_) {
    if (session == nullptr) continue;
    session->moved_place = 0;
    session->tellTraffic();
  }
  moved_.clear();
  const auto now = loop_.now();
  for (std::size_t i = sessions_.size(); i > 0; --i)
    if (i <= sessions_.size()) sessions_[i - 1]->checkTime(now);
  if (starved_ > 0) tryWithoutMeans();
}

}  // namespace switchyard::tcp
