// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/state_sign.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

namespace switchyard {
namespace {

using Size = Theme::Size;

constexpr double kPadding = 10;

/// "last → srv01". Not the next one: only the balancer knows it, and it may be another one at each change of
/// weight, health or load until it is taken.
void paintPick(const CardBrush& brush, const Balancer& balancer, const World& world, double baseline) {
  const auto* server = world.server(balancer.lastPick());
  const double middle = brush.size.width() / 2;
  const double room = brush.size.width() - 2 * kPadding;
  const auto font = brush.text(Size::small, QFont::DemiBold);
  if (server == nullptr) {
    drawText(brush.painter, {middle, baseline}, Anchor::middle,
             balancer.decisions.last() == nullptr ? CanvasText::tr("no decision yet")
                                                  : CanvasText::tr("no server to choose"),
             font, brush.theme.quiet, room);
    return;
  }
  drawText(brush.painter, {middle, baseline}, Anchor::middle,
           CanvasText::tr("last → %1").arg(words::text(server->name)), font,
           brush.theme.serverInk(server->place), room);
}

void paintFull(const CardBrush& brush, const Balancer& balancer, const World& world) {
  auto& painter = brush.painter;
  const auto& theme = brush.theme;
  const double middle = brush.size.width() / 2;
  const double room = brush.size.width() - 2 * kPadding;
  drawText(painter, {middle, 30}, Anchor::middle, words::text(balancer.name),
           brush.text(Size::normal, QFont::DemiBold), theme.ink, room - 40);
  const auto mode = words::mode(balancer.mode);
  const auto bold = brush.text(Size::tiny, QFont::Bold);
  const auto mono = brush.mono(Size::tiny);
  const auto address = words::text(balancer.address.text());
  const double mode_width = widthOf(mode, bold);
  const double left = middle - (mode_width + 7 + std::min(widthOf(address, mono), room - mode_width - 7)) / 2;
  drawText(painter, {left, 50}, Anchor::left, mode, bold, theme.accent);
  drawText(painter, {left + mode_width + 7, 50}, Anchor::left, address, mono, theme.quiet,
           room - mode_width - 7);
  paintFace(brush, {middle, 122}, 52, balancer, world);
  paintPick(brush, balancer, world, 200);
  const auto tiny = brush.text(Size::tiny, QFont::Medium);
  drawText(painter, {middle, 219}, Anchor::middle,
           CanvasText::tr("%1 · %2", "algorithm and decisions")
               .arg(words::algorithm(balancer.algorithm), words::decisions(balancer.picks)),
           tiny, theme.quiet, room);
  drawText(painter, {middle, 237}, Anchor::middle, words::joints(balancer), tiny, theme.quiet, room);
}

void paintMedium(const CardBrush& brush, const Balancer& balancer) {
  auto& painter = brush.painter;
  const double middle = brush.size.width() / 2;
  const double room = brush.size.width() - 2 * kPadding;
  drawText(painter, {middle, 32}, Anchor::middle, words::text(balancer.name),
           brush.text(Size::normal, QFont::DemiBold), brush.theme.ink, room - 40);
  drawText(painter, {middle, 60}, Anchor::middle, words::mode(balancer.mode),
           brush.text(Size::title, QFont::Bold), brush.theme.accent, room);
  drawText(painter, {middle, 84}, Anchor::middle, words::algorithm(balancer.algorithm),
           brush.text(Size::tiny, QFont::Medium), brush.theme.quiet, room);
  drawText(painter, {middle, 110}, Anchor::middle, words::decisions(balancer.picks),
           brush.text(Size::small, QFont::DemiBold), brush.theme.ink, room);
}

void paintSmall(const CardBrush& brush, const Balancer& balancer) {
  const double middle = brush.size.width() / 2;
  const double room = brush.size.width() - 2 * kPadding;
  drawText(brush.painter, {middle, 24}, Anchor::middle, words::text(balancer.name),
           brush.text(Size::small, QFont::DemiBold), brush.theme.ink, room - 40);
  drawText(brush.painter, {middle, 43}, Anchor::middle,
           CanvasText::tr("%1 · %2", "mode and decisions")
               .arg(words::mode(balancer.mode), words::decisions(balancer.picks)),
           brush.text(Size::tiny, QFont::Medium), brush.theme.quiet, room);
}

/// What is not as it should be: the sign in the corner, the words at the lower edge.
void paintTrouble(const CardBrush& brush, const Balancer& balancer) {
  const auto colour = colourOf(balancer.state, brush.theme);
  const auto says = words::state(balancer);
  const auto font = brush.text(Size::tiny, QFont::DemiBold);
  const double middle = brush.size.width() / 2;
  const double width = std::min(widthOf(says, font) + 36, brush.size.width());
  const QRectF pill(middle - width / 2, -11, width, 22);
  brush.painter.setPen(QPen(colour, 1.5));
  brush.painter.setBrush(brush.theme.card);
  brush.painter.drawRoundedRect(pill, 11, 11);
  drawSign(brush.painter, {pill.left() + 14, 0}, balancer.state, brush.theme);
  drawText(brush.painter, {pill.left() + 24, 4}, Anchor::left, says, font, colour, width - 34);
}

}  // namespace

void paintBalancer(const CardBrush& brush, const Balancer& balancer, const World& world) {
  switch (brush.density) {
    case Density::full:
      paintFull(brush, balancer, world);
      break;
    case Density::medium:
      paintMedium(brush, balancer);
      break;
    case Density::small:
    case Density::tile:
      paintSmall(brush, balancer);
      break;
  }
  if (balancer.state != NodeState::ready) paintTrouble(brush, balancer);
}

}  // namespace switchyard
