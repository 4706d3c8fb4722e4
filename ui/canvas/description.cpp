// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/description.h"

#include "ui/canvas/paint/text.h"
#include "ui/view/words.h"

#include <algorithm>

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
  const auto told =
      CanvasText::tr("Server %1 at %2, %3: %4, %5 in flight")
          .arg(words::text(server.name), words::text(server.address.text()), words::state(server),
               words::requests(server.received), words::count(server.in_flight));
  return (QStringList(told) + words::orders(server)).join(QStringLiteral(", "));
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

/// What does not change while it is open.
QString identity(const Connection& connection, const World& world) {
  const bool down = connection.side == Side::downstream;
  const auto balancer = nameOr(world.balancer(connection.balancer), CanvasText::tr("a balancer"));
  const auto client = nameOr(world.client(connection.client), CanvasText::tr("another program"));
  const auto server = nameOr(world.server(connection.server), CanvasText::tr("a server"));
  auto told = CanvasText::tr("Connection %1 to %2, ports %3")
                  .arg(down ? client : balancer, down ? balancer : server, words::ports(connection));
  if (down && connection.joined != 0) told += CanvasText::tr(", joined to %1").arg(server);
  return told;
}

QString nameOfCard(const CardId& card, const World& world) {
  switch (card.kind) {
    case CardId::Kind::nothing:
      return {};
    case CardId::Kind::node:
      break;
    case CardId::Kind::clients:
    case CardId::Kind::fold: {
      const auto clients = std::count_if(world.clients().begin(), world.clients().end(),
                                         [](const Client& one) { return one.state != NodeState::removed; });
      const auto number = static_cast<int>(clients);
      return card.kind == CardId::Kind::fold ? CanvasText::tr("Fold %n clients", nullptr, number)
                                             : CanvasText::tr("%n clients", nullptr, number);
    }
    case CardId::Kind::strangers:
      return CanvasText::tr("other programs");
  }
  const auto* node = world.node(card.node);
  if (node == nullptr) return {};
  const auto* server = world.server(card.node);
  return CanvasText::tr("%1 %2, %3", "role, name, state")
      .arg(words::role(node->role), words::text(node->name),
           server != nullptr ? words::state(*server) : words::state(*node));
}

}  // namespace

QString describe(const Node& node, const World& world) {
  if (const auto* client = world.client(node.id)) return describeClient(*client);
  if (const auto* server = world.server(node.id)) return describeServer(*server);
  if (const auto* balancer = world.balancer(node.id)) return describeBalancer(*balancer);
  return words::text(node.name);
}

QString describe(const Connection& connection, const World& world) {
  auto told = identity(connection, world);
  told += CanvasText::tr(", %1").arg(words::calls(connection.streams));
  if (!connection.open()) told += CanvasText::tr(", closed");
  return told;
}

std::vector<CanvasItem> itemsOf(const CanvasLayout& layout, const World& world) {
  std::vector<CanvasItem> items;
  for (const auto& card : layout.cards) items.push_back(CanvasItem::of(card.id));
  for (const auto& connection : world.connections())
    if (connection.open()) items.push_back(CanvasItem::of(connection));
  return items;
}

QString nameOf(const CanvasItem& item, const World& world) {
  if (item.connection == 0) return nameOfCard(item.card, world);
  const auto* connection = world.connection(item.balancer, item.connection);
  return connection == nullptr ? QString() : identity(*connection, world);
}

QString describe(const CanvasItem& item, const World& world) {
  if (item.connection != 0) {
    const auto* connection = world.connection(item.balancer, item.connection);
    return connection == nullptr ? QString() : describe(*connection, world);
  }
  const auto* node = item.card.kind == CardId::Kind::node ? world.node(item.card.node) : nullptr;
  return node == nullptr ? nameOfCard(item.card, world) : describe(*node, world);
}

}  // namespace switchyard
