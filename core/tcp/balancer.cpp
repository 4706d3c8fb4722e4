// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tcp/balancer.h"

#include <algorithm>

namespace switchyard::tcp {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kTick{100};  // how often counts are told and timeouts looked at

}  // namespace

Balancer::Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                   std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem)
    : loop_(loop),
      id_(cast.balancer),
      name_(frontend.name),
      addresses_(std::move(listen_on)),
      maxconn_(frontend.maxconn),
      on_problem_(std::move(on_problem)),
      buffer_(Session::kReadSize),
      timer_(loop.io()),
      drain_deadline_(loop.io()) {
  const auto& backend = *config.backend(frontend.backend);
  if (addresses_.empty())
    for (const auto& bind : frontend.binds) addresses_.push_back(bind.address);
  if (config.maxconn > 0) maxconn_ = maxconn_ == 0 ? config.maxconn : std::min(maxconn_, config.maxconn);
  timeouts_ = backend.timeouts;
  timeouts_.client = frontend.timeouts.client;
  auto policy = makePolicy(backend.balance);
  policy_ =
      policy ? std::move(*policy) : std::move(*makePolicy("roundrobin"));  // the reader has checked the name
  for (std::size_t i = 0; i < backend.servers.size(); ++i)
    addServer(backend.servers[i], i < cast.servers.size() ? cast.servers[i] : static_cast<NodeId>(i + 1));
}

Balancer::~Balancer() {
  stop();
  loop_.cancel(*this);
}

Result<void> Balancer::start() {
  std::vector<std::unique_ptr<Listener>> listeners;
  for (const auto& address : addresses_) {
    auto socket = switchyard::listenOn(address);
    if (!socket) return socket.error();
    listeners.push_back(std::make_unique<Listener>(
        loop_, std::move(*socket), [this](SocketFd accepted_socket) { accepted(std::move(accepted_socket)); },
        [this](const Error& error) { on_problem_(error); }));
  }
  listeners_ = std::move(listeners);
  drained_ = nullptr;
  tick();
  return {};
}

void Balancer::stop() {
  listeners_.clear();
  timer_.cancel();
  while (!sessions_.empty()) sessions_.back()->end(CloseReason::stopped);
  finishDrain();
}

void Balancer::drain(milliseconds deadline, std::function<void()> done) {
  listeners_.clear();
  drained_ = std::move(done);
  if (sessions_.empty()) return finishDrain();
  drain_deadline_.expires_after(deadline);
  drain_deadline_.async_wait([this, alive = std::weak_ptr(alive_)](std::error_code cancelled) {
    if (cancelled || alive.expired()) return;
    while (!sessions_.empty()) sessions_.back()->end(CloseReason::drained);
  });
}

void Balancer::finishDrain() {
  drain_deadline_.cancel();
  if (drained_) loop_.post(std::exchange(drained_, nullptr));
}

Result<void> Balancer::setPolicy(const std::string& balance) {
  auto policy = makePolicy(balance);
  if (!policy) return policy.error();
  policy_ = std::move(*policy);
  return {};
}

Balancer::Upstream* Balancer::find(NodeId id) {
  const auto found =
      std::find_if(upstreams_.begin(), upstreams_.end(), [id](const auto& one) { return one->id == id; });
  return found == upstreams_.end() ? nullptr : found->get();
}

void Balancer::setWeight(NodeId server, std::uint32_t weight) {
  if (auto* upstream = find(server)) upstream->line.weight = std::min(weight, 256U);
}

void Balancer::setExclusion(NodeId server, Exclusion exclusion) {
  if (auto* upstream = find(server)) upstream->exclusion = exclusion;
  serveQueue();
}

void Balancer::addServer(const config::ServerLine& server, NodeId id) {
  auto upstream = std::make_unique<Upstream>();
  upstream->id = id;
  upstream->line = server;
  if (server.disabled) upstream->exclusion = Exclusion::maintenance;
  upstreams_.push_back(std::move(upstream));
  serveQueue();
}

void Balancer::removeServer(NodeId server) {
  std::erase_if(upstreams_, [server](const auto& one) { return one->id == server; });
}

void Balancer::accepted(SocketFd socket) {
  sessions_.push_back(std::make_unique<Session>(*this, std::move(socket), nextConnection()));
  sessions_.back()->place = sessions_.size() - 1;
  acceptOrNot();
  sessions_.back()->begin();
}

void Balancer::acceptOrNot() {
  const bool at_limit = maxconn_ > 0 && sessions_.size() >= maxconn_;
  for (auto& listener : listeners_) at_limit || starved_ ? listener->pause() : listener->resume();
  if (!at_limit || at_limit_told_) return;
  at_limit_told_ = true;
  on_problem_({name_ + " has reached maxconn " + std::to_string(maxconn_) +
                   "; further connections wait in the kernel's queue.",
               "Raise maxconn in the frontend or in global, or let clients share connections."});
}

/// Nobody new is accepted meanwhile: a client without a server would hold the descriptor that another one
/// needs.
void Balancer::waitForDescriptor(Session& session) {
  queue_.push_back(&session);
  starved_ = true;
  acceptOrNot();
  if (std::exchange(starved_told_, true)) return;
  on_problem_({"No file descriptor is left to connect a client of " + name_ + " to a server; it waits.",
               "Raise the limit (ulimit -n) or set maxconn below half of it. Open connections go on."});
}

void Balancer::sessionEnded(Session& session) {
  const auto place = session.place;
  const auto ended = std::move(sessions_[place]);
  sessions_[place] = std::move(sessions_.back());
  if (sessions_[place]) sessions_[place]->place = place;
  sessions_.pop_back();
  acceptOrNot();
  if (sessions_.empty()) finishDrain();
}

Exclusion Balancer::exclusionOf(const Upstream& upstream, const std::vector<NodeId>& tried) const {
  if (upstream.exclusion != Exclusion::none) return upstream.exclusion;
  if (std::find(tried.begin(), tried.end(), upstream.id) != tried.end()) return Exclusion::already_tried;
  if (upstream.line.weight == 0) return Exclusion::zero_weight;
  if (upstream.line.maxconn > 0 && upstream.open >= upstream.line.maxconn) return Exclusion::full;
  return Exclusion::none;
}

Balancer::PickResult Balancer::pick(const Endpoint& client, const std::vector<NodeId>& tried,
                                    ConnectionId connection, Upstream*& picked) {
  std::vector<Candidate> candidates;
  candidates.reserve(upstreams_.size());
  bool any_full = false;
  for (const auto& upstream : upstreams_) {
    const auto exclusion = exclusionOf(*upstream, tried);
    any_full |= exclusion == Exclusion::full;
    candidates.push_back({upstream->id, upstream->line.weight, upstream->open, exclusion});
  }
  std::vector<float> scores(candidates.size(), 0);
  const auto choice = policy_->pick(candidates, {.client = client, .key = {}}, scores);
  if (!choice.index && any_full) return PickResult::all_full;
  tellPick(candidates, scores, choice.index ? candidates[*choice.index].server : NodeId{0}, connection,
           tried.size() + 1);
  if (!choice.index) return PickResult::nobody;
  picked = upstreams_[*choice.index].get();
  ++picked->open;
  return PickResult::picked;
}

void Balancer::tellPick(const std::vector<Candidate>& candidates, const std::vector<float>& scores,
                        NodeId chosen, ConnectionId connection, std::size_t attempt) {
  if (!loop_.traced()) return;
  constexpr std::size_t kInOneEvent = std::size(Decision{}.candidates);
  std::size_t at = 0;
  do {
    Event event(loop_.now(), at == 0 ? Kind::picked : Kind::decision_more, Witness::balancer, id_);
    auto& decision = event.decision;
    decision.connection = connection;
    decision.chosen = chosen;
    decision.attempt = static_cast<std::uint8_t>(std::min<std::size_t>(attempt, 255));
    decision.count = static_cast<std::uint8_t>(std::min(kInOneEvent, candidates.size() - at));
    for (std::size_t i = 0; i < decision.count; ++i, ++at)
      decision.candidates[i] = {candidates[at].server, candidates[at].exclusion,
                                static_cast<std::uint8_t>(std::min(candidates[at].weight, 255U)), scores[at]};
    loop_.emit(event);
  } while (at < candidates.size());
}

void Balancer::release(NodeId server) {
  if (auto* upstream = find(server); upstream != nullptr && upstream->open > 0) --upstream->open;
  if (!queue_.empty() && !starved_ && !std::exchange(queue_due_, true)) loop_.defer(*this);
}

void Balancer::onTurnEnd() {
  queue_due_ = false;
  serveQueue();
}

/// Those who wait for a server that is not full, oldest first; whoever finds none goes back to the end of the
/// queue.
void Balancer::serveQueue() {
  const bool was_starved = std::exchange(starved_, false);
  for (auto waiting = queue_.size(); waiting > 0 && !queue_.empty() && !starved_; --waiting) {
    auto* session = queue_.front();
    queue_.pop_front();
    session->retry();
  }
  if (was_starved) acceptOrNot();
}

void Balancer::trafficMoved(Session& session) {
  if (!loop_.traced() || session.moved_place > 0) return;
  moved_.push_back(&session);
  session.moved_place = moved_.size();
}

void Balancer::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this, alive = std::weak_ptr(alive_)](std::error_code cancelled) {
    if (cancelled || alive.expired()) return;
    for (auto* session : moved_) {
      if (session == nullptr) continue;
      session->moved_place = 0;
      session->tellTraffic();
    }
    moved_.clear();
    const auto now = loop_.now();
    for (std::size_t i = sessions_.size(); i > 0; --i)
      if (i <= sessions_.size()) sessions_[i - 1]->checkTime(now);
    if (starved_) serveQueue();
    tick();
  });
}

}  // namespace switchyard::tcp
