// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/control.h"

namespace switchyard {

void Control::attach(Lab* lab, Lab* twin) {
  labs_.clear();
  for (auto* one : {lab, twin})
    if (one != nullptr) labs_.push_back(one);
  next_client_ = 0;
  behaviours_.clear();
  Q_EMIT liveChanged();
}

void Control::order(const std::function<void(Lab&)>& command) {
  for (auto* lab : labs_) command(*lab);
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
  order([&](Lab& lab) { lab.runSteadily(kSteadyRate); });
  Q_EMIT said(tr("Clients call"));
}

void Control::pause() {
  if (!live()) return;
  order([&](Lab& lab) { lab.pause(); });
  Q_EMIT said(tr("Clients rest"));
}

void Control::sendOne() {
  if (const auto client = nextClient()) send(client, 1);
}

void Control::burst(int calls) {
  if (!live()) return;
  for (int i = 0; i < calls; ++i)
    if (const auto client = nextClient()) order([&](Lab& lab) { lab.send(client, 1); });
  Q_EMIT said(tr("Sent %n call(s)", nullptr, calls));
}

void Control::send(NodeId client, int calls) {
  if (!live()) return;
  order([&](Lab& lab) { lab.send(client, static_cast<std::uint64_t>(calls)); });
  Q_EMIT said(tr("%1 sends %n call(s)", nullptr, calls).arg(nameOf(client)));
}

void Control::setRate(NodeId client, double rate) {
  if (!live()) return;
  order([&](Lab& lab) { lab.setRate(client, rate); });
  Q_EMIT said(tr("%1 calls %2 times a second").arg(nameOf(client)).arg(rate));
}

void Control::start(NodeId node) {
  if (!live()) return;
  order([&](Lab& lab) { lab.startNode(node); });
  Q_EMIT said(tr("Starting %1").arg(nameOf(node)));
}

void Control::stop(NodeId node) {
  if (!live()) return;
  order([&](Lab& lab) { lab.stopNode(node); });
  Q_EMIT said(tr("Stopping %1 · H heals all").arg(nameOf(node)));
}

void Control::kill(NodeId node) {
  if (!live()) return;
  order([&](Lab& lab) { lab.killNode(node); });
  Q_EMIT said(tr("Killed %1 · H heals all").arg(nameOf(node)));
}

void Control::freeze(NodeId node) {
  if (!live()) return;
  order([&](Lab& lab) { lab.freezeNode(node); });
  Q_EMIT said(tr("Froze %1 · H heals all").arg(nameOf(node)));
}

void Control::thaw(NodeId node) {
  if (!live()) return;
  order([&](Lab& lab) { lab.thawNode(node); });
  Q_EMIT said(tr("Thawed %1").arg(nameOf(node)));
}

void Control::remove(NodeId node) {
  if (!live()) return;
  Q_EMIT said(tr("Removing %1").arg(nameOf(node)));
  order([&](Lab& lab) { lab.removeNode(node); });
}

void Control::drain(NodeId server, bool on) {
  if (!live()) return;
  order([&](Lab& lab) { lab.setDrain(server, on); });
  Q_EMIT said((on ? tr("Draining %1 · H heals all") : tr("%1 takes new work again")).arg(nameOf(server)));
}

void Control::setWeight(NodeId server, int weight) {
  if (!live()) return;
  order([&](Lab& lab) { lab.setWeight(server, static_cast<std::uint32_t>(weight)); });
  Q_EMIT said(tr("%1 has weight %2").arg(nameOf(server)).arg(weight));
}

void Control::setBehaviour(NodeId server, ServerBehaviour behaviour) {
  if (!live()) return;
  behaviours_[server] = behaviour;
  order([&](Lab& lab) { lab.setBehaviour(server, behaviour); });
  Q_EMIT said(tr("%1: latency %2 ms, %3 % of calls fail · H heals all")
                  .arg(nameOf(server))
                  .arg(static_cast<double>(behaviour.latency.count()) / 1000)
                  .arg(behaviour.fail * 100));
}

ServerBehaviour Control::behaviour(NodeId server) const {
  const auto found = behaviours_.find(server);
  return found == behaviours_.end() ? ServerBehaviour{} : found->second;
}

void Control::addServer(NodeId balancer) {
  if (!live()) return;
  order([&](Lab& lab) { lab.addServer(balancerOr(balancer)); });
  Q_EMIT said(tr("Adding a server"));
}

void Control::addClient(NodeId balancer) {
  if (!live()) return;
  order([&](Lab& lab) { lab.addClient(balancerOr(balancer)); });
  Q_EMIT said(tr("Adding a client"));
}

void Control::setMode(NodeId balancer, Mode mode) {
  if (!live()) return;
  order([&](Lab& lab) { lab.setMode(balancerOr(balancer), mode); });
  Q_EMIT said(mode == Mode::tcp ? tr("A server is picked for each connection; clients connect anew")
                                : tr("A server is picked for each request; clients connect anew"));
}

void Control::setPolicy(NodeId balancer, const QString& algorithm) {
  if (!live()) return;
  order([&](Lab& lab) { lab.setPolicy(balancerOr(balancer), algorithm.toStdString()); });
}

void Control::healAll() {
  if (!live()) return;
  for (const auto& server : world_.servers()) {
    if (!server.built_in) continue;
    switch (server.state) {
      case NodeState::frozen:
        order([&](Lab& lab) { lab.thawNode(server.id); });
        break;
      case NodeState::stopped:
      case NodeState::down:
      case NodeState::failed:
        order([&](Lab& lab) { lab.startNode(server.id); });
        break;
      case NodeState::draining:
        order([&](Lab& lab) { lab.setDrain(server.id, false); });
        break;
      default:
        break;
    }
  }
  for (const auto& changed : std::exchange(behaviours_, {}))
    order([&](Lab& lab) { lab.setBehaviour(changed.first, {}); });
  Q_EMIT said(tr("Everything is healed"));
}

}  // namespace switchyard
