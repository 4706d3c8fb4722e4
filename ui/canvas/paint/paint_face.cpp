// SPDX-License-Identifier: GPL-3.0-or-later
// The balancer's face: what its algorithm goes by.
#include "core/balance/explanation.h"
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

#include <QtMath>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace switchyard {
namespace {

using Size = Theme::Size;
using Servers = std::vector<const Server*>;

struct Face {
  const CardBrush& brush;
  QPointF middle;
  double radius;
  const Balancer& balancer;
  const World& world;
  Servers servers;

  QPainter& painter() const { return brush.painter; }
  const Theme& theme() const { return brush.theme; }
  QPointF onRim(double degrees) const {
    const double angle = qDegreesToRadians(degrees);
    return middle + QPointF(std::cos(angle), std::sin(angle)) * radius;
  }
};

/// Those that are still there, in the order of the configuration.
Servers serversOf(const Balancer& balancer, const World& world) {
  Servers servers;
  for (const auto& server : world.servers())
    if (server.balancer == balancer.id && server.state != NodeState::removed) servers.push_back(&server);
  return servers;
}

void paintDisc(const Face& face) {
  face.painter().setPen(QPen(face.theme().line, 1));
  face.painter().setBrush(face.theme().sunken);
  face.painter().drawEllipse(face.middle, face.radius, face.radius);
}

void paintServerDot(const Face& face, const QPointF& at, const Server& server, double radius) {
  const auto colour = face.theme().server(server.place);
  face.painter().setPen(Qt::NoPen);
  face.painter().setBrush(colour);
  face.painter().drawEllipse(at, radius, radius);
  if (radius < 7) return;
  drawText(face.painter(), at + QPointF(0, 4), Anchor::middle, Theme::letter(server.place),
           canvasText(Size::tiny, QFont::Bold), inkOn(colour), 2 * radius - 2);
}

/// The servers' places on the rim: to the right, as they stand on the canvas; all around when they are many.
std::vector<double> anglesOf(std::size_t servers) {
  const double step = std::min(50.0, 360.0 / static_cast<double>(std::max<std::size_t>(servers, 1)));
  std::vector<double> angles(servers);
  for (std::size_t i = 0; i < servers; ++i)
    angles[i] = (static_cast<double>(i) - (static_cast<double>(servers) - 1) / 2) * step;
  return angles;
}

double dotRadius(std::size_t servers) {
  return servers <= 10 ? 9 : std::max(3.0, 90.0 / static_cast<double>(servers));
}

/// A clock whose hand points to the last pick.
void paintDial(const Face& face) {
  paintDisc(face);
  const auto angles = anglesOf(face.servers.size());
  for (std::size_t i = 0; i < face.servers.size(); ++i) {
    paintServerDot(face, face.onRim(angles[i]), *face.servers[i], dotRadius(angles.size()));
    if (face.servers[i]->id != face.balancer.lastPick()) continue;
    face.painter().setPen(QPen(face.theme().ink, 3, Qt::SolidLine, Qt::RoundCap));
    face.painter().drawLine(face.middle, face.middle + (face.onRim(angles[i]) - face.middle) * 0.76);
  }
  face.painter().setPen(Qt::NoPen);
  face.painter().setBrush(face.theme().ink);
  face.painter().drawEllipse(face.middle, 5, 5);
}

/// How loaded the balancer believes a server is: open connections, or calls under way.
std::uint64_t loadOf(const Balancer& balancer, const Server& server) {
  return balancer.mode == Mode::tcp ? server.connections : server.in_flight;
}

/// One row for each server with its counter.
void paintCounters(const Face& face) {
  constexpr std::size_t kMost = 6;
  const auto rows = std::min(face.servers.size(), kMost);
  if (rows == 0) return paintDisc(face);
  const double pitch = std::min(30.0, 2 * face.radius / static_cast<double>(rows));
  const double width = face.brush.size.width() - 48;
  std::uint64_t most = 1;
  for (const auto* server : face.servers) most = std::max(most, loadOf(face.balancer, *server));
  double y = face.middle.y() - pitch * static_cast<double>(rows - 1) / 2;
  const double left = face.middle.x() - width / 2;
  const double height = std::min(12.0, pitch * 0.5);
  for (std::size_t i = 0; i < rows; ++i, y += pitch) {
    const auto& server = *face.servers[i];
    const auto load = loadOf(face.balancer, server);
    paintServerDot(face, {left + 8, y}, server, std::min(8.0, pitch * 0.45));
    const QRectF track(left + 24, y - height / 2, width - 24 - 40, height);
    face.painter().setPen(Qt::NoPen);
    face.painter().setBrush(face.theme().sunken);
    face.painter().drawRoundedRect(track, height / 2, height / 2);
    face.painter().setBrush(face.theme().server(server.place));
    const double length = track.width() * static_cast<double>(load) / static_cast<double>(most);
    if (load > 0)
      face.painter().drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(length, height), height)),
                                     height / 2, height / 2);
    drawText(face.painter(), {left + width, y + 5}, Anchor::right, words::count(load),
             canvasText(Size::small, QFont::DemiBold), face.theme().ink, 34);
  }
}

/// Each server's share of the hash's range, by weight; a notch at the one that was chosen last.
void paintRing(const Face& face) {
  paintDisc(face);
  double total = 0;
  for (const auto* server : face.servers) total += server->weight;
  if (total <= 0) return;
  const double outer = face.radius - 2;
  const QRectF box(face.middle.x() - outer, face.middle.y() - outer, 2 * outer, 2 * outer);
  double from = 90;
  for (const auto* server : face.servers) {
    const double span = 360 * server->weight / total;
    const bool chosen = server->id == face.balancer.lastPick();
    face.painter().setPen(QPen(face.theme().card, 2));
    face.painter().setBrush(face.theme().server(server->place));
    face.painter().drawPie(box, qRound((from - span) * 16), qRound(span * 16));
    const double angle = qDegreesToRadians(from - span / 2);
    const QPointF out(std::cos(angle), -std::sin(angle));
    if (chosen) {
      face.painter().setPen(QPen(face.theme().ink, 3, Qt::SolidLine, Qt::RoundCap));
      face.painter().drawLine(face.middle, face.middle + out * (outer * 0.5));
    }
    if (span > 14)
      drawText(face.painter(), face.middle + out * (outer * 0.78) + QPointF(0, 4), Anchor::middle,
               Theme::letter(server->place), canvasText(Size::tiny, QFont::Bold),
               inkOn(face.theme().server(server->place)), 20);
    from -= span;
  }
  face.painter().setPen(Qt::NoPen);
  face.painter().setBrush(face.theme().card);
  face.painter().drawEllipse(face.middle, outer * 0.56, outer * 0.56);
  drawText(face.painter(), face.middle + QPointF(0, 4), Anchor::middle, CanvasText::tr("hash"),
           canvasText(Size::tiny, QFont::DemiBold), face.theme().quiet, outer);
}

/// A die among the servers; those that were drawn last have a rim.
void paintDice(const Face& face) {
  paintDisc(face);
  const auto angles = anglesOf(face.servers.size());
  const auto drawn = face.balancer.decisions.lastCandidates();
  for (std::size_t i = 0; i < face.servers.size(); ++i) {
    const auto id = face.servers[i]->id;
    const auto radius = dotRadius(angles.size());
    const auto at = face.onRim(angles[i]);
    const bool was_drawn = std::any_of(drawn.begin(), drawn.end(), [id](const auto& candidate) {
      return candidate.server == id && candidate.score >= 0;
    });
    if (was_drawn) {
      face.painter().setPen(QPen(face.theme().ink, 2));
      face.painter().setBrush(face.theme().card);
      face.painter().drawEllipse(at, radius + 3, radius + 3);
    }
    paintServerDot(face, at, *face.servers[i], radius);
  }
  const QRectF die(face.middle.x() - 20, face.middle.y() - 20, 40, 40);
  face.painter().setPen(QPen(face.theme().ink, 2));
  face.painter().setBrush(face.theme().card);
  face.painter().drawRoundedRect(die, 8, 8);
  face.painter().setPen(Qt::NoPen);
  face.painter().setBrush(face.theme().ink);
  for (const double x : {-1.0, 1.0})
    for (const double y : {-1.0, 1.0}) face.painter().drawEllipse(face.middle + QPointF(x, y) * 10, 3.2, 3.2);
  face.painter().drawEllipse(face.middle, 3.2, 3.2);
}

}  // namespace

void paintFace(const CardBrush& brush, const QPointF& middle, double radius, const Balancer& balancer,
               const World& world) {
  const Face face{brush, middle, radius, balancer, world, serversOf(balancer, world)};
  switch (explanationOf(balancer.algorithm).compares) {
    case Compares::load:
      return paintCounters(face);
    case Compares::drawn_load:
      return paintDice(face);
    case Compares::hash:
      return paintRing(face);
    case Compares::turns:
    case Compares::place:
    case Compares::unknown:
      return paintDial(face);
  }
}

}  // namespace switchyard
