// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/layout/options.h"

#include <QPainter>
#include <QPointF>

#include <cstdint>
#include <map>
#include <vector>

namespace switchyard {

struct Dot {
  enum class Shape : std::uint8_t { round, diamond, hollow };  ///< a call, an error, a retry
  CallId call = 0;
  QPointF at;
  int server = -1;  ///< place of the server whose colour it has; -1: nobody has decided yet
  Shape shape = Shape::round;
  double scale = 1;
};

/// The dots of a moment. Kept between frames, because finding the few long calls among the many that are
/// remembered takes longer than a frame should.
class Dots {
 public:
  /// Looks through all calls; to be told when the layout has changed, else some ten times a second.
  void survey(const World& world, std::int64_t time, const CanvasLayout& layout,
              const CanvasOptions& options);
  /// Where the calls are at `time`. Only calls whose connection is known are among them: a dot is never drawn
  /// on a guessed line. Deterministic.
  std::vector<Dot> at(const World& world, std::int64_t time, const CanvasLayout& layout,
                      const CanvasOptions& options) const;
  int callsPerDot() const { return calls_per_dot_; }

 private:
  struct Path {
    const LinePlace* down = nullptr;
    const LinePlace* up = nullptr;
    int server = -1;
    bool decides = false;
  };
  struct Only {
    int connections = 0;
    NodeId balancer = 0;
    ConnectionId id = 0;
    std::int64_t opened_at = 0;
  };
  Path pathOf(const CallRecord& call, const World& world, const CanvasLayout& layout) const;

  std::int64_t recent_ = 0;        ///< calls that began later are looked at for each frame
  std::vector<CallId> lingering_;  ///< calls that began earlier and are still to be seen
  std::map<NodeId, Only> only_;    ///< clients' open connections, of use where there is one
  int calls_per_dot_ = 1;
};

void paintDots(QPainter& painter, const std::vector<Dot>& dots, const Theme& theme,
               const CanvasOptions& options);

}  // namespace switchyard
