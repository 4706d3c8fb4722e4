// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/control/selection.h"
#include "ui/inspector/story.h"
#include "ui/view/card.h"
#include "ui/view/pace.h"

class QScrollArea;

namespace switchyard {

/// Why: tells the story of what is selected (UI.md, "Inspector"), or, when nothing is, of the last decision.
/// What is borrowed must outlive it. GUI thread.
class Inspector final : public Card {
  Q_OBJECT

 public:
  Inspector(const World& world, const Theme& theme, const Selection& selection, QWidget* parent = nullptr);

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  const Story& story() const { return story_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void tellAnew();

  const World& world_;
  const Selection& selection_;
  Story story_;
  QScrollArea* scroll_;
  QWidget* page_;
  Pace pace_;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
