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

std::unique_ptr<Export> exportComparison(const World& first, const World& second,
                                         const Comparison& comparison, std::int64_t time,
                                         const PictureRequest& request) {
  const auto one = std::make_shared<World>(first), other = std::make_shared<World>(second);
  const auto part = [one, other, comparison, time, theme = request.theme] {
    return std::make_unique<ComparePart>(*one, *other, comparison, time, Theme::of(theme));
  };
  return std::make_unique<PictureExport>(one, time, request, part);
}

Moving movingComparison(History first, History second, const Comparison& comparison, std::int64_t end,
                        const PictureRequest& request) {
  const auto begin = first.begin();
  const auto one = std::make_shared<Reel>(std::move(first)),
             other = std::make_shared<Reel>(std::move(second));
  const auto seek = [one, other](std::int64_t time) {
    one->seek(time);
    other->seek(time);
  };
  const auto part = [one, other, comparison, theme = request.theme](std::int64_t time) {
    return std::make_unique<ComparePart>(one->world(), other->world(), comparison, time, Theme::of(theme));
  };
  return {seek, part, &one->world(), begin, end};
}

}  // namespace switchyard
