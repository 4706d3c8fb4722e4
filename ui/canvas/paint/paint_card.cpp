// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

#include <algorithm>

namespace switchyard {
namespace {

using Size = Theme::Size;

bool isHovered(const CardPlace& place, const CanvasOptions& options) {
  return options.hovered_card == place.id ||
         (place.id.kind == CardId::Kind::node && options.hovered == Thing::of(place.id.node));
}

bool isSelected(const CardPlace& place, const CanvasOptions& options) {
  return place.id.kind == CardId::Kind::node && options.selected == Thing::of(place.id.node);
}

double radiusOf(const CardPlace& place) {
  if (place.density >= Density::small) return 6;
  return place.role == Role::balancer ? 14 : 10;
}

void paintGround(const CardBrush& brush, const CardPlace& place, const Node* node) {
  const auto& theme = brush.theme;
  const bool hovered = isHovered(place, brush.options);
  const bool selected = isSelected(place, brush.options);
  const bool runs = node == nullptr || (node->state != NodeState::stopped && node->state != NodeState::down &&
                                        node->state != NodeState::failed);
  const double radius = radiusOf(place);
  const QRectF box(QPointF(0, 0), brush.size);
  auto& painter = brush.painter;
  if (hovered) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(theme.accent, 0.14));
    painter.drawRoundedRect(box.adjusted(-5, -5, 5, 5), radius + 5, radius + 5);
  }
  const bool strong = hovered || selected || place.role == Role::balancer;
  QPen border(strong ? theme.accent : theme.line, (strong ? 2 : 1) * theme.line_scale);
  if (selected) border.setWidthF(3);
  if (!runs) border.setStyle(Qt::DashLine);
  if (!runs && !strong) border.setColor(theme.faint);
  painter.setPen(border);
  painter.setBrush(theme.card);
  painter.drawRoundedRect(box, radius, radius);
}

/// The witnesses do not agree about this member, and it is asked what each of them saw.
bool isDisputed(const Node* node, const World& world, const CanvasOptions& options) {
  if (node == nullptr || !options.witness) return false;
  if (const auto* client = world.client(node->id)) return witnessCounts(world, *client).differ();
  const auto* server = world.server(node->id);
  return server != nullptr && witnessCounts(world, *server).differ();
}

void paintDispute(const CardBrush& brush, const CardPlace& place) {
  const double radius = radiusOf(place);
  brush.painter.setPen(QPen(brush.theme.bad, 3 * brush.theme.line_scale));
  brush.painter.setBrush(faded(brush.theme.bad, 0.08));
  brush.painter.drawRoundedRect(QRectF(QPointF(0, 0), brush.size), radius, radius);
}

void paintFocus(const CardBrush& brush, const CardPlace& place) {
  if (brush.options.focused != place.id) return;
  const double radius = radiusOf(place) + 5;
  brush.painter.setPen(QPen(brush.theme.ink, 2, Qt::DotLine));
  brush.painter.setBrush(Qt::NoBrush);
  brush.painter.drawRoundedRect(QRectF(QPointF(-5, -5), brush.size + QSizeF(10, 10)), radius, radius);
}

/// Of all calls that went to its balancer's servers.
double shareOf(const Server& server, const World& world) {
  double sum = 0;
  for (const auto& other : world.servers())
    if (other.balancer == server.balancer) sum += static_cast<double>(other.received);
  return sum > 0 ? static_cast<double>(server.received) / sum : 0;
}

void paintStrangers(const CardBrush& brush, const World& world) {
  const auto connections = std::count_if(
      world.connections().begin(), world.connections().end(),
      [](const Connection& one) { return one.open() && one.side == Side::downstream && one.client == 0; });
  const double middle = brush.size.height() / 2;
  const double room = brush.size.width() - 36;
  const auto counted = words::connections(static_cast<std::uint64_t>(connections));
  if (brush.density >= Density::small) {
    drawText(brush.painter, {18, middle + 4}, Anchor::left, CanvasText::tr("other programs"),
             canvasText(Size::small, QFont::DemiBold), brush.theme.ink, room);
    return;
  }
  drawText(brush.painter, {18, middle - 4}, Anchor::left, CanvasText::tr("other programs"),
           canvasText(Size::normal, QFont::DemiBold), brush.theme.ink, room);
  drawText(brush.painter, {18, middle + 16}, Anchor::left, counted, canvasText(Size::small),
           brush.theme.quiet, room);
}

void paintFold(const CardBrush& brush, const World& world) {
  const auto clients = std::count_if(world.clients().begin(), world.clients().end(),
                                     [](const Client& one) { return one.state != NodeState::removed; });
  drawText(brush.painter, {10, brush.size.height() / 2 + 4}, Anchor::left,
           CanvasText::tr("%n clients", nullptr, static_cast<int>(clients)),
           canvasText(Size::tiny, QFont::DemiBold), brush.theme.ink);
  drawText(brush.painter, {brush.size.width() - 10, brush.size.height() / 2 + 4}, Anchor::right,
           CanvasText::tr("fold"), canvasText(Size::tiny, QFont::DemiBold), brush.theme.accent);
}

void paintContent(const CardBrush& brush, const CardPlace& place, const World& world) {
  switch (place.id.kind) {
    case CardId::Kind::nothing:
      return;
    case CardId::Kind::clients:
      return paintAllClients(brush, world);
    case CardId::Kind::fold:
      return paintFold(brush, world);
    case CardId::Kind::strangers:
      return paintStrangers(brush, world);
    case CardId::Kind::node:
      break;
  }
  if (const auto* client = world.client(place.id.node))
    paintClient(brush, *client, witnessCounts(world, *client));
  if (const auto* server = world.server(place.id.node))
    paintServer(brush, *server, witnessCounts(world, *server), shareOf(*server, world));
  if (const auto* balancer = world.balancer(place.id.node)) paintBalancer(brush, *balancer, world);
}

/// Two more cards behind it: it stands for many.
void paintPile(const CardBrush& brush) {
  brush.painter.setPen(QPen(brush.theme.line, brush.theme.line_scale));
  brush.painter.setBrush(brush.theme.card);
  for (const double back : {10.0, 5.0})
    brush.painter.drawRoundedRect(QRectF(back, back, brush.size.width() - 2 * back, brush.size.height()), 10,
                                  10);
}

}  // namespace

void paintCard(QPainter& painter, const CardPlace& place, const World& world, std::int64_t time,
               const Theme& theme, const CanvasOptions& options) {
  painter.save();
  painter.translate(place.area.topLeft());
  painter.scale(place.scale, place.scale);
  const CardBrush brush{painter, theme, options, place.area.size() / place.scale, place.density, time};
  const auto* node = place.id.kind == CardId::Kind::node ? world.node(place.id.node) : nullptr;
  if (place.id.kind == CardId::Kind::clients) paintPile(brush);
  paintGround(brush, place, node);
  if (isDisputed(node, world, options)) paintDispute(brush, place);
  paintContent(brush, place, world);
  paintFocus(brush, place);
  painter.restore();
}

}  // namespace switchyard
