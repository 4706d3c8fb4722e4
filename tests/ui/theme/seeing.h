// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <algorithm>
#include <cmath>

namespace switchyard {

inline double linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

/// WCAG 2.1, "contrast ratio": 1 to 21.
inline double contrast(const QColor& one, const QColor& other) {
  const auto luminance = [](const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
  };
  const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
  return (light + 0.05) / (dark + 0.05);
}

/// `colour` laid over `ground`, as the painter does it.
inline QColor over(const QColor& ground, const QColor& colour) {
  const auto mix = [&](float below, float above) { return below + (above - below) * colour.alphaF(); };
  return QColor::fromRgbF(mix(ground.redF(), colour.redF()), mix(ground.greenF(), colour.greenF()),
                          mix(ground.blueF(), colour.blueF()));
}

/// What an eye without the middle cones sees, in linear light (Viénot, Brettel and Mollon 1999, "Digital
/// video colourmaps for checking the legibility of displays by dichromats").
struct Seen {
  double red = 0, green = 0, blue = 0;
};
inline Seen asADeuteranopeSees(const QColor& colour) {
  const double red = linear(colour.redF()), green = linear(colour.greenF()), blue = linear(colour.blueF());
  const double both = 0.29275 * red + 0.70725 * green;
  return {both, both, std::clamp(-0.02234 * red + 0.02234 * green + blue, 0.0, 1.0)};
}

/// CIE 1976 colour difference for a deuteranope: 2.3 is just noticeable.
inline double differenceForADeuteranope(const QColor& one, const QColor& other) {
  struct Lab {
    double l, a, b;
  };
  const auto lab = [](const Seen& seen) {
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f((0.4124 * seen.red + 0.3576 * seen.green + 0.1805 * seen.blue) / 0.9505);
    const double y = f(0.2126 * seen.red + 0.7152 * seen.green + 0.0722 * seen.blue);
    const double z = f((0.0193 * seen.red + 0.1192 * seen.green + 0.9505 * seen.blue) / 1.089);
    return Lab{116 * y - 16, 500 * (x - y), 200 * (y - z)};
  };
  const auto a = lab(asADeuteranopeSees(one)), b = lab(asADeuteranopeSees(other));
  return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

}  // namespace switchyard
