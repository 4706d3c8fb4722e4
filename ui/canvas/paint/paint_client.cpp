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

constexpr double kPadding = 18;

/// Name on the left; on the right the state's sign, and in words what is not as it should be.
void paintHead(const CardBrush& brush, const Client& client, double baseline) {
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double right = brush.size.width() - kPadding;
  drawSign(painter, {right - 4.5, baseline - 5}, client.state, theme);
  double room = right - 16 - kPadding;
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  if (client.state != NodeState::ready) {
    room -= 8 + drawText(painter, {right - 16, baseline - 1}, Anchor::right, words::state(client), tiny,
                         colourOf(client.state, theme), room * 0.7);
  }
  drawText(painter, {kPadding, baseline}, Anchor::left, words::text(client.name),
           brush.text(Size::normal, QFont::DemiBold), theme.ink, room);
}

/// "1 sent  1 OK  2 failed": what fits, the most important first.
void paintCounts(const CardBrush& brush, const Client& client, double baseline) {
  const auto font = brush.text(Size::small, QFont::Medium);
  const auto& theme = brush.theme;
  struct Part {
    QString words;
    QColor colour;
  };
  std::vector<Part> parts{{CanvasText::tr("%1 sent").arg(words::count(client.sent)), theme.ink},
                          {CanvasText::tr("%1 OK").arg(words::count(client.ok)), theme.good}};
  if (client.failed > 0)
    parts.push_back({CanvasText::tr("%1 failed").arg(words::count(client.failed)), theme.bad});
  constexpr double kGap = 10;
  const double room = brush.size.width() - 2 * kPadding;
  double needed = kGap * static_cast<double>(parts.size() - 1);
  for (const auto& part : parts) needed += widthOf(part.words, font);
  double x = kPadding;
  for (const auto& part : parts) {
    const double share = widthOf(part.words, font) * std::min(1.0, room / needed);
    x += drawText(brush.painter, {x, baseline}, Anchor::left, part.words, font, part.colour, share + 0.5) +
         kGap * std::min(1.0, room / needed);
  }
}

void paintFull(const CardBrush& brush, const Client& client, const WitnessCounts& counts) {
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double right = brush.size.width() - kPadding;
  paintHead(brush, client, 26);
  paintCounts(brush, client, 70);
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  double room = brush.size.width() - 2 * kPadding;
  if (brush.options.witness) return paintWitnesses(brush, counts, kPadding, 46, room);
  if (client.last_latency > 0)
    room -= 8 + drawText(painter, {right, 46}, Anchor::right, words::duration(client.last_latency), tiny,
                         theme.quiet);
  // Never larger: its size must not change with the time beside it.
  drawText(painter, {kPadding, 46}, Anchor::left, QStringLiteral("SayHello(\"world\")"),
           canvasMono(Size::tiny), theme.quiet, room);
}

void paintMedium(const CardBrush& brush, const Client& client, const WitnessCounts& counts) {
  paintHead(brush, client, 25);
  if (brush.options.witness)
    return paintWitnesses(brush, counts, kPadding, 46, brush.size.width() - 2 * kPadding);
  paintCounts(brush, client, 46);
}

void paintSmall(const CardBrush& brush, const Client& client) {
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double middle = brush.size.height() / 2;
  const double right = brush.size.width() - 10;
  const auto font = brush.text(Size::tiny, QFont::Medium);
  drawSign(painter, {14, middle}, client.state, theme);
  const double baseline = middle + 4;
  const bool failing = client.failed > 0;
  const auto counts = failing ? CanvasText::tr("%1 failed").arg(words::count(client.failed))
                              : CanvasText::tr("%1 OK").arg(words::count(client.ok));
  double x = right - drawText(painter, {right, baseline}, Anchor::right, counts, font,
                              failing ? theme.bad : theme.good);
  x -= 8;
  if (client.state != NodeState::ready)
    x -= 8 + drawText(painter, {x, baseline}, Anchor::right, words::state(client), font,
                      colourOf(client.state, theme), 80);
  drawText(painter, {26, baseline + 0.5}, Anchor::left, words::text(client.name),
           brush.text(Size::small, QFont::DemiBold), theme.ink, x - 26);
}

void paintTile(const CardBrush& brush, const Client& client) {
  const double height = brush.size.height();
  const double width = brush.size.width();
  const bool named = width >= 44 && height >= 14;
  drawSign(brush.painter, {named ? 9 : width / 2, height / 2}, client.state, brush.theme);
  if (!named) return;
  drawText(brush.painter, {18, height / 2 + 4}, Anchor::left, words::text(client.name),
           brush.text(Size::tiny, QFont::Medium), brush.theme.ink, width - 22);
}

}  // namespace

void paintClient(const CardBrush& brush, const Client& client, const WitnessCounts& counts) {
  switch (brush.density) {
    case Density::full:
      return paintFull(brush, client, counts);
    case Density::medium:
      return paintMedium(brush, client, counts);
    case Density::small:
      return paintSmall(brush, client);
    case Density::tile:
      return paintTile(brush, client);
  }
}

void paintAllClients(const CardBrush& brush, const World& world) {
  Client sum;
  std::uint64_t present = 0;
  for (const auto& client : world.clients()) {
    sum.sent += client.sent;
    sum.ok += client.ok;
    sum.failed += client.failed;
    sum.connections += client.connections;
    if (client.state != NodeState::removed) ++present;
  }
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double room = brush.size.width() - 2 * kPadding;
  drawText(painter, {kPadding, 26}, Anchor::left,
           CanvasText::tr("%n clients", nullptr, static_cast<int>(present)),
           brush.text(Size::normal, QFont::DemiBold), theme.ink, room - 40);
  drawText(painter, {brush.size.width() - kPadding, 26}, Anchor::right, CanvasText::tr("open"),
           brush.text(Size::tiny, QFont::DemiBold), theme.accent);
  if (brush.density == Density::full)
    drawText(painter, {kPadding, 46}, Anchor::left, words::connections(sum.connections),
             brush.text(Size::small), theme.quiet, room);
  paintCounts(brush, sum, brush.density == Density::full ? 70 : 46);
}

}  // namespace switchyard
