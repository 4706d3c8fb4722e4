// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/paint_board.h"

#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/evenness.h"

#include <algorithm>

namespace switchyard {
namespace {

using Size = Theme::Size;

constexpr double kFootPadding = 16;

QString headingOf(Role role, const World& world) {
  switch (role) {
    case Role::client:
      return CanvasText::tr("CLIENTS");
    case Role::balancer:
      return world.balancers().size() > 1 ? CanvasText::tr("LOAD BALANCERS")
                                          : CanvasText::tr("LOAD BALANCER");
    case Role::server:
      return CanvasText::tr("SERVERS");
  }
  return {};
}

/// What the balancers' ways of balancing mean; both ways may stand side by side.
QString meaning(const World& world) {
  const auto any = [&](Mode mode) {
    return std::any_of(world.balancers().begin(), world.balancers().end(),
                       [mode](const Balancer& balancer) { return balancer.mode == mode; });
  };
  if (any(Mode::tcp) && any(Mode::http))
    return CanvasText::tr(
        "One balancer picks a server once per TCP connection, the other one for every request.");
  if (any(Mode::http))
    return CanvasText::tr(
        "Request balancing: the balancer picks a server for every request, whatever connection it came on.");
  return CanvasText::tr(
      "Connection balancing: the balancer picks a server once per TCP connection. Every request on that "
      "connection follows it.");
}

QString howItPicks(const World& world) {
  if (world.balancers().empty()) return {};
  return world.balancers().front().mode == Mode::tcp
             ? CanvasText::tr("picks a server once per TCP connection")
             : CanvasText::tr("picks a server for every call");
}

QString asSeenBy(Witness witness) {
  const auto lit = QLatin1Char(' ') + CanvasText::tr("A count that nothing explains is lit, with ≠.");
  switch (witness) {
    case Witness::client:
      return CanvasText::tr("As the clients saw it: calls sent, and OK answers by server.") + lit;
    case Witness::balancer:
      return CanvasText::tr("As the balancer saw it: calls forwarded.") + lit;
    default:
      return CanvasText::tr("As the servers saw it: calls received.") + lit;
  }
}

QString whyWords() {
  return CanvasText::tr("Why this server?");
}

QFont footFont(QFont::Weight weight) {
  return canvasText(Size::small, weight);
}

/// A lane has no bar: how many calls a dot stands for is said below its cards.
void paintThinning(QPainter& painter, const CanvasLayout& layout, const Theme& theme,
                   const CanvasOptions& options, int calls_per_dot) {
  if (calls_per_dot <= 1 || options.reduced_motion) return;
  painter.save();
  painter.scale(layout.scale, layout.scale);
  const QSizeF size = layout.area.size() / layout.scale;
  drawText(painter, {size.width() / 2, size.height() - 12}, Anchor::middle,
           CanvasText::tr("1 dot = %n calls", nullptr, calls_per_dot), footFont(QFont::DemiBold), theme.ink);
  painter.restore();
}

bool hasDecisions(const World& world) {
  return std::any_of(world.balancers().begin(), world.balancers().end(),
                     [](const Balancer& balancer) { return balancer.picks > 0; });
}

}  // namespace

void paintHeadings(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
                   const CanvasOptions& options) {
  auto font = canvasText(sizeFor(options.presenting, Size::tiny), QFont::DemiBold);
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.4);
  for (const auto& heading : layout.headings) {
    painter.save();
    painter.translate(heading.centre);
    painter.scale(layout.scale, layout.scale);
    drawText(painter, {0, 4}, Anchor::middle, headingOf(heading.role, world), font, theme.faint);
    painter.restore();
  }
}

void paintLaneHead(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
                   const CanvasOptions& options) {
  constexpr double kSide = 24;
  constexpr double kBaseline = 33;
  painter.save();
  painter.scale(layout.scale, layout.scale);
  const double width = layout.area.width() / layout.scale;
  double right = width - kSide;
  const bool called = std::any_of(world.servers().begin(), world.servers().end(),
                                  [](const Server& server) { return server.received > 0; });
  if (called)
    right -= 24 + drawText(painter, {right, kBaseline}, Anchor::right,
                           CanvasText::tr("fairness %1").arg(QString::number(world.fairness(), 'f', 2)),
                           footFont(QFont::DemiBold), colourOf(evennessOf(world.fairness()), theme));
  const double named = drawText(painter, {kSide, kBaseline}, Anchor::left, options.lane,
                                canvasText(Size::normal, QFont::Bold), theme.ink, right - kSide);
  drawText(painter, {kSide + named + 16, kBaseline}, Anchor::left, howItPicks(world), footFont(QFont::Normal),
           theme.quiet, right - kSide - named - 16);
  painter.restore();
}

QRectF whyLink(const CanvasLayout& layout, const World& world) {
  if (layout.foot.isEmpty() || !hasDecisions(world)) return {};
  const double width = (widthOf(whyWords(), footFont(QFont::DemiBold)) + 2 * kFootPadding) * layout.scale;
  return {layout.foot.right() - width, layout.foot.top(), width, layout.foot.height()};
}

void paintFoot(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
               const CanvasOptions& options, int calls_per_dot) {
  if (!options.lane.isEmpty()) return paintThinning(painter, layout, theme, options, calls_per_dot);
  if (layout.foot.isEmpty() || world.balancers().empty()) return;
  painter.save();
  painter.translate(layout.foot.topLeft());
  painter.scale(layout.scale, layout.scale);
  const QSizeF size = layout.foot.size() / layout.scale;
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.sunken);
  painter.drawRoundedRect(QRectF(QPointF(0, 0), size), 8, 8);
  const double baseline = size.height() / 2 + 4.5;
  double right = size.width() - kFootPadding;
  if (hasDecisions(world))
    right -= 24 + drawText(painter, {right, baseline}, Anchor::right, whyWords(), footFont(QFont::DemiBold),
                           theme.accent);
  if (calls_per_dot > 1 && !options.reduced_motion)
    right -= 24 + drawText(painter, {right, baseline}, Anchor::right,
                           CanvasText::tr("1 dot = %n calls", nullptr, calls_per_dot),
                           footFont(QFont::DemiBold), theme.ink);
  drawText(painter, {kFootPadding, baseline}, Anchor::left,
           options.witness ? asSeenBy(*options.witness) : meaning(world), footFont(QFont::Medium),
           options.witness ? theme.ink : theme.quiet, right - kFootPadding);
  painter.restore();
}

void paintEmpty(QPainter& painter, const CanvasLayout& layout, const Theme& theme) {
  painter.save();
  painter.translate(layout.area.center());
  painter.scale(layout.scale, layout.scale);
  const double room = layout.area.width() / layout.scale - 48;
  drawText(painter, {0, -30}, Anchor::middle, CanvasText::tr("Nobody is here yet"),
           canvasText(Size::title, QFont::Bold), theme.ink, room);
  const auto font = canvasText(Size::normal);
  drawText(painter, {0, 4}, Anchor::middle,
           CanvasText::tr("Open a haproxy.cfg: each of its servers starts here as a real process,"), font,
           theme.quiet, room);
  drawText(painter, {0, 28}, Anchor::middle,
           CanvasText::tr("with a real balancer in front and real clients that call it."), font, theme.quiet,
           room);
  drawText(painter, {0, 62}, Anchor::middle, CanvasText::tr("Ctrl+O opens a file · F5 lets the clients call"),
           canvasText(Size::normal, QFont::DemiBold), theme.accent, room);
  painter.restore();
}

}  // namespace switchyard
