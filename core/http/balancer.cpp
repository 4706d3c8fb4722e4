// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/balancer.h"

#include "core/system/shortage.h"

#include <algorithm>

namespace switchyard::http2 {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kTick{100};  // how often counts are told and timeouts looked at
constexpr std::size_t kReadSize = 256 * 1024;
constexpr int kStarvedTicks = 2;  // one to try again, one to hear that it failed

}  // namespace

Balancer::Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                   std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem)
    : loop_(loop),
      id_(cast.balancer),
      run_(cast.run),
      timeouts_(config.backend(frontend.backend)->timeouts),
      retries_(config.backend(frontend.backend)->retries),
      retry_on_(config.backend(frontend.backend)->retry_on),
      forward_for_(frontend.forward_for.on ? frontend.forward_for
                                           : config.backend(frontend.backend)->forward_for),
      on_problem_(std::move(on_problem)),
      listeners_(
          loop, config, frontend, std::move(listen_on),
          [this](Accepted client) { accepted(std::move(client)); }, on_problem_),
      pool_(loop, cast.balancer, *config.backend(frontend.backend), cast.servers),
      received_(kReadSize + kFrameHeaderSize + kMaxFrameSize),
      numbers_(cast.numbers),
      ticks_(loop),
      drain_(loop) {
  timeouts_.client = frontend.timeouts.client;
  timeouts_.http_request = frontend.timeouts.http_request;
  timeouts_.http_keep_alive = frontend.timeouts.http_keep_alive;
  if (timeouts_.queue.count() == 0) timeouts_.queue = timeouts_.connect;
  pool_.onProblem(on_problem_);
  listeners_.onTurnedAway([this] { endDrainIfDone(); });
  pool_.onRoom([this] {
    queue_due_ = true;
    later();
  });
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
  while (!clients_.empty()) clients_.back()->close(CloseReason::stopped);
  for (const auto& group : groups_)
    if (group) group->stop();
  buried_.clear();
  endDrainIfDone();
}

void Balancer::drain(milliseconds within, std::function<void()> done) {
  listeners_.leave();
  const auto cut = [this] {
    listeners_.close();
    while (!clients_.empty()) clients_.back()->close(CloseReason::drained);
    endDrainIfDone();
  };
  drain_.begin(within, cut, std::move(done));
  for (auto i = clients_.size(); i > 0; --i)
    if (i <= clients_.size()) clients_[i - 1]->goAway(CloseReason::drained);
  endDrainIfDone();
}

/// The last client has gone: the connections to servers have nothing left to carry.
void Balancer::endDrainIfDone() {
  if (!drain_.begun() || !clients_.empty() || listeners_.entering() > 0) return;
  pool_.stop();
  for (const auto& group : groups_)
    if (group) group->retire();
  drain_.end();
}

void Balancer::accepted(Accepted client) {
  clients_.push_back(std::make_unique<Downstream>(*this, std::move(client), nextConnection()));
  clients_.back()->place = clients_.size() - 1;
  acceptOrNot();
  auto& entered = *clients_.back();
  entered.begin();
  if (drain_.begun()) entered.goAway(CloseReason::drained);  // it was at the door
}

void Balancer::downstreamClosed(Downstream& connection) {
  const auto place = connection.place;
  bury(std::move(clients_[place]));
  clients_[place] = std::move(clients_.back());
  if (clients_[place]) clients_[place]->place = place;
  clients_.pop_back();
  acceptOrNot();
  endDrainIfDone();
}

void Balancer::bury(std::unique_ptr<Connection> connection) {
  buried_.push_back(std::move(connection));
  later();
}

void Balancer::later() {
  if (!std::exchange(work_due_, true)) loop_.defer(*this);
}

void Balancer::onTurnEnd() {
  work_due_ = false;
  buried_.clear();
  if (std::exchange(queue_due_, false)) serveQueue();
}

void Balancer::waitInQueue(Exchange& exchange) {
  exchange.waitFor(nullptr);
  queue_.push_back(&exchange);
}

/// Nobody new is accepted meanwhile: a client without a server would hold the descriptor that another one
/// needs.
void Balancer::waitForMeans(Exchange& exchange) {
  waitInQueue(exchange);
  starved_ = kStarvedTicks;
  acceptOrNot();
}

void Balancer::gotConnection() {
  if (std::exchange(starved_, 0) == 0) return;
  acceptOrNot();
  queue_due_ = true;
  later();
}

std::string Balancer::whyNobodyHadRoom() const {
  if (starved_ == 0) return "No server had room in time (timeout queue).";
  return "The balancer could not connect to a server: " + shortage(pool_.lastShortage()).what + ".";
}

/// Whoever waits for the means to connect tries again; when that fails it will be told before the next tick.
void Balancer::tryWithoutMeans() {
  if (--starved_ == 0) acceptOrNot();
  serveQueue();
}

/// Those who wait, oldest first; whoever finds no server waits again. While we lack the means to connect, one
/// tries for all.
void Balancer::serveQueue() {
  const auto most = starved_ > 0 ? std::min<std::size_t>(queue_.size(), 1) : queue_.size();
  for (auto waiting = most; waiting > 0 && !queue_.empty(); --waiting) {
    auto& exchange = *queue_.front();
    queue_.pop_front();
    route(exchange);
  }
}

Exchange& Balancer::newExchange() {
  retry_budget_.earn(1);
  if (spare_.empty()) {
    exchanges_.push_back(std::make_unique<Exchange>(*this));
    return *exchanges_.back();
  }
  auto& exchange = *spare_.back();
  spare_.pop_back();
  return exchange;
}

void Balancer::recycle(Exchange& exchange, Connection& downstream, bool answered) {
  spare_.push_back(&exchange);
  static_cast<Downstream&>(downstream).callEnded(answered);
}

CallId Balancer::callId(std::string_view told) {
  if (!loop_.traced()) return 0;
  const auto known = run_.read(told);
  return known ? *known : strangerCallId(id_, ++numbers_->strangers_call);
}

std::string_view Balancer::keyOf(const HeaderList& request) const {
  switch (pool_.key().of) {
    case HashKey::Of::path:
      return request.path();
    case HashKey::Of::header:
      if (const auto* value = request.find(pool_.key().header)) return *value;
      return {};
    case HashKey::Of::nothing:
      break;
  }
  return {};
}

void Balancer::route(Exchange& exchange) {
  const auto& client = static_cast<const Downstream&>(exchange.downstream());
  const auto choice = pool_.pick({.request = {.client = client.client(), .key = keyOf(*exchange.request())},
                                  .tried = exchange.tried().all(),
                                  .connection = client.id(),
                                  .call = exchange.call()});
  switch (choice.outcome) {
    case ServerPool::Outcome::picked:
      exchange.pickedServer(choice.server->id);
      return group(*choice.server).take(exchange);
    case ServerPool::Outcome::all_full:
      return waitInQueue(exchange);
    case ServerPool::Outcome::nobody:
      if (exchange.tried().lacking()) return waitForMeans(exchange);
      return exchange.answer(GrpcStatus::unavailable, exchange.tried().failures() == 0
                                                          ? "No server is available."
                                                          : "No other server is available.");
  }
}

UpstreamGroup& Balancer::group(const ServerPool::Server& server) {
  if (groups_.size() <= server.id) groups_.resize(server.id + std::size_t{1});
  auto& group = groups_[server.id];
  if (!group) group = std::make_unique<UpstreamGroup>(*this, server.id, server.line);
  return *group;
}

bool Balancer::mayRetry(std::uint8_t attempt, Loss loss) {
  const auto allowed = [&] {
    switch (loss) {
      case Loss::refused:
        return true;
      case Loss::not_connected:
        return retry_on_.conn_failure;
      case Loss::died:
        return retry_on_.empty_response;
      case Loss::junk:
        return retry_on_.junk_response;
      case Loss::too_late:
        return retry_on_.response_timeout;
    }
    return false;
  };
  return allowed() && spendRetry(attempt);
}

bool Balancer::mayRetryAfter(std::uint8_t attempt, const HeaderList& answer) {
  if (retry_on_.statuses.empty()) return false;
  constexpr std::uint16_t kUnavailable = 503;
  const bool unavailable = answer.grpcStatus() == static_cast<int>(GrpcStatus::unavailable);
  const auto status = unavailable ? kUnavailable : answer.status();
  const bool named =
      std::find(retry_on_.statuses.begin(), retry_on_.statuses.end(), status) != retry_on_.statuses.end();
  return named && spendRetry(attempt);
}

bool Balancer::spendRetry(std::uint8_t attempt) {
  return attempt <= retries_ && retry_budget_.spend(loop_.now(), kRetryCost);
}

void Balancer::stopWaiting(Exchange& exchange, UpstreamGroup* group) {
  if (group != nullptr)
    group->stopWaiting(exchange);
  else
    std::erase(queue_, &exchange);
}

std::string Balancer::serverName(NodeId server) const {
  const auto* found = server < groups_.size() ? groups_[server].get() : nullptr;
  return found == nullptr ? "The server" : found->name();
}

std::string_view Balancer::forwardedFor(const Connection& client, const HeaderList& request) const {
  const auto& who = static_cast<const Downstream&>(client);
  if (!forward_for_.on) return {};
  return forward_for_.if_none && request.find(forward_for_.header) != nullptr ? who.via()
                                                                              : who.forwardedFor();
}

void Balancer::removeServer(NodeId server) {
  pool_.remove(server);
  if (server < groups_.size() && groups_[server]) groups_[server]->retire();
}

void Balancer::tick() {
  for (auto* connection : std::exchange(moved_, {})) connection->tellTraffic();
  const auto now = loop_.now();
  for (auto i = clients_.size(); i > 0; --i)
    if (i <= clients_.size()) clients_[i - 1]->checkTime(now);
  for (std::size_t i = 0; i < groups_.size(); ++i)
    if (groups_[i]) groups_[i]->checkTime(now);
  if (starved_ > 0) tryWithoutMeans();
}

}  // namespace switchyard::http2
