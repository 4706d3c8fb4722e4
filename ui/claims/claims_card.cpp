// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/claims/claims_card.h"

#include <QFontMetrics>
#include <QPainter>

#include <cstdlib>

namespace switchyard {
namespace {

constexpr std::int64_t kEvery = 500'000'000;  // nanoseconds
constexpr int kText = Card::kPadding + 32;    // left of the words; the tick is before them
constexpr int kGap = 12;

void drawTick(QPainter& painter, QPointF centre, const Theme& theme, bool holds) {
  painter.setRenderHint(QPainter::Antialiasing);
  if (!holds) {
    painter.setPen(QPen(theme.faint, 1.6, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, 9, 9);
    return;
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.good);
  painter.drawEllipse(centre, 10, 10);
  painter.setPen(QPen(theme.card, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(
      QPolygonF({centre + QPointF(-5, 0), centre + QPointF(-1, 4), centre + QPointF(6, -4)}));
}

QString measuredText(const ClaimResult& claim) {
  return QString::fromStdString(claim.measured).replace(u' ', QStringLiteral(" · "));
}

}  // namespace

ClaimsCard::ClaimsCard(const World& world, const Theme& theme, QWidget* parent)
    : Card(theme, tr("What you should see"), parent), world_(world) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  hide();
}

void ClaimsCard::setScenario(const Scenario& scenario) {
  scenario_ = scenario;
  results_.clear();
  version_ = 0;
  evaluated_at_ = 0;
  for (const auto& claim : scenario.claims) results_.push_back({.text = claim.text, .measured = {}});
  setVisible(!results_.empty());
  updateGeometry();
}

void ClaimsCard::refresh(std::int64_t time) {
  if (results_.empty() || version_ == world_.version() || std::llabs(time - evaluated_at_) < kEvery) return;
  version_ = world_.version();
  evaluated_at_ = time;
  results_ = makeReport(world_, scenario_).claims;
  qsizetype holding = 0;
  QString words;
  for (const auto& claim : results_) {
    holding += claim.holds;
    words += QString::fromStdString(claim.text) + (claim.holds ? tr(": yes. ") : tr(": not yet. "));
  }
  setCaption(tr("%1 of %2").arg(holding).arg(results_.size()));
  setAccessibleDescription(words);
  updateGeometry();
  update();
}

void ClaimsCard::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  updateGeometry();
}

int ClaimsCard::rowHeight(const ClaimResult& claim, int width) const {
  const QFontMetrics words(theme().text(Theme::Size::small, QFont::Medium));
  const QRect box =
      words.boundingRect(0, 0, width, 1000, Qt::TextWordWrap, QString::fromStdString(claim.text));
  return box.height() + QFontMetrics(theme().text(Theme::Size::tiny)).height() + 4;
}

QSize ClaimsCard::sizeHint() const {
  const int wide = width() > 100 ? width() : 344;
  int height = kHeader;
  for (const auto& claim : results_) height += rowHeight(claim, wide - kText - kPadding) + kGap;
  return {wide, height + 6};
}

void ClaimsCard::resizeEvent(QResizeEvent* event) {
  Card::resizeEvent(event);
  updateGeometry();
}

void ClaimsCard::paintEvent(QPaintEvent* event) {
  Card::paintEvent(event);
  QPainter painter(this);
  int y = kHeader + 2;
  const int wide = width() - kText - kPadding;
  for (const auto& claim : results_) {
    const int height = rowHeight(claim, wide);
    drawTick(painter, QPointF(kPadding + 12, y + 12), theme(), claim.holds);
    painter.setFont(theme().text(Theme::Size::small, QFont::Medium));
    painter.setPen(theme().ink);
    painter.drawText(QRect(kText, y, wide, height), Qt::TextWordWrap, QString::fromStdString(claim.text));
    painter.setFont(theme().text(Theme::Size::tiny));
    painter.setPen(theme().quiet);
    painter.drawText(QRect(kText, y, wide, height), Qt::AlignBottom | Qt::AlignLeft, measuredText(claim));
    y += height + kGap;
  }
}

}  // namespace switchyard
