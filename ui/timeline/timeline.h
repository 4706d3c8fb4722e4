// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/timeline/glyph_button.h"
#include "ui/timeline/scrubber.h"
#include "ui/view/card.h"
#include "ui/view/pace.h"

#include <cstdint>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace switchyard {

/// When: pause, scrub back, how fast, step to the next event, back to live; with what happened to the servers
/// as marks. It only asks; whoever moves the time tells it by the setters what came of it.
class Timeline final : public Card {
  Q_OBJECT

 public:
  Timeline(const World& world, const Theme& theme, QWidget* parent = nullptr);

  /// Moves the knob to `time`, and takes the World's marks. Marks that are known from a later time stay.
  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;

  /// What can be scrubbed, on the clock of Event::at. Without it: from the World's beginning to the latest
  /// time that it was seen at.
  void setRange(std::int64_t begin, std::int64_t end);
  void setPosition(std::int64_t time);
  void setLive(bool live);
  void setPaused(bool paused);
  void setSpeed(double speed);  ///< one of 1, 0.1, 0.01, 0.001

 Q_SIGNALS:
  void seekRequested(std::int64_t time);
  void liveRequested();  ///< also when the knob is dragged to its end
  void pauseRequested(bool paused);
  void speedRequested(double speed);
  void stepRequested();

 private:
  void build();
  void styleLive(bool live);
  void takeMarks();
  Scrubber::Mark drawn(const MarkRecord& mark) const;
  int milliseconds(std::int64_t time) const;  ///< since begin_
  void moved(int value);
  void bringUpToDate();

  const World& world_;
  GlyphButton* pause_;
  Scrubber* scrubber_;
  QLabel* position_;
  GlyphButton* step_;
  QPushButton* live_button_;
  QLabel* speed_label_;
  QComboBox* speed_;
  std::vector<MarkRecord> marks_;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::int64_t time_ = 0;
  bool live_ = true;
  bool paused_ = false;
  Pace pace_;
};

}  // namespace switchyard
