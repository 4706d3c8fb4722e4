// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/description.h"

#include "ui/canvas/words.h"

namespace switchyard {
namespace {

int plural(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, 2'000'000'000));
}

QString describeClient(const Client& client) {
  auto words = CanvasWords::tr("Client %1, %2: %3 sent, %4 OK, %5 failed")
                   .arg(CanvasWords::name(client), CanvasWords::state(client), CanvasWords::number(client.sent),
                        CanvasWords::number(client.ok), CanvasWords::number(client.failed));
  if (client.last_latency > 0)
    words += CanvasWords::tr(", the last in %1").arg(CanvasWords::duration(client.last_latency));
  return words;
}

QString describeServer(const Server& server) {
  return CanvasWords::tr("Server %1 at %2, %3: %4, %5 in flight")
      .arg(CanvasWords::name(server), CanvasWords::address(server.address), CanvasWords::state(server),
           CanvasWords::tr("%Ln request(s) received", nullptr, plural(server.received)),
           CanvasWords::number(server.in_flight));
}

QString describeBalancer(const Balancer& balancer) {
  return CanvasWords::tr("Balancer %1 at %2, %3: %4, %5, %6, %7")
      .arg(CanvasWords::name(balancer), CanvasWords::address(balancer.address), CanvasWords::state(balancer),
           CanvasWords::mode(balancer.mode), CanvasWords::algorithm(balancer.algorithm),
           CanvasWords::decisions(balancer.picks), CanvasWords::joints(balancer));
}

QString nameOr(const Node* node, const QString& otherwise) {
  return node == nullptr ? otherwise : CanvasWords::name(*node);
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
  return CanvasWords::name(node);
}

QString describe(const Connection& connection, const World& world) {
  const bool down = connection.side == Side::downstream;
  const auto balancer = nameOr(world.balancer(connection.balancer), CanvasWords::tr("a balancer"));
  const auto client = nameOr(world.client(connection.client), CanvasWords::tr("another program"));
  const auto server = nameOr(world.server(connection.server), CanvasWords::tr("a server"));
  auto words = CanvasWords::tr("Connection %1 to %2, ports %3")
                   .arg(down ? client : balancer, down ? balancer : server, CanvasWords::ports(connection));
  if (down && connection.joined != 0) words += CanvasWords::tr(", joined to %1").arg(server);
  words += CanvasWords::tr(", %Ln call(s)", nullptr, plural(connection.streams));
  if (!connection.open()) words += CanvasWords::tr(", closed");
  return words;
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
