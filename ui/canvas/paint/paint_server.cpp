// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/state_sign.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

#include <algorithm>

namespace switchyard {
namespace {

using Size = Theme::Size;

constexpr double kLeft = 22;
constexpr double kRight = 18;

/// A rounded square with the server's letter, for where its colour is not enough.
void paintLetter(const CardBrush& brush, const Server& server, const QPointF& middle) {
  const QRectF box(middle.x() - 9, middle.y() - 9, 18, 18);
  brush.painter.setPen(QPen(brush.theme.server(server.place), 1.5));
  brush.painter.setBrush(Qt::NoBrush);
  brush.painter.drawRoundedRect(box, 4, 4);
  drawText(brush.painter, {middle.x(), middle.y() + 4}, Anchor::middle, Theme::letter(server.place),
           brush.text(Size::tiny, QFont::Bold), brush.theme.serverInk(server.place), 16);
}

void paintShare(const CardBrush& brush, const Server& server, const QRectF& bar, double share) {
  const double radius = bar.height() / 2;
  brush.painter.setPen(Qt::NoPen);
  brush.painter.setBrush(brush.theme.sunken);
  brush.painter.drawRoundedRect(bar, radius, radius);
  if (share <= 0) return;
  brush.painter.setBrush(brush.theme.server(server.place));
  const double width = std::max(bar.width() * share, bar.height());
  brush.painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(width, bar.height())), radius, radius);
}

/// Letter and name on the left; the state in words and its sign on the right.
void paintHead(const CardBrush& brush, const Server& server, double baseline) {
  const double right = brush.size.width() - kRight;
  const double inner = right - kLeft;
  drawSign(brush.painter, {right - 4.5, baseline - 5}, server.state, brush.theme);
  const auto name = brush.text(Size::normal, QFont::DemiBold);
  const double name_room = std::min(widthOf(words::text(server.name), name), inner * 0.45);
  drawText(brush.painter, {right - 16, baseline - 1}, Anchor::right, words::state(server),
           brush.text(Size::tiny, QFont::Medium), colourOf(server.state, brush.theme),
           inner - 16 - 26 - 8 - name_room);
  paintLetter(brush, server, {kLeft + 9, baseline - 5});
  drawText(brush.painter, {kLeft + 26, baseline}, Anchor::left, words::text(server.name), name,
           brush.theme.ink, name_room + 0.5);
}

QString shareAndTime(const Server& server, double share) {
  const auto percent = words::percent(share);
  if (server.latency.count() == 0) return percent;
  return CanvasText::tr("%1 · p50 %2").arg(percent, words::duration(server.latency.quantile(0.5)));
}

/// What was done to it, in one line.
QString ordersOf(const Server& server) {
  return words::orders(server).join(QStringLiteral(" · "));
}

/// What the big number counts, as the witness who is asked counted it.
std::uint64_t countOf(const CardBrush& brush, const Server& server, const WitnessCounts& counts) {
  return counts.of(brush.options.witness.value_or(Witness::server)).count.value_or(server.received);
}

QString unitOf(const CardBrush& brush, std::uint64_t count) {
  const int number = static_cast<int>(count);
  if (brush.options.witness == Witness::client) return CanvasText::tr("answers", "beside the count", number);
  if (brush.options.witness == Witness::balancer) return CanvasText::tr("forwarded", "beside the count");
  return CanvasText::tr("requests", "beside the count", number);
}

/// The count in the largest type that leaves room for the share.
double paintCount(const CardBrush& brush, const Server& server, std::uint64_t number, double baseline,
                  double room) {
  auto font = brush.text(Size::hero, QFont::Bold);
  const auto count = words::count(number);
  const double width = widthOf(count, font);
  if (width > room) font.setPixelSize(static_cast<int>(font.pixelSize() * room / width));
  return drawText(brush.painter, {kLeft, baseline}, Anchor::left, count, font,
                  brush.theme.serverInk(server.place));
}

void paintFull(const CardBrush& brush, const Server& server, const WitnessCounts& counts, double share) {
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double right = brush.size.width() - kRight;
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  paintHead(brush, server, 26);

  double room = right - kLeft;
  if (server.weight != 1 && !brush.options.witness)
    room -= 10 + drawText(painter, {right, 46}, Anchor::right,
                          CanvasText::tr("weight %1").arg(words::count(server.weight)), tiny, theme.quiet);
  const auto told = ordersOf(server);
  if (brush.options.witness)
    paintWitnesses(brush, counts, kLeft, 46, room);
  else if (!told.isEmpty())  // more to the point than where it listens
    drawText(painter, {kLeft, 46}, Anchor::left, told, tiny, theme.ink, room);
  else
    drawText(painter, {kLeft, 46}, Anchor::left, words::text(server.address.text()), brush.mono(Size::tiny),
             theme.quiet, room);

  constexpr double kBar = 104;
  const auto number = countOf(brush, server, counts);
  const double count = paintCount(brush, server, number, 94, 106);
  const double bar_left = std::max(right - kBar, kLeft + count + 12);
  const auto unit = unitOf(brush, number);
  const auto unit_font = brush.text(Size::small, QFont::Medium);
  if (kLeft + count + 8 + widthOf(unit, unit_font) + 8 < bar_left)
    drawText(painter, {kLeft + count + 8, 94}, Anchor::left, unit, unit_font, theme.quiet);
  if (server.in_flight > 0)
    drawText(painter, {right, 66}, Anchor::right,
             CanvasText::tr("%1 in flight").arg(words::count(server.in_flight)), tiny, theme.ink,
             right - bar_left);
  paintShare(brush, server, QRectF(bar_left, 72, right - bar_left, 8), share);
  drawText(painter, {right, 96}, Anchor::right, shareAndTime(server, share), tiny, theme.quiet,
           right - bar_left);
}

void paintMedium(const CardBrush& brush, const Server& server, const WitnessCounts& counts, double share) {
  const double right = brush.size.width() - kRight;
  paintHead(brush, server, 25);
  const double count = paintCount(brush, server, countOf(brush, server, counts), 62, 106);
  const double bar_left = std::max(kLeft + 116, kLeft + count + 12);
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  const auto share_words =
      server.in_flight > 0
          ? CanvasText::tr("%1 · %2 in flight").arg(words::percent(share), words::count(server.in_flight))
          : words::percent(share);
  if (brush.options.witness) return paintWitnessColumn(brush, counts, right, 41, right - bar_left);
  // There is one line for words; what was done to the server comes before its share, which the bar shows,
  // too.
  if (const auto told = ordersOf(server); !told.isEmpty())
    drawText(brush.painter, {right, 46}, Anchor::right, told, tiny, brush.theme.ink,
             right - kLeft - count - 12);
  else
    drawText(brush.painter, {right, 46}, Anchor::right, share_words, tiny, brush.theme.quiet,
             right - bar_left);
  paintShare(brush, server, QRectF(bar_left, 54, right - bar_left, 8), share);
}

void paintSmall(const CardBrush& brush, const Server& server, const WitnessCounts& counts, double share) {
  const double middle = brush.size.height() / 2;
  const double right = brush.size.width() - 12;
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  drawSign(brush.painter, {right - 4.5, middle}, server.state, brush.theme);
  double x = right - 16;
  if (server.state == NodeState::ready) {
    x -= drawText(brush.painter, {x, middle + 4}, Anchor::right, words::percent(share), tiny,
                  brush.theme.quiet);
  } else {
    x -= drawText(brush.painter, {x, middle + 4}, Anchor::right, words::state(server), tiny,
                  colourOf(server.state, brush.theme), 84);
  }
  paintLetter(brush, server, {kLeft + 5, middle});
  x -= 10;
  const auto bold = brush.text(Size::normal, QFont::Bold);
  x -= drawText(brush.painter, {x, middle + 5}, Anchor::right, words::count(countOf(brush, server, counts)),
                bold, brush.theme.serverInk(server.place), 70);
  drawText(brush.painter, {kLeft + 20, middle + 5}, Anchor::left, words::text(server.name),
           brush.text(Size::small, QFont::DemiBold), brush.theme.ink, x - kLeft - 28);
}

}  // namespace

void paintServer(const CardBrush& brush, const Server& server, const WitnessCounts& counts, double share) {
  const bool works = server.state == NodeState::ready || server.state == NodeState::draining;
  const double opacity = works ? 1 : 0.45;
  brush.painter.setPen(Qt::NoPen);
  brush.painter.setBrush(mixed(brush.theme.card, brush.theme.server(server.place), opacity));
  brush.painter.drawRoundedRect(QRectF(0, 0, 6, brush.size.height()), 3, 3);
  switch (brush.density) {
    case Density::full:
      return paintFull(brush, server, counts, share);
    case Density::medium:
      return paintMedium(brush, server, counts, share);
    case Density::small:
    case Density::tile:
      return paintSmall(brush, server, counts, share);
  }
}

}  // namespace switchyard
