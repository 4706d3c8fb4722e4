// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/type.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr double kSmallest = 0.8;  // of the type that was asked for

QFont atScaleOne(QFont font, Theme::Size size) {
  font.setPixelSize(static_cast<int>(size));
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

/// WCAG 2.1, "relative luminance".
double luminance(const QColor& colour) {
  const auto linear = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

QFont canvasText(Theme::Size size, QFont::Weight weight) {
  return atScaleOne(Theme::of(Theme::Name::light).text(size, weight), size);
}

QFont canvasMono(Theme::Size size) {
  return atScaleOne(Theme::of(Theme::Name::light).mono(size), size);
}

Theme::Size sizeFor(bool presenting, Theme::Size size) {
  if (!presenting) return size;
  switch (size) {
    case Theme::Size::tiny:
      return Theme::Size::small;
    case Theme::Size::small:
      return Theme::Size::normal;
    case Theme::Size::normal:
      return Theme::Size::title;
    default:
      return size;
  }
}

double widthOf(const QString& text, const QFont& font) {
  return QFontMetricsF(font).horizontalAdvance(text);
}

double drawText(QPainter& painter, const QPointF& baseline, Anchor anchor, const QString& text,
                const QFont& font, const QColor& colour, double room) {
  auto fitted = font;
  auto words = text;
  double width = widthOf(text, font);
  if (width > room && width > 0) {
    fitted.setPixelSize(std::max(1, static_cast<int>(font.pixelSize() * std::max(kSmallest, room / width))));
    words = QFontMetricsF(fitted).elidedText(text, Qt::ElideRight, room);
    width = widthOf(words, fitted);
  }
  double x = baseline.x();
  if (anchor == Anchor::middle) x -= width / 2;
  if (anchor == Anchor::right) x -= width;
  painter.setFont(fitted);
  painter.setPen(colour);
  painter.drawText(QPointF(x, baseline.y()), words);
  return width;
}

QColor inkOn(const QColor& ground) {
  constexpr double kMiddle = 0.179;  // here black and white have the same contrast
  return luminance(ground) > kMiddle ? QColor(Qt::black) : QColor(Qt::white);
}

QColor faded(QColor colour, double opacity) {
  colour.setAlphaF(static_cast<float>(colour.alphaF() * opacity));
  return colour;
}

QColor mixed(const QColor& one, const QColor& other, double share) {
  const auto mix = [share](double a, double b) { return static_cast<float>(a + (b - a) * share); };
  return QColor::fromRgbF(mix(one.redF(), other.redF()), mix(one.greenF(), other.greenF()),
                          mix(one.blueF(), other.blueF()));
}

}  // namespace switchyard
