// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/control.h"

#include "ui/view/words.h"

#include <QStringList>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kHealLook = 50;  // milliseconds
constexpr std::int64_t kHealPatience =
    30'000'000'000;  // nanoseconds: above what a node may take to become ready

std::chrono::microseconds inMicroseconds(std::int64_t nanoseconds) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds(nanoseconds));
}

/// "srv02 (failed: its port is in use)" for each member that does not work.
QStringList unhealedIn(const World& world) {
  QStringList told;
  const auto look = [&](const Node& node) {
    if (node.state == NodeState::ready || node.state == NodeState::removed) return;
    told << QStringLiteral("%1 (%2)").arg(words::text(node.name), words::state(node));
  };
  std::for_each(world.balancers().begin(), world.balancers().end(), look);
  std::for_each(world.servers().begin(), world.servers().end(), look);
  std::for_each(world.clients().begin(), world.clients().end(), look);
  return told;
}

}  // namespace

Control::Control(const World& world) : world_(world) {
  connect(&healing_, &QTimer::timeout, this, &Control::tellHealed);
}

void Control::attach(Lab* lab) {
  labs_.clear();
  worlds_.clear();
  healing_.stop();
  next_client_ = 0;
  if (lab != nullptr) {
    labs_.push_back(lab);
    worlds_.push_back(&world_);
  }
  Q_EMIT liveChanged();
}

void Control::attach(Lab& lab, Lab& twin, const World& of_twin) {
  attach(&lab);
  labs_.push_back(&twin);
  worlds_.push_back(&of_twin);
}

void Control::order(const Command& command) {
  for (auto* lab : labs_) lab->submit(command);
}

QString Control::nameOf(NodeId node) const {
  const auto* known = world_.node(node);
  return known == nullptr ? tr("node %1").arg(node) : QString::fromStdString(known->name);
}

NodeId Control::balancerOr(NodeId balancer) const {
  if (balancer != 0 || world_.balancers().empty()) return balancer;
  return world_.balancers().front().id;
}

NodeId Control::nextClient() {
  const auto& clients = world_.clients();
  for (std::size_t turn = 0; turn < clients.size(); ++turn) {
    const auto& client = clients[next_client_++ % clients.size()];
    if (client.state == NodeState::ready) return client.id;
  }
  return 0;
}

void Control::toggleRun() {
  world_.running() ? pause() : run();
}

void Control::run() {
  if (!live()) return;
  order(command::RunSteadily{kSteadyRate});
  Q_EMIT said(tr("Clients call"));
}

void Control::pause() {
  if (!live()) return;
  order(command::Pause{});
  Q_EMIT said(tr("Clients rest"));
}

void Control::sendOne() {
  if (const auto client = nextClient()) send(client, 1);
}

void Control::burst(int calls) {
  if (!live()) return;
  for (int i = 0; i < calls; ++i)
    if (const auto client = nextClient()) order(command::Send{client, 1});
  Q_EMIT said(tr("Sent %n call(s)", nullptr, calls));
}

void Control::send(NodeId client, int calls) {
  if (!live()) return;
  order(command::Send{client, static_cast<std::uint64_t>(calls)});
  Q_EMIT said(tr("%1 sends %n call(s)", nullptr, calls).arg(nameOf(client)));
}

void Control::setRate(NodeId client, double rate) {
  if (!live()) return;
  order(command::SetRate{client, rate});
  Q_EMIT said(tr("%1 calls %2 times a second").arg(nameOf(client)).arg(rate));
}

void Control::start(NodeId node) {
  if (!live()) return;
  order(command::Start{node});
  Q_EMIT said(tr("Starting %1").arg(nameOf(node)));
}

void Control::stop(NodeId node) {
  if (!live()) return;
  order(command::Stop{node});
  Q_EMIT said(tr("Stopping %1 · H heals all").arg(nameOf(node)));
}

void Control::kill(NodeId node) {
  if (!live()) return;
  order(command::Kill{node});
  Q_EMIT said(tr("Killed %1 · H heals all").arg(nameOf(node)));
}

void Control::freeze(NodeId node) {
  if (!live()) return;
  order(command::Freeze{node});
  Q_EMIT said(tr("Froze %1 · H heals all").arg(nameOf(node)));
}

void Control::thaw(NodeId node) {
  if (!live()) return;
  order(command::Thaw{node});
  Q_EMIT said(tr("Thawed %1").arg(nameOf(node)));
}

void Control::remove(NodeId node) {
  if (!live()) return;
  Q_EMIT said(tr("Removing %1").arg(nameOf(node)));
  order(command::Remove{node});
}

void Control::drain(NodeId server, bool on) {
  if (!live()) return;
  order(command::SetExclusion{server, on ? Exclusion::draining : Exclusion::none});
  Q_EMIT said((on ? tr("Draining %1 · H heals all") : tr("%1 takes new work again")).arg(nameOf(server)));
}

void Control::setWeight(NodeId server, int weight) {
  if (!live()) return;
  order(command::SetWeight{server, static_cast<std::uint32_t>(weight)});
  Q_EMIT said(tr("%1 has weight %2").arg(nameOf(server)).arg(weight));
}

void Control::slow(NodeId server, std::chrono::milliseconds by) {
  if (!live()) return;
  order(command::Slow{server, by});
  Q_EMIT said(tr("%1 is slower by %2 ms · H heals all").arg(nameOf(server)).arg(by.count()));
}

void Control::endSlowness(NodeId id) {
  const auto* server = world_.server(id);
  if (!live() || server == nullptr) return;
  order(command::SetLatency{id, inMicroseconds(server->written.latency),
                            inMicroseconds(server->written.jitter)});
  Q_EMIT said(tr("%1 is as fast as before").arg(nameOf(id)));
}

void Control::fail(NodeId server, double share) {
  if (!live()) return;
  order(command::SetFailures{server, share});
  Q_EMIT said(tr("%1 fails %2 % of its calls · H heals all").arg(nameOf(server)).arg(share * 100));
}

void Control::endFailures(NodeId id) {
  const auto* server = world_.server(id);
  if (!live() || server == nullptr) return;
  order(command::SetFailures{id, server->written.fail});
  Q_EMIT said(tr("%1 fails no more calls than before").arg(nameOf(id)));
}

void Control::addServer(NodeId balancer) {
  if (!live()) return;
  order(command::AddServer{balancerOr(balancer)});
  Q_EMIT said(tr("Adding a server"));
}

void Control::addClient(NodeId balancer) {
  if (!live()) return;
  order(command::AddClient{balancerOr(balancer)});
  Q_EMIT said(tr("Adding a client"));
}

void Control::setMode(NodeId balancer, Mode mode) {
  if (!live()) return;
  order(command::SetMode{balancerOr(balancer), mode});
  Q_EMIT said(mode == Mode::tcp ? tr("A server is picked for each connection; clients connect anew")
                                : tr("A server is picked for each request; clients connect anew"));
}

void Control::setPolicy(NodeId balancer, const QString& algorithm) {
  if (!live()) return;
  order(command::SetPolicy{balancerOr(balancer), algorithm.toStdString()});
}

void Control::healAll() {
  if (!live()) return;
  heal_asked_at_ = monotonicNow();
  order(command::Heal{});
  healing_.start(kHealLook);
  Q_EMIT said(tr("Healing …"));
}

/// Not before every lab has told its end: what is shown may still be the past.
void Control::tellHealed() {
  const auto ended = [this](const World* world) { return world->lastHeal().at > heal_asked_at_; };
  if (!std::all_of(worlds_.begin(), worlds_.end(), ended)) {
    if (monotonicNow() - heal_asked_at_ > kHealPatience) healing_.stop();
    return;
  }
  healing_.stop();
  QStringList unhealed;
  for (const auto* world : worlds_)
    if (world->lastHeal().unhealed > 0) unhealed += unhealedIn(*world);
  unhealed.removeDuplicates();
  Q_EMIT said(unhealed.isEmpty() ? tr("Everything is healed")
                                 : tr("Not healed: %1").arg(unhealed.join(QStringLiteral(" · "))));
}

}  // namespace switchyard
