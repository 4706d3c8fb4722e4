// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline.h"

#include "ui/view/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>
#include <limits>

namespace switchyard {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

bool worthAMark(const MarkRecord& mark, const Node* node) {
  if (!mark.text.empty()) return true;
  if (node == nullptr) return false;
  return node->role != Role::client || mark.state == NodeState::failed || mark.state == NodeState::down;
}

}  // namespace

Timeline::Timeline(const World& world, const Theme& theme, QWidget* parent)
    : Card(theme, {}, parent),
      world_(world),
      pause_(new GlyphButton(GlyphButton::Glyph::pause, theme)),
      scrubber_(new Scrubber(theme)),
      position_(new QLabel),
      step_(new GlyphButton(GlyphButton::Glyph::step, theme)),
      live_button_(new QPushButton(tr("LIVE"))),
      speed_label_(new QLabel(tr("Speed"))),
      speed_(new QComboBox),
      pace_([this] { bringUpToDate(); }) {
  setAccessibleName(tr("Timeline"));
  build();
  connect(pause_, &QAbstractButton::clicked, this, [this] { Q_EMIT pauseRequested(!paused_); });
  connect(step_, &QAbstractButton::clicked, this, &Timeline::stepRequested);
  connect(live_button_, &QAbstractButton::clicked, this, &Timeline::liveRequested);
  connect(speed_, &QComboBox::activated, this,
          [this](int index) { Q_EMIT speedRequested(speed_->itemData(index).toDouble()); });
  connect(scrubber_, &QAbstractSlider::valueChanged, this, &Timeline::moved);
  Timeline::setTheme(theme);
  setPaused(false);
}

void Timeline::build() {
  setContentsMargins({});
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 7, 16, 7);
  row->setSpacing(10);
  for (auto* widget : std::initializer_list<QWidget*>{pause_, scrubber_, position_, step_, live_button_,
                                                      speed_label_, speed_})
    row->addWidget(widget, widget == scrubber_ ? 1 : 0);
  scrubber_->setAccessibleName(tr("Time"));
  step_->setGlyph(GlyphButton::Glyph::step, tr("Step to the next event"));
  live_button_->setAccessibleName(tr("Back to live"));
  live_button_->setFocusPolicy(Qt::StrongFocus);
  speed_->setAccessibleName(tr("Speed"));
  speed_label_->setBuddy(speed_);
  speed_->addItem(QStringLiteral("1×"), 1.0);
  speed_->addItem(QStringLiteral("1 / 10"), 0.1);
  speed_->addItem(QStringLiteral("1 / 100"), 0.01);
  speed_->addItem(QStringLiteral("1 / 1000"), 0.001);
}

void Timeline::refresh(std::int64_t time) {
  time_ = time;
  pace_.ask();
}

void Timeline::bringUpToDate() {
  const bool other_run = world_.began() != begin_ && !marks_.empty() && world_.began() > end_;
  if (other_run || end_ == 0) {
    marks_.clear();
    begin_ = world_.began();
    end_ = begin_;
  }
  end_ = std::max(end_, world_.now());
  takeMarks();
  setPosition(time_);
}

/// The World knows what happened until its now; what is known beyond that stays.
void Timeline::takeMarks() {
  std::vector<MarkRecord> marks;
  for (const auto& mark : world_.marks())
    if (worthAMark(mark, world_.node(mark.node))) marks.push_back(mark);
  for (const auto& mark : marks_)
    if (mark.at > world_.now()) marks.push_back(mark);
  marks_ = std::move(marks);
  std::vector<Scrubber::Mark> signs;
  for (const auto& mark : marks_) signs.push_back(drawn(mark));
  scrubber_->setMarks(std::move(signs));
}

Scrubber::Mark Timeline::drawn(const MarkRecord& mark) const {
  const auto* node = world_.node(mark.node);
  const auto name = node == nullptr ? QString() : words::text(node->name) + QLatin1Char(' ');
  Scrubber::Mark sign{.at = milliseconds(mark.at),
                      .colour = theme().quiet,
                      .words = tr("%1 · %2%3").arg(words::stamp(mark.at - begin_), name, words::mark(mark))};
  if (!mark.text.empty()) return sign;
  switch (mark.state) {
    case NodeState::ready:
      if (node != nullptr && node->role == Role::server) sign.colour = theme().server(node->place);
      break;
    case NodeState::frozen:
    case NodeState::draining:
      sign.colour = theme().warn;
      sign.sign = Scrubber::Mark::Sign::circle;
      break;
    case NodeState::down:
    case NodeState::failed:
      sign.colour = theme().bad;
      sign.sign = Scrubber::Mark::Sign::diamond;
      break;
    case NodeState::stopped:
    case NodeState::starting:
    case NodeState::removed:
      break;
  }
  return sign;
}

int Timeline::milliseconds(std::int64_t time) const {
  const std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<std::int64_t>((time - begin_) / kMillisecond, 0, most));
}

void Timeline::setRange(std::int64_t begin, std::int64_t end) {
  begin_ = begin;
  end_ = end;
  setPosition(time_);
}

void Timeline::setPosition(std::int64_t time) {
  time_ = std::clamp(time, begin_, std::max(begin_, end_));
  position_->setText(words::stamp(time_ - begin_));
  if (scrubber_->isSliderDown()) return;
  const QSignalBlocker quiet(scrubber_);
  scrubber_->setRange(0, milliseconds(end_));
  scrubber_->setValue(milliseconds(time_));
  scrubber_->update();
}

void Timeline::moved(int value) {
  if (value == scrubber_->maximum()) {
    Q_EMIT liveRequested();
    return;
  }
  Q_EMIT seekRequested(begin_ + value * kMillisecond);
}

void Timeline::setLive(bool live) {
  if (live != live_) styleLive(live);
}

void Timeline::styleLive(bool live) {
  live_ = live;
  live_button_->setStyleSheet(
      QStringLiteral("font-weight: 600; color: %1").arg((live ? theme().bad : theme().quiet).name()));
  live_button_->setToolTip(live ? tr("What you see happens now") : tr("Back to what happens now"));
}

void Timeline::setPaused(bool paused) {
  paused_ = paused;
  pause_->setGlyph(paused ? GlyphButton::Glyph::play : GlyphButton::Glyph::pause,
                   paused ? tr("Go on") : tr("Pause the picture"));
}

void Timeline::setSpeed(double speed) {
  speed_->setCurrentIndex(std::max(0, speed_->findData(speed)));
}

void Timeline::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  pause_->setTheme(theme);
  step_->setTheme(theme);
  scrubber_->setTheme(theme);
  const auto tiny = theme.text(Theme::Size::tiny).pixelSize();
  position_->setStyleSheet(QStringLiteral("font-family: 'JetBrains Mono'; font-size: %1px; color: %2")
                               .arg(tiny)
                               .arg(theme.quiet.name()));
  position_->setMinimumWidth(
      QFontMetrics(theme.mono(Theme::Size::tiny)).horizontalAdvance(QStringLiteral("00:00.000")) + 2);
  speed_label_->setStyleSheet(
      QStringLiteral("font-size: %1px; color: %2").arg(tiny + 1).arg(theme.quiet.name()));
  styleLive(live_);
  takeMarks();
}

}  // namespace switchyard
