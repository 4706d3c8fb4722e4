// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector.h"

#include "ui/inspector/story_page.h"

#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>

namespace switchyard {
namespace {

/// The paper on which the story is written.
class StoryWidget final : public QWidget {
 public:
  StoryWidget(const Story& story, const Theme& theme) : story_(story), theme_(&theme) {}

  void setTheme(const Theme& theme) { theme_ = &theme; }
  void fit(int width) { resize(width, writeStory(nullptr, story_, *theme_, width)); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    writeStory(&painter, story_, *theme_, width());
  }

 private:
  const Story& story_;
  const Theme* theme_;
};

}  // namespace

Inspector::Inspector(const World& world, const Theme& theme, const Selection& selection, QWidget* parent)
    : Card(theme, tr("Inspector"), parent),
      world_(world),
      selection_(selection),
      scroll_(new QScrollArea(this)),
      page_(new StoryWidget(story_, theme)),
      pace_([this] { tellAnew(); }) {
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::TabFocus);
  scroll_->setWidget(page_);
  for (auto* ground : {page_, scroll_->viewport()}) ground->setAutoFillBackground(false);
  setAccessibleName(title());
  connect(&selection, &Selection::selectionChanged, this, [this] { tellAnew(); });
  tellAnew();
}

void Inspector::refresh(std::int64_t time) {
  time_ = time;
  pace_.ask();
}

void Inspector::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  static_cast<StoryWidget*>(page_)->setTheme(theme);
  tellAnew();
}

void Inspector::resizeEvent(QResizeEvent* event) {
  Card::resizeEvent(event);
  scroll_->setGeometry(kPadding, kHeader, width() - kPadding - 4, height() - kHeader - 8);
  tellAnew();
}

void Inspector::tellAnew() {
  story_ = tell(world_, selection_.selected(), time_);
  setTitle(story_.kind);
  scroll_->setAccessibleName(story_.kind);
  scroll_->setAccessibleDescription(story_.asText());
  static_cast<StoryWidget*>(page_)->fit(width() - 2 * kPadding);
  // Said here: the area itself finds out in the event loop only, which a picture does not run.
  scroll_->setVerticalScrollBarPolicy(page_->height() > scroll_->height() ? Qt::ScrollBarAlwaysOn
                                                                          : Qt::ScrollBarAlwaysOff);
  page_->update();
}

}  // namespace switchyard
