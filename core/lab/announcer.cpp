// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/announcer.h"

namespace switchyard {

Event Announcer::event(Kind kind, NodeId node) const {
  return {monotonicNow(), kind, Witness::lab, node};
}

TextId Announcer::text(NodeId node, const std::string& words) {
  auto table = texts_.find(node);
  if (table == texts_.end())
    table =
        texts_.emplace(node, TextTable(Witness::lab, node, [this](const Event& part) { loop_.emit(part); }))
            .first;
  return table->second.id(words, monotonicNow());
}

void Announcer::added(NodeId node, const Introduction& who) {
  const auto name = text(node, who.name);
  const auto algorithm = text(node, who.algorithm);
  auto added = event(Kind::node_added, node);
  added.added = {.role = who.role,
                 .mode = who.mode,
                 .built_in = who.built_in,
                 .name = name,
                 .address = who.address,
                 .weight = who.weight,
                 .balancer = who.balancer,
                 .algorithm = algorithm};
  loop_.emit(added);
}

void Announcer::state(NodeId node, NodeState state, Cause cause, std::int32_t detail, std::int32_t pid) {
  auto change = event(Kind::node_state, node);
  change.state = {.state = state, .cause = cause, .detail = detail, .pid = pid};
  loop_.emit(change);
}

void Announcer::commanded(const Command& command) {
  const auto node = nodeOf(command);
  const auto told = asCommanded(command, [&](const std::string& words) { return text(node, words); });
  auto event = this->event(Kind::commanded, node);
  event.commanded = told;
  loop_.emit(event);
}

void Announcer::behaviour(NodeId server, const Behaviour& behaviour, bool written) {
  auto change = event(Kind::behaviour_changed, server);
  change.behaviour = {.behaviour = behaviour, .written = written};
  loop_.emit(change);
}

void Announcer::rate(NodeId client, double rate, bool written) {
  auto change = event(Kind::rate_changed, client);
  change.rate = {.rate = rate, .written = written};
  loop_.emit(change);
}

void Announcer::healed(std::uint64_t unhealed) {
  auto end = event(Kind::healed, 0);
  end.count = {.connection = 0, .value = unhealed};
  loop_.emit(end);
}

void Announcer::weight(NodeId server, std::uint32_t weight) {
  auto change = event(Kind::weight_changed, server);
  change.count = {.connection = 0, .value = weight};
  loop_.emit(change);
}

void Announcer::policy(NodeId balancer, Mode mode, const std::string& algorithm) {
  const auto name = text(balancer, algorithm);
  auto change = event(Kind::policy_changed, balancer);
  change.policy = {.mode = mode, .algorithm = name};
  loop_.emit(change);
}

void Announcer::traffic(bool running) {
  auto change = event(Kind::traffic, 0);
  change.count = {.connection = 0, .value = running ? 1U : 0U};
  loop_.emit(change);
}

void Announcer::problem(NodeId node, const Error& error) {
  const auto what = text(node, error.what);
  const auto remedy = text(node, error.remedy);
  auto problem = event(Kind::problem, node);
  problem.problem = {.what = what, .remedy = remedy};
  loop_.emit(problem);
}

}  // namespace switchyard
