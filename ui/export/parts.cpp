// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/parts.h"

#include "ui/board/board.h"
#include "ui/board/status_line.h"
#include "ui/canvas/canvas_picture.h"
#include "ui/charts/connection_flow.h"
#include "ui/charts/fairness.h"
#include "ui/charts/latency.h"
#include "ui/charts/requests_per_second.h"
#include "ui/charts/requests_per_server.h"
#include "ui/export/picture.h"

#include <QLayout>
#include <QPainter>

#include <array>
#include <functional>

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

template <typename Chart>
class ChartPart final : public Part {
 public:
  ChartPart(const World& world, std::int64_t time, const Theme& theme) : chart_(world, theme, selection_) {
    chart_.resize(kChartSize.toSize());
    chart_.refresh(time);
  }
  QSizeF size() const override { return kChartSize; }
  void paint(QPainter& painter) override { chart_.paint(painter, QRectF(QPointF(), kChartSize)); }

 private:
  Selection selection_;
  Chart chart_;
};

struct Row {
  const char16_t* name;
  std::unique_ptr<Part> (*make)(const World& world, std::int64_t time, const Theme& theme);
};

template <typename What>
std::unique_ptr<Part> make(const World& world, std::int64_t time, const Theme& theme) {
  return std::make_unique<What>(world, time, theme);
}

/// What can be exported is known by its row here.
constexpr std::array kRows{
    Row{u"board", make<BoardPart>},
    Row{u"canvas", make<CanvasPart>},
    Row{u"requests-per-server", make<ChartPart<RequestsPerServerChart>>},
    Row{u"requests-per-second", make<ChartPart<RequestsPerSecondChart>>},
    Row{u"latency", make<ChartPart<LatencyChart>>},
    Row{u"fairness", make<ChartPart<FairnessChart>>},
    Row{u"connections", make<ChartPart<ConnectionFlowChart>>},
};

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
  QStringList names;
  for (const auto& row : kRows) names << QString::fromUtf16(row.name);
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
  for (const auto& row : kRows)
    if (name == QStringView(row.name)) return row.make(world, time, theme);
  return nullptr;
}

}  // namespace switchyard
