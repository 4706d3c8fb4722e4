// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/compare/comparison.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/view/view.h"

#include <optional>

namespace switchyard {

class Canvas;
class CompareCard;

/// Two lanes above each other, the same calls at the same moment, and their figures side by side (UI.md,
/// "Compare"). Takes the place of the Board. What is borrowed must outlive it. GUI thread.
class CompareBoard final : public View {
  Q_OBJECT

 public:
  CompareBoard(const World& first, const World& second, const Theme& theme, Control& control,
               QWidget* parent = nullptr);

  void setComparison(const Comparison& comparison);
  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  void setPresenting(bool on);  ///< the lanes alone
  void setReducedMotion(bool on);
  void setSpeed(double speed);  ///< Canvas::setSpeed
  void setWitness(std::optional<Witness> witness);
  void fit();
  Canvas& first() { return *first_; }
  Canvas& second() { return *second_; }
  CompareCard& card() { return *card_; }

 private:
  Selection first_selection_;
  Selection second_selection_;  ///< of its own: connections and calls are numbered in each lane
  Canvas* first_;
  Canvas* second_;
  CompareCard* card_;
};

}  // namespace switchyard
