// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/motion/dots.h"

#include "ui/canvas/layout/traffic.h"
#include "ui/canvas/motion/flight.h"
#include "ui/canvas/paint/type.h"

#include <QPainterPath>

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::int64_t kRecent = 2'000'000'000;
constexpr std::int64_t kDisorder = 1'000'000'000;  // calls are kept in the order in which they were heard of
constexpr std::size_t kMostDots = 2'000;
constexpr double kQueuePitch = 13;
constexpr int kMostInQueue = 10;

/// Dots that wait at the same end of a line stand in a row.
class Queues {
 public:
  QPointF place(const LinePlace& line, bool at_its_end) {
    const int number = std::min(waiting_[{&line, at_its_end}]++, kMostInQueue);
    const double back = std::min(0.9, number * kQueuePitch * line.scale / std::max(line.length(), 1.0));
    return line.at(at_its_end ? 1 - back : back);
  }

 private:
  std::map<std::pair<const LinePlace*, bool>, int> waiting_;
};

std::optional<QPointF> place(const Flight::Position& position, const LinePlace& down, const LinePlace* up,
                             Queues& queues) {
  using Leg = Flight::Leg;
  switch (position.leg) {
    case Leg::none:
      return std::nullopt;
    case Leg::to_balancer:
      return down.at(position.share);
    case Leg::waits_at_balancer:
      return queues.place(down, true);
    case Leg::to_client:
      return down.at(1 - position.share);
    case Leg::to_server:
      if (up != nullptr) return up->at(position.share);
      return std::nullopt;
    case Leg::waits_at_server:
      if (up != nullptr) return queues.place(*up, true);
      return std::nullopt;
    case Leg::from_server:
      if (up != nullptr) return up->at(1 - position.share);
      return std::nullopt;
  }
  return std::nullopt;
}

/// An error shows where it is known: on its way back.
Dot::Shape shapeOf(const CallRecord& call, Flight::Leg leg) {
  const bool back = leg == Flight::Leg::from_server || leg == Flight::Leg::to_client;
  if (back && call.status != 0) return Dot::Shape::diamond;
  return call.attempt > 1 ? Dot::Shape::hollow : Dot::Shape::round;
}

bool decidesPerCall(const World& world, NodeId balancer) {
  const auto* known = world.balancer(balancer);
  return known != nullptr && known->mode == Mode::http;
}

}  // namespace

void Dots::survey(const World& world, std::int64_t time, const CanvasLayout& layout,
                  const CanvasOptions& options) {
  calls_per_dot_ = options.calls_per_dot > 0 ? options.calls_per_dot
                                             : switchyard::callsPerDot(callRate(world, time), calls_per_dot_);
  recent_ = time - kRecent;
  only_.clear();
  for (const auto& connection : world.connections()) {
    if (connection.side != Side::downstream || !connection.open() || connection.client == 0) continue;
    auto& only = only_[connection.client];
    only = {only.connections + 1, connection.balancer, connection.id, connection.opened_at};
  }
  lingering_.clear();
  for (const auto& call : world.calls()) {
    const auto began = call.beganAt();
    if (began >= recent_ || !isDrawn(call.id, calls_per_dot_)) continue;
    const bool long_ago = call.ended_at != 0 && call.ended_at < recent_;
    if (long_ago || pathOf(call, world, layout).down == nullptr) continue;
    if (flightOf(call, options.speed, false).at(time).leg != Flight::Leg::none) lingering_.push_back(call.id);
  }
}

Dots::Path Dots::pathOf(const CallRecord& call, const World& world, const CanvasLayout& layout) const {
  Path path;
  auto balancer = call.balancer;
  auto downstream = call.downstream;
  auto upstream = call.upstream;
  if (downstream == 0) {
    // A client that has one connection has no other way to send its call.
    const auto only = only_.find(call.client);
    if (only == only_.end() || only->second.connections != 1 || only->second.opened_at > call.sent_at)
      return path;
    balancer = only->second.balancer;
    downstream = only->second.id;
  }
  path.decides = decidesPerCall(world, balancer);
  path.down = layout.line(balancer, downstream);
  const auto* connection = world.connection(balancer, downstream);
  if (upstream == 0 && connection != nullptr) upstream = connection->joined;
  path.up = layout.line(balancer, upstream);
  auto served_by = call.server;
  if (served_by == 0 && connection != nullptr) served_by = connection->server;
  if (const auto* server = world.server(served_by)) path.server = server->place;
  return path;
}

std::vector<Dot> Dots::at(const World& world, std::int64_t time, const CanvasLayout& layout,
                          const CanvasOptions& options) const {
  std::vector<Dot> dots;
  Queues queues;
  const auto add = [&](const CallRecord& call) {
    const auto path = pathOf(call, world, layout);
    if (path.down == nullptr) return;
    const auto position = flightOf(call, options.speed, path.decides).at(time);
    if (const auto at = place(position, *path.down, path.up, queues))
      dots.push_back({call.id, *at, path.server, shapeOf(call, position.leg), layout.scale});
  };
  for (const auto id : lingering_)
    if (const auto* call = world.call(id)) add(*call);
  const auto& calls = world.calls();
  const auto oldest = std::find_if(calls.rbegin(), calls.rend(), [&](const CallRecord& call) {
    return call.beganAt() != 0 && call.beganAt() < recent_ - kDisorder;
  });
  for (auto call = oldest.base(); call != calls.end() && dots.size() < kMostDots; ++call) {
    const auto began = call->beganAt();
    if (began >= recent_ && began <= time && isDrawn(call->id, calls_per_dot_)) add(*call);
  }
  return dots;
}

void paintDots(QPainter& painter, const std::vector<Dot>& dots, const Theme& theme,
               const CanvasOptions& options) {
  constexpr double kRadius = 6;
  constexpr double kHalo = 11;
  constexpr double kCrowd = 40;  // halos fade as dots become many
  const double halo = 0.18 * std::clamp(1.5 - static_cast<double>(dots.size()) / kCrowd, 0.0, 1.0);
  painter.save();
  for (const auto& dot : dots) {
    const auto colour = dot.shape == Dot::Shape::diamond ? theme.bad
                        : dot.server < 0                 ? theme.quiet
                                                         : theme.server(dot.server);
    const double scale = dot.scale;
    const Thing thing = Thing::ofCall(dot.call);
    const bool marked = options.hovered == thing || options.selected == thing;
    if (marked || halo > 0) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(faded(colour, marked ? 0.4 : halo));
      painter.drawEllipse(dot.at, kHalo * scale, kHalo * scale);
    }
    if (dot.shape == Dot::Shape::hollow) {
      painter.setPen(QPen(colour, 2.5 * scale));
      painter.setBrush(theme.canvas);
      painter.drawEllipse(dot.at, (kRadius - 1) * scale, (kRadius - 1) * scale);
      continue;
    }
    painter.setPen(QPen(theme.canvas, 1.5 * scale));
    painter.setBrush(colour);
    if (dot.shape == Dot::Shape::diamond) {
      const double r = 8 * scale;
      painter.drawPolygon(QPolygonF({dot.at + QPointF(0, -r), dot.at + QPointF(r, 0), dot.at + QPointF(0, r),
                                     dot.at + QPointF(-r, 0)}));
    } else {
      painter.drawEllipse(dot.at, kRadius * scale, kRadius * scale);
    }
  }
  painter.restore();
}

}  // namespace switchyard
