// SPDX-License-Identifier: GPL-3.0-or-later
// What each of the three witnesses counted, in one line of a card.
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/text.h"
#include "ui/canvas/paint/type.h"
#include "ui/view/words.h"

#include <algorithm>
#include <array>
#include <vector>

namespace switchyard {
namespace {

using Size = Theme::Size;

struct Part {
  QString words;
  QFont font;
  QColor colour;
};

/// "clients 33", "balancer 33", "servers ≠ 34": the one who is asked is in ink, who differs is lit.
std::vector<Part> partsOf(const CardBrush& brush, const WitnessCounts& counts) {
  const std::array names{CanvasText::tr("clients"), CanvasText::tr("balancer"), CanvasText::tr("servers")};
  std::vector<Part> parts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto witness = WitnessCounts::kWitnesses[i];
    const auto& word = counts.of(witness);
    const bool asked = brush.options.witness == witness;
    const auto count = word.count ? words::count(*word.count) : QStringLiteral("–");
    parts.push_back({names[i] + (word.odd ? QStringLiteral(" ≠ ") : QStringLiteral(" ")) + count,
                     brush.text(Size::tiny, asked || word.odd ? QFont::Bold : QFont::Medium),
                     word.odd ? brush.theme.bad
                     : asked  ? brush.theme.ink
                              : brush.theme.quiet});
  }
  return parts;
}

}  // namespace

void paintWitnesses(const CardBrush& brush, const WitnessCounts& counts, double left, double baseline,
                    double room) {
  const auto parts = partsOf(brush, counts);
  double needed = 0;
  for (const auto& part : parts) needed += widthOf(part.words, part.font);
  const double gap = std::clamp((room - needed) / 2, 4.0, 10.0);
  const double share = std::min(1.0, (room - 2 * gap) / needed);
  double x = left;
  for (const auto& part : parts)
    x += drawText(brush.painter, {x, baseline}, Anchor::left, part.words, part.font, part.colour,
                  widthOf(part.words, part.font) * share + 0.5) +
         gap;
}

void paintWitnessColumn(const CardBrush& brush, const WitnessCounts& counts, double right, double baseline,
                        double room) {
  constexpr double kLine = 13;
  for (const auto& part : partsOf(brush, counts)) {
    drawText(brush.painter, {right, baseline}, Anchor::right, part.words, part.font, part.colour, room);
    baseline += kLine;
  }
}

}  // namespace switchyard
