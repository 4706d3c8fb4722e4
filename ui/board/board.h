// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/view/view.h"

#include <vector>

class QBoxLayout;

namespace switchyard {

class Canvas;
class ChartDeck;

/// Everything that draws one World: the canvas, the inspector beside it, charts and tables below. The middle
/// of the window, and what an export shows.
class Board final : public View {
  Q_OBJECT

 public:
  Board(const World& world, const Theme& theme, Control& control, Selection& selection,
        QWidget* parent = nullptr);

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  void setPresenting(bool on);  ///< the canvas alone, its type doubled
  bool presenting() const { return presenting_; }
  Canvas& canvas() { return *canvas_; }
  QStringList charts() const;  ///< keys of the charts that are shown (ChartDeck::chosen)
  void showCharts(const QStringList& keys);
  /// A card that the window adds below the inspector: what a scenario claims.
  void addBeside(View* card);

 private:
  Canvas* canvas_;
  QWidget* beside_;
  QWidget* below_;
  QBoxLayout* beside_column_;
  std::vector<ChartDeck*> decks_;
  std::vector<View*> panels_;  ///< all but the canvas
  bool presenting_ = false;
};

}  // namespace switchyard
