// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_picture.h"

#include "ui/compare/compare_board.h"
#include "ui/export/parts.h"

#include <QPainter>

namespace switchyard {
namespace {

constexpr QSize kSize{1600, 960};

/// The window's own view of two lanes, laid out without a screen.
class ComparePart final : public Part {
 public:
  ComparePart(const World& first, const World& second, const Comparison& comparison, std::int64_t time,
              const Theme& theme)
      : theme_(theme), control_(first), board_(first, second, theme, control_) {
    board_.setComparison(comparison);
    showWithoutScreen(board_, kSize, time, theme);
  }

  QSizeF size() const override { return kSize; }
  void paint(QPainter& painter) override {
    painter.fillRect(QRect({}, kSize), theme_.window);
    board_.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
  }

 private:
  const Theme& theme_;
  Control control_;  ///< a picture commands nobody
  CompareBoard board_;
};

}  // namespace

Result<void> writeComparison(const World& first, const World& second, const Comparison& comparison,
                             std::int64_t time, const PictureRequest& request) {
  if (request.file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
    return writePicture(first, time, request);
  if (auto usable = checkPicture(request); !usable) return usable;
  ComparePart part(first, second, comparison, time, Theme::of(request.theme));
  return writePart(part, first, time, request);
}

Moving movingComparison(const History& first, const History& second, const Comparison& comparison,
                        std::int64_t end, const PictureRequest& request) {
  const auto one = std::make_shared<Reel>(first), other = std::make_shared<Reel>(second);
  const auto part_at = [one, other, comparison, theme = request.theme](std::int64_t time) {
    return std::make_unique<ComparePart>(one->at(time), other->at(time), comparison, time, Theme::of(theme));
  };
  return {part_at, &one->world(), first.begin(), end};
}

}  // namespace switchyard
