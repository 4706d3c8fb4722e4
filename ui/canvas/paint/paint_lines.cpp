// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/paint_board.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr double kMostWidth = 8;

bool isPerConnection(const LinePlace& line, const World& world) {
  const auto* balancer = world.balancer(line.balancer);
  return balancer == nullptr || balancer->mode == Mode::tcp;
}

/// The joined server's colour; neutral where each call goes its own way, or nothing is joined yet.
QColor colourOf(const LinePlace& line, const World& world, const Theme& theme) {
  const auto* server = world.server(line.server);
  const bool neutral = server == nullptr || (line.side == Side::downstream && !isPerConnection(line, world));
  return neutral ? mixed(theme.quiet, theme.canvas, 0.35) : theme.server(server->place);
}

/// Twice the calls, half a pixel more.
double widthOf(const LinePlace& line, const Theme& theme) {
  const double bundle = line.connections > 1 ? 1 : 0;
  const double width = 2 + bundle + 0.5 * std::log2(1 + line.calls);
  return std::min(width, kMostWidth) * theme.line_scale * line.scale;
}

/// Is the user pointing at this line: at itself, its other half, or a card at one of its ends?
bool isMeant(const LinePlace& line, const World& world, const CanvasLayout& layout, const Thing& thing) {
  if (thing.kind == Thing::Kind::node)
    return line.client == CardId::of(thing.node) || line.server == thing.node || line.balancer == thing.node;
  if (thing.kind != Thing::Kind::connection) return false;
  if (&line == layout.line(thing.node, thing.connection)) return true;
  const auto* connection = world.connection(thing.node, thing.connection);
  return connection != nullptr && &line == layout.line(thing.node, connection->joined);
}

double freshness(const LinePlace& line, std::int64_t time) {
  if (line.closed_at == 0) return 1;
  const double age = static_cast<double>(time - line.closed_at) / static_cast<double>(kGhostTime);
  return 0.7 * std::clamp(1 - age, 0.0, 1.0);
}

struct Lines {
  QPainter& painter;
  const CanvasLayout& layout;
  const World& world;
  std::int64_t time;
  const Theme& theme;
  const CanvasOptions& options;
  bool pointed = false;  // at something that has lines: the others step back

  void paint(const LinePlace& line) const {
    const bool meant = isMeant(line, world, layout, options.hovered);
    const bool selected =
        isMeant(line, world, layout, options.selected) && options.selected.kind == Thing::Kind::connection;
    const auto colour = colourOf(line, world, theme);
    const double width = widthOf(line, theme);
    const double opacity = freshness(line, time) * (pointed && !meant ? 0.3 : 1);
    QPainterPath path(line.from);
    path.cubicTo(line.bend_from, line.bend_to, line.to);
    painter.setBrush(Qt::NoBrush);
    if (meant || selected) {
      painter.setPen(QPen(faded(colour, 0.25), width + 8 * line.scale));
      painter.drawPath(path);
    }
    QPen pen(faded(colour, opacity), meant || selected ? width + 1 : width);
    const bool joined = line.side == Side::upstream || line.server != 0 || !isPerConnection(line, world);
    if (line.closed_at != 0) pen.setDashPattern({2, 3});
    if (line.closed_at == 0 && !joined) pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawPath(path);
  }

  void label(const LinePlace& line) const {
    if (!line.label) return;
    painter.save();
    painter.translate(line.label->topLeft());
    painter.scale(layout.scale, layout.scale);
    const QSizeF size = line.label->size() / layout.scale;
    const auto font =
        line.connections > 1 ? canvasText(Theme::Size::tiny, QFont::Medium) : canvasMono(Theme::Size::tiny);
    const bool right = line.side == Side::upstream;
    const double x = right ? size.width() : 0;
    const double width = std::min(switchyard::widthOf(line.ports, font), size.width());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(theme.canvas, 0.85));  // another line may pass here
    painter.drawRoundedRect(QRectF(right ? x - width - 3 : -3, 0, width + 6, size.height()), 4, 4);
    drawText(painter, {x, size.height() - 4}, right ? Anchor::right : Anchor::left, line.ports, font,
             theme.quiet, size.width());
    painter.restore();
  }

  /// Instead of dots: how many calls a second.
  void rate(const LinePlace& line) const {
    if (line.calls < 1 || line.closed_at != 0) return;
    const auto rate = CanvasText::tr("%1/s", "calls a second").arg(words::rate(line.calls));
    const auto font = canvasText(Theme::Size::small, QFont::DemiBold);
    painter.save();
    painter.translate(line.at(0.5));
    painter.scale(layout.scale, layout.scale);
    const double width = switchyard::widthOf(rate, font) + 14;
    painter.setPen(QPen(colourOf(line, world, theme), 1.5));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(QRectF(-width / 2, -11, width, 22), 11, 11);
    drawText(painter, {0, 4.5}, Anchor::middle, rate, font, theme.ink);
    painter.restore();
  }
};

}  // namespace

void paintLines(QPainter& painter, const CanvasLayout& layout, const World& world, std::int64_t time,
                const Theme& theme, const CanvasOptions& options) {
  Lines lines{painter, layout, world, time, theme, options};
  lines.pointed = std::any_of(layout.lines.begin(), layout.lines.end(), [&](const LinePlace& line) {
    return isMeant(line, world, layout, options.hovered);
  });
  for (const auto& line : layout.lines) lines.paint(line);
  for (const auto& line : layout.lines) lines.label(line);
  if (!options.reduced_motion) return;
  for (const auto& line : layout.lines) lines.rate(line);
}

}  // namespace switchyard
