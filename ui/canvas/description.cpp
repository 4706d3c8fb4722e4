// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/description.h"

#include "ui/canvas/text.h"
#include "ui/view/words.h"

namespace switchyard {
namespace {

QString describeClient(const Client& client) {
  auto told = CanvasText::tr("Client %1, %2: %3 sent, %4 OK, %5 failed")
                  .arg(words::text(client.name), words::state(client), words::count(client.sent),
                       words::count(client.ok), words::count(client.failed));
  if (client.last_latency > 0)
    told += CanvasText::tr(", the last in %1").arg(words::duration(client.last_latency));
  return told;
}

QString describeServer(const Server& server) {
  return CanvasText::tr("Server %1 at %2, %3: %4, %5 in flight")
      .arg(words::text(server.name), words::text(server.address.text()), words::state(server),
           words::requests(server.received), words::count(server.in_flight));
}

QString describeBalancer(const Balancer& balancer) {
  return CanvasText::tr("Balancer %1 at %2, %3: %4, %5, %6, %7")
      .arg(words::text(balancer.name), words::text(balancer.address.text()), words::state(balancer),
           words::mode(balancer.mode), words::algorithm(balancer.algorithm), words::decisions(balancer.picks),
           words::joints(balancer));
}

QString nameOr(const Node* node, const QString& otherwise) {
  return node == nullptr ? otherwise : words::text(node->name);
}

template <typename Member>
void describeAll(QStringList& lines, const std::vector<Member>& members, const World& world) {
  for (const auto& member : members)
    if (member.state != NodeState::removed) lines << describe(member, world);
}

}  // namespace

QString describe(const Node& node, const World& world) {
  if (const auto* client = world.client(node.id)) return describeClient(*client);
  if (const auto* server = world.server(node.id)) return describeServer(*server);
  if (const auto* balancer = world.balancer(node.id)) return describeBalancer(*balancer);
  return words::text(node.name);
}

QString describe(const Connection& connection, const World& world) {
  const bool down = connection.side == Side::downstream;
  const auto balancer = nameOr(world.balancer(connection.balancer), CanvasText::tr("a balancer"));
  const auto client = nameOr(world.client(connection.client), CanvasText::tr("another program"));
  const auto server = nameOr(world.server(connection.server), CanvasText::tr("a server"));
  auto told = CanvasText::tr("Connection %1 to %2, ports %3")
                  .arg(down ? client : balancer, down ? balancer : server, words::ports(connection));
  if (down && connection.joined != 0) told += CanvasText::tr(", joined to %1").arg(server);
  told += CanvasText::tr(", %1").arg(words::calls(connection.streams));
  if (!connection.open()) told += CanvasText::tr(", closed");
  return told;
}

QStringList describe(const World& world) {
  QStringList lines;
  describeAll(lines, world.clients(), world);
  describeAll(lines, world.balancers(), world);
  describeAll(lines, world.servers(), world);
  for (const auto& connection : world.connections())
    if (connection.open()) lines << describe(connection, world);
  return lines;
}

}  // namespace switchyard
