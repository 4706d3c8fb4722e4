// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/actions.h"

#include "core/balance/policy.h"
#include "ui/canvas/paint/text.h"
#include "ui/view/words.h"

#include <QMenu>

#include <chrono>

namespace switchyard {
namespace {

using Actions = std::vector<CardAction>;
using namespace std::chrono_literals;

constexpr auto kSlower = 100ms;
constexpr double kFailing = 0.2;

bool isDown(const Node& node) {
  return node.state == NodeState::stopped || node.state == NodeState::down || node.state == NodeState::failed;
}

/// Start what is down; stop or kill what is not.
void addLife(Actions& actions, const Node& node, Control& control) {
  const auto id = node.id;
  if (isDown(node)) {
    actions.push_back(
        {.text = CanvasText::tr("Start"), .run = [&control, id] { control.start(id); }, .quick = true});
    return;
  }
  actions.push_back(
      {.text = CanvasText::tr("Stop"), .run = [&control, id] { control.stop(id); }, .quick = true});
  if (node.role != Role::client)
    actions.push_back(
        {.text = CanvasText::tr("Kill"), .run = [&control, id] { control.kill(id); }, .quick = true});
}

void addFaults(Actions& actions, const Server& server, Control& control) {
  const auto id = server.id;
  if (server.state == NodeState::frozen)
    actions.push_back(
        {.text = CanvasText::tr("Thaw"), .run = [&control, id] { control.thaw(id); }, .quick = true});
  else if (server.state == NodeState::ready)
    actions.push_back(
        {.text = CanvasText::tr("Freeze"), .run = [&control, id] { control.freeze(id); }, .quick = true});
  if (isDown(server)) return;
  actions.push_back({.text = CanvasText::tr("Slower by 100 ms"),
                     .run = [&control, id] { control.slow(id, kSlower); },
                     .separated = true});
  if (server.isSlowed())
    actions.push_back(
        {.text = CanvasText::tr("As fast as before"), .run = [&control, id] { control.endSlowness(id); }});
  if (server.behaviour.fail != server.written.fail)
    actions.push_back({.text = server.written.fail == 0 ? CanvasText::tr("No more errors")
                                                        : CanvasText::tr("Errors as before"),
                       .run = [&control, id] { control.endFailures(id); }});
  else
    actions.push_back({.text = CanvasText::tr("Fail 20 % of calls"),
                       .run = [&control, id] { control.fail(id, kFailing); }});
}

CardAction weights(const Server& server, Control& control) {
  CardAction group{.text = CanvasText::tr("Weight"), .run = {}};
  for (const int weight : {0, 1, 2, 3, 5, 10, 50, 100, 256})
    group.more.push_back({.text = words::count(static_cast<std::uint64_t>(weight)),
                          .run = [&control, id = server.id, weight] { control.setWeight(id, weight); }});
  return group;
}

Actions actionsOfServer(const Server& server, Control& control) {
  Actions actions;
  const auto id = server.id;
  if (server.built_in) addLife(actions, server, control);
  if (server.built_in) addFaults(actions, server, control);
  if (server.state == NodeState::ready)
    actions.push_back({.text = CanvasText::tr("Drain"),
                       .run = [&control, id] { control.drain(id, true); },
                       .quick = true,
                       .separated = true});
  if (server.state == NodeState::draining)
    actions.push_back({.text = CanvasText::tr("End the drain"),
                       .run = [&control, id] { control.drain(id, false); },
                       .quick = true,
                       .separated = true});
  actions.push_back(weights(server, control));
  actions.push_back(
      {.text = CanvasText::tr("Remove"), .run = [&control, id] { control.remove(id); }, .separated = true});
  return actions;
}

Actions actionsOfClient(const Client& client, Control& control) {
  Actions actions;
  const auto id = client.id;
  if (client.state == NodeState::ready)
    actions.push_back(
        {.text = CanvasText::tr("Send one"), .run = [&control, id] { control.send(id, 1); }, .quick = true});
  addLife(actions, client, control);
  if (client.state == NodeState::ready) {
    bool first = true;
    for (const int rate : {1, 10, 100})
      actions.push_back({.text = CanvasText::tr("%n calls a second", nullptr, rate),
                         .run = [&control, id, rate] { control.setRate(id, rate); },
                         .separated = std::exchange(first, false)});
  }
  actions.push_back(
      {.text = CanvasText::tr("Remove"), .run = [&control, id] { control.remove(id); }, .separated = true});
  return actions;
}

Actions actionsOfBalancer(const Balancer& balancer, Control& control) {
  Actions actions;
  const auto id = balancer.id;
  addLife(actions, balancer, control);
  CardAction algorithms{.text = CanvasText::tr("Algorithm"), .run = {}, .separated = true};
  for (const auto name : policyNames()) {
    const auto word = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    algorithms.more.push_back({.text = words::algorithm(std::string(name)),
                               .run = [&control, id, word] { control.setPolicy(id, word); }});
  }
  actions.push_back(algorithms);
  actions.push_back({.text = CanvasText::tr("Add a server"),
                     .run = [&control, id] { control.addServer(id); },
                     .separated = true});
  actions.push_back(
      {.text = CanvasText::tr("Add a client"), .run = [&control, id] { control.addClient(id); }});
  return actions;
}

}  // namespace

std::vector<CardAction> actionsOf(const Node& node, const World& world, Control& control) {
  if (!control.live()) return {};
  if (const auto* server = world.server(node.id)) return actionsOfServer(*server, control);
  if (const auto* client = world.client(node.id)) return actionsOfClient(*client, control);
  if (const auto* balancer = world.balancer(node.id)) return actionsOfBalancer(*balancer, control);
  return {};
}

void fillMenu(QMenu& menu, const std::vector<CardAction>& actions) {
  for (const auto& action : actions) {
    if (action.separated) menu.addSeparator();
    if (action.run)
      menu.addAction(action.text, &menu, action.run);
    else
      fillMenu(*menu.addMenu(action.text), action.more);
  }
}

}  // namespace switchyard
