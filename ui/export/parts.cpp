// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/parts.h"

#include "ui/board/board.h"
#include "ui/board/status_line.h"
#include "ui/canvas/canvas_picture.h"
#include "ui/charts/charts.h"
#include "ui/export/picture.h"

#include <QLayout>
#include <QPainter>

#include <memory>

namespace switchyard {
namespace {

constexpr QSizeF kBoardSize{1600, 960};
constexpr QSizeF kCanvasSize{1208, 576};
constexpr QSizeF kChartSize{800, 450};
constexpr int kFoot = 36;

/// A picture does not command anything and points at nothing.
struct Untouched {
  explicit Untouched(const World& world) : control(world) {}
  Control control;
  Selection selection;
};

/// The window's own board, laid out without a screen.
class BoardPart final : public Part {
 public:
  BoardPart(const World& world, std::int64_t time, const Theme& theme)
      : theme_(theme),
        untouched_(world),
        board_(world, theme, untouched_.control, untouched_.selection),
        status_(world, theme) {
    showWithoutScreen(board_, QSize(qRound(kBoardSize.width()), qRound(kBoardSize.height()) - kFoot), time,
                      theme);
    showWithoutScreen(status_, QSize(qRound(kBoardSize.width()) - 32, kFoot), time, theme);
  }

  QSizeF size() const override { return kBoardSize; }

  void paint(QPainter& painter) override {
    painter.fillRect(QRectF(QPointF(), kBoardSize), theme_.window);
    board_.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    status_.render(&painter, QPoint(16, qRound(kBoardSize.height()) - kFoot - 8), QRegion(),
                   QWidget::DrawChildren);
  }

 private:
  const Theme& theme_;
  Untouched untouched_;
  Board board_;
  StatusLine status_;
};

class CanvasPart final : public Part {
 public:
  CanvasPart(const World& world, std::int64_t time, const Theme& theme)
      : world_(world), time_(time), theme_(theme) {}
  QSizeF size() const override { return kCanvasSize; }
  void paint(QPainter& painter) override {
    paintCanvas(painter, QRectF(QPointF(), kCanvasSize), world_, time_, theme_, {});
  }

 private:
  const World& world_;
  std::int64_t time_;
  const Theme& theme_;
};

class ChartPart final : public Part {
 public:
  ChartPart(const Chart& chart, const World& world, std::int64_t time, const Theme& theme)
      : chart_(chart.make(world, theme, selection_)) {
    chart_->resize(kChartSize.toSize());
    chart_->refresh(time);
  }
  QSizeF size() const override { return kChartSize; }
  void paint(QPainter& painter) override { chart_->paint(painter, QRectF(QPointF(), kChartSize)); }

 private:
  Selection selection_;
  const std::unique_ptr<ChartCard> chart_;
};

const QString kBoard = QStringLiteral("board");
const QString kCanvas = QStringLiteral("canvas");

}  // namespace

void showWithoutScreen(View& view, QSize size, std::int64_t time, const Theme& theme) {
  styleLike(view, theme);
  view.setAttribute(Qt::WA_DontShowOnScreen);
  if (view.layout() != nullptr)  // a platform without a screen complains about a window's least size
    view.layout()->setSizeConstraint(QLayout::SetNoConstraint);
  view.resize(size);
  view.show();
  view.refresh(time);
}

QStringList pictureParts() {
  QStringList names{kBoard, kCanvas};
  for (const auto& chart : charts()) names << chart.key;
  return names;
}

Result<void> checkPart(const PictureRequest& request) {
  if (!pictureParts().contains(request.part))
    return Error{"There is no picture '" + request.part.toStdString() + "'.",
                 "Use one of: " + pictureParts().join(QStringLiteral(", ")).toStdString() + "."};
  if (!(request.scale >= 1 && request.scale <= 4))
    return Error{"A picture's scale is a number from 1 to 4.", ""};
  return {};
}

std::unique_ptr<Part> makePart(const QString& name, const World& world, std::int64_t time,
                               const Theme& theme) {
  if (name == kBoard) return std::make_unique<BoardPart>(world, time, theme);
  if (name == kCanvas) return std::make_unique<CanvasPart>(world, time, theme);
  for (const auto& chart : charts())
    if (name == chart.key) return std::make_unique<ChartPart>(chart, world, time, theme);
  return nullptr;
}

}  // namespace switchyard
