// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QRectF>
#include <QString>

#include <vector>

namespace switchyard {

/// A text as it was drawn.
struct DrawnText {
  QString words;
  QRectF area;  ///< on the device
  QColor colour;
  double pixels = 0;  ///< its size on the device
};

/// Paint on it, and it tells every text that was drawn; all else is forgotten. Draw the same on an image to
/// see what the texts stand on.
class TextSpy final : public QPaintDevice {
 public:
  explicit TextSpy(QSize size) : size_(size) {}
  const std::vector<DrawnText>& texts() const { return engine_.texts; }
  QPaintEngine* paintEngine() const override { return &engine_; }

 protected:
  int metric(PaintDeviceMetric metric) const override {
    constexpr int kDotsPerInch = 96;
    switch (metric) {
      case PdmWidth:
        return size_.width();
      case PdmHeight:
        return size_.height();
      case PdmDepth:
        return 32;
      case PdmDpiX:
      case PdmDpiY:
      case PdmPhysicalDpiX:
      case PdmPhysicalDpiY:
        return kDotsPerInch;
      case PdmDevicePixelRatio:
        return 1;
      case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
      default:
        return 0;
    }
  }

 private:
  struct Engine final : QPaintEngine {
    Engine() : QPaintEngine(AllFeatures) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    Type type() const override { return User; }
    void drawTextItem(const QPointF& baseline, const QTextItem& item) override {
      const QRectF area(baseline.x(), baseline.y() - item.ascent(), item.width(),
                        item.ascent() + item.descent());
      auto colour = state->pen().color();
      colour.setAlphaF(static_cast<float>(colour.alphaF() * state->opacity()));
      const auto transform = state->transform();
      texts.push_back(
          {item.text(), transform.mapRect(area), colour, item.font().pixelSize() * transform.m22()});
    }
    std::vector<DrawnText> texts;
  };

  QSize size_;
  mutable Engine engine_;
};

}  // namespace switchyard
