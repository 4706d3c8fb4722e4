// SPDX-License-Identifier: GPL-3.0-or-later
// How each kind of card looks. The painter stands at the card's upper left corner, at its scale; `size` is
// the card's in that scale.
#pragma once

#include "core/evidence/witness_counts.h"
#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/layout/options.h"
#include "ui/canvas/paint/type.h"

#include <QPainter>
#include <QSizeF>

namespace switchyard {

struct CardBrush {
  QPainter& painter;
  const Theme& theme;
  const CanvasOptions& options;
  QSizeF size;
  Density density;
  std::int64_t time;

  QFont text(Theme::Size step, QFont::Weight weight = QFont::Normal) const {
    return canvasText(sizeFor(options.presenting, step), weight);
  }
  QFont mono(Theme::Size step) const { return canvasMono(sizeFor(options.presenting, step)); }
};

/// Any card of the layout, at its place.
void paintCard(QPainter& painter, const CardPlace& place, const World& world, std::int64_t time,
               const Theme& theme, const CanvasOptions& options);

void paintClient(const CardBrush& brush, const Client& client, const WitnessCounts& counts);
void paintAllClients(const CardBrush& brush, const World& world);
void paintServer(const CardBrush& brush, const Server& server, const WitnessCounts& counts, double share);
void paintBalancer(const CardBrush& brush, const Balancer& balancer, const World& world);
/// What each of the three counted, on one line.
void paintWitnesses(const CardBrush& brush, const WitnessCounts& counts, double left, double baseline,
                    double room);
/// The same on three lines, from the first one's baseline.
void paintWitnessColumn(const CardBrush& brush, const WitnessCounts& counts, double right, double baseline,
                        double room);
/// The balancer's inner state, as its algorithm has it.
void paintFace(const CardBrush& brush, const QPointF& middle, double radius, const Balancer& balancer,
               const World& world);

}  // namespace switchyard
