// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"
#include "core/world/world.h"
#include "ui/view/card.h"

#include <vector>

namespace switchyard {

/// What the scenario says one should see, ticked off as it comes true, each with what is measured now.
/// Evaluates the claims against the World at most twice a second.
class ClaimsCard final : public Card {
  Q_OBJECT

 public:
  ClaimsCard(const World& world, const Theme& theme, QWidget* parent = nullptr);
  void setScenario(const Scenario& scenario);  ///< copied; without claims the card hides
  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  int rowHeight(const ClaimResult& claim, int width) const;

  const World& world_;
  Scenario scenario_;
  std::vector<ClaimResult> results_;
  std::uint64_t version_ = 0;
  std::int64_t evaluated_at_ = 0;
};

}  // namespace switchyard
