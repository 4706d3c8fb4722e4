// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/story_page.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <array>

namespace switchyard {
namespace {

using Size = Theme::Size;

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

/// A column that fills from the top.
class Page {
 public:
  Page(QPainter* painter, const Theme& theme, int width) : painter_(painter), theme_(theme), width_(width) {}

  int height() const { return y_; }
  void write(const Story& story);

 private:
  int scaled(int pixels) const { return qRound(pixels * theme_.type_scale); }
  void text(const QRect& box, int flags, const QString& words, const QFont& font, const QColor& colour);
  void line(const QColor& colour, QPointF from, QPointF to);
  void heading(const QString& words);
  void title(const Story& story);
  void paragraph(const QString& words);
  void fact(const Story::Fact& fact);
  void ladder(const Story& story);
  void hop(const Story::Hop& hop, const std::array<int, 3>& columns);
  void choice(const Story::Choice& choice);
  void candidate(const Story::Candidate& candidate, bool even);
  void moment(const Story::Moment& moment);

  QPainter* painter_;
  const Theme& theme_;
  int width_;
  int y_ = 0;
};

void Page::text(const QRect& box, int flags, const QString& words, const QFont& font, const QColor& colour) {
  if (painter_ == nullptr) return;
  painter_->setFont(font);
  painter_->setPen(colour);
  const auto shown = (flags & Qt::TextWordWrap) != 0
                         ? words
                         : QFontMetrics(font).elidedText(words, Qt::ElideRight, box.width());
  painter_->drawText(box, flags, shown);
}

void Page::line(const QColor& colour, QPointF from, QPointF to) {
  if (painter_ == nullptr) return;
  painter_->setPen(QPen(colour, 1));
  painter_->drawLine(from, to);
}

void Page::heading(const QString& words) {
  y_ += scaled(12);
  text({0, y_, width_, scaled(16)}, Qt::AlignLeft | Qt::AlignVCenter, words.toUpper(),
       theme_.text(Size::tiny, QFont::DemiBold), theme_.quiet);
  y_ += scaled(22);
}

void Page::title(const Story& story) {
  const auto state_font = theme_.text(Size::small, QFont::Medium);
  const int state_width =
      story.state.isEmpty() ? 0 : QFontMetrics(state_font).horizontalAdvance(story.state) + 2;
  const int dot = story.place ? scaled(20) : 0;
  const auto name_font = theme_.text(Size::title, QFont::DemiBold);
  const int room = width_ - dot;
  const bool beside = QFontMetrics(name_font).horizontalAdvance(story.title) + state_width + 12 <= room;
  if (story.place && painter_ != nullptr) {
    painter_->setPen(Qt::NoPen);
    painter_->setBrush(theme_.server(*story.place));
    painter_->drawEllipse(QRectF(0, y_ + scaled(6), scaled(12), scaled(12)));
  }
  text({dot, y_, beside ? room - state_width : room, scaled(24)}, Qt::AlignLeft | Qt::AlignVCenter,
       story.title, name_font, theme_.ink);
  if (!beside) y_ += scaled(24);
  text({beside ? width_ - state_width : dot, y_, beside ? state_width : room, scaled(24)},
       (beside ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, story.state, state_font, theme_.quiet);
  y_ += scaled(beside || !story.state.isEmpty() ? 30 : 6);
}

void Page::paragraph(const QString& words) {
  if (words.isEmpty()) return;
  const auto font = theme_.text(Size::small);
  const int high =
      QFontMetrics(font).boundingRect(0, 0, width_, 10'000, Qt::TextWordWrap, words).height() + scaled(2);
  text({0, y_, width_, high}, Qt::TextWordWrap, words, font, theme_.quiet);
  y_ += high + scaled(8);
}

void Page::fact(const Story::Fact& fact) {
  const int high = scaled(22);
  const int name_width = width_ * 2 / 5;
  text({0, y_, name_width - 8, high}, Qt::AlignLeft | Qt::AlignVCenter, fact.name, theme_.text(Size::small),
       theme_.quiet);
  text({name_width, y_, width_ - name_width, high}, Qt::AlignRight | Qt::AlignVCenter, fact.value,
       fact.address ? theme_.mono(Size::small) : theme_.text(Size::small, QFont::Medium), theme_.ink);
  y_ += high;
}

void Page::ladder(const Story& story) {
  heading(InspectorWords::tr("Time per hop"));
  const std::array<int, 3> columns{scaled(20), width_ / 2, width_ - scaled(22)};
  const std::array names{InspectorWords::tr("client"), InspectorWords::tr("balancer"),
                         InspectorWords::tr("server")};
  const std::array flags{Qt::AlignLeft, Qt::AlignHCenter, Qt::AlignRight};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (i != 1 || story.has_balancer)
      text({0, y_, width_, scaled(16)}, flags[i] | Qt::AlignVCenter, names[i], theme_.text(Size::tiny),
           theme_.quiet);
  y_ += scaled(20);
  const int top = y_;
  y_ += scaled(6);
  for (const auto& one : story.ladder) hop(one, columns);
  y_ += scaled(4);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (i != 1 || story.has_balancer) line(theme_.faint, QPointF(columns[i], top), QPointF(columns[i], y_));
  y_ += scaled(4);
}

void Page::hop(const Story::Hop& hop, const std::array<int, 3>& columns) {
  const int high = scaled(30);
  const int from = columns[static_cast<std::size_t>(hop.from)];
  const int to = columns[static_cast<std::size_t>(hop.to)];
  const int y = y_ + scaled(22);
  const auto font = theme_.text(Size::tiny, QFont::Medium);
  if (from == to) {
    text({0, y_, from - scaled(12), high}, Qt::AlignRight | Qt::AlignVCenter, hop.words, font, theme_.ink);
    if (painter_ != nullptr)
      painter_->fillRect(QRectF(from - scaled(3), y_ + scaled(2), scaled(6), high - scaled(4)),
                         theme_.accent);
    y_ += high;
    return;
  }
  text({std::min(from, to), y_, qAbs(to - from), scaled(20)}, Qt::AlignHCenter | Qt::AlignBottom, hop.words,
       font, theme_.ink);
  if (painter_ != nullptr) {
    const double step = to > from ? -1 : 1;
    painter_->setPen(QPen(theme_.accent, 1.6, hop.took < 0 ? Qt::DashLine : Qt::SolidLine));
    painter_->drawLine(QPointF(from, y), QPointF(to, y));
    painter_->setPen(Qt::NoPen);
    painter_->setBrush(theme_.accent);
    const double size = scaled(6);
    painter_->drawPolygon(QPolygonF({QPointF(to, y), QPointF(to + step * size, y - size * 0.6),
                                     QPointF(to + step * size, y + size * 0.6)}));
  }
  y_ += high;
}

void Page::choice(const Story::Choice& choice) {
  heading(choice.title);
  paragraph(choice.words);
  const auto font = theme_.text(Size::tiny);
  const int high = scaled(18);
  const int weight = width_ * 11 / 20;
  text({scaled(30), y_, weight, high}, Qt::AlignLeft, InspectorWords::tr("candidate"), font, theme_.quiet);
  text({0, y_, weight, high}, Qt::AlignRight, InspectorWords::tr("weight"), font, theme_.quiet);
  text({0, y_, width_ - scaled(8), high}, Qt::AlignRight, choice.score_name, font, theme_.quiet);
  y_ += high;
  for (std::size_t i = 0; i < choice.candidates.size(); ++i) candidate(choice.candidates[i], i % 2 == 0);
  y_ += scaled(4);
}

void Page::candidate(const Story::Candidate& candidate, bool even) {
  const int high = scaled(26);
  const int weight = width_ * 11 / 20;
  const QRect row(0, y_, width_, high);
  if (painter_ != nullptr) {
    painter_->setPen(candidate.chosen ? QPen(theme_.server(candidate.place), 1.5) : QPen(Qt::NoPen));
    painter_->setBrush(even || candidate.chosen ? QBrush(theme_.sunken) : QBrush(Qt::NoBrush));
    painter_->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 5, 5);
    painter_->setPen(Qt::NoPen);
    painter_->setBrush(theme_.server(candidate.place));
    painter_->drawEllipse(QRectF(scaled(10), y_ + high / 2.0 - scaled(5), scaled(10), scaled(10)));
  }
  const auto font = theme_.text(Size::small, candidate.chosen ? QFont::DemiBold : QFont::Normal);
  const auto ink = candidate.reason.isEmpty() ? theme_.ink : theme_.quiet;
  text({scaled(30), y_, weight - scaled(64), high}, Qt::AlignLeft | Qt::AlignVCenter, candidate.name, font,
       ink);
  text({0, y_, weight, high}, Qt::AlignRight | Qt::AlignVCenter, candidate.weight, font, ink);
  text({weight + scaled(6), y_, width_ - weight - scaled(14), high}, Qt::AlignRight | Qt::AlignVCenter,
       candidate.reason.isEmpty() ? candidate.score : candidate.reason, font, ink);
  y_ += high;
}

void Page::moment(const Story::Moment& moment) {
  const int high = scaled(22);
  const int when = scaled(76);
  text({0, y_, when, high}, Qt::AlignLeft | Qt::AlignVCenter, moment.when, theme_.mono(Size::tiny),
       theme_.quiet);
  text({when, y_, width_ - when, high}, Qt::AlignLeft | Qt::AlignVCenter, moment.what,
       theme_.text(Size::small), theme_.ink);
  y_ += high;
}

void Page::write(const Story& story) {
  title(story);
  paragraph(story.words);
  for (const auto& one : story.facts) fact(one);
  if (!story.ladder.empty()) ladder(story);
  for (const auto& one : story.choices) choice(one);
  if (story.history.empty()) return;
  heading(InspectorWords::tr("What happened"));
  for (const auto& one : story.history) moment(one);
}

}  // namespace

int writeStory(QPainter* painter, const Story& story, const Theme& theme, int width) {
  Page page(painter, theme, width);
  page.write(story);
  return page.height();
}

}  // namespace switchyard
