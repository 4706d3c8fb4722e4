// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>

class QApplication;
class QWidget;

namespace switchyard {

/// Colours and type of the window (UI.md, "Look"). A plain value that never changes: a view is given the one
/// to use, and another one when the user switches. Text colours keep a contrast of 4.5:1 on window, card,
/// canvas and sunken.
struct Theme {
  enum class Name : std::uint8_t { light, dark, projector, print };
  static constexpr std::array kAll{Name::light, Name::dark, Name::projector, Name::print};

  Name name = Name::light;
  QColor window, card, line, ink, quiet, faint, accent, on_accent, good, bad, warn;
  QColor canvas;            ///< ground of the canvas card
  QColor sunken;            ///< tracks of bars, striped rows, captions
  double line_scale = 1.0;  ///< projector draws thicker lines
  double type_scale = 1.0;
  std::array<QColor, 8> servers;      ///< fills and lines
  std::array<QColor, 8> server_inks;  ///< the same hues, for text

  static const Theme& of(Name name);
  /// "light", "dark", "projector" or "print"; empty for any other word.
  static std::optional<Name> named(const QString& word);
  static QString wordFor(Name name);

  /// The colour of the server at `place` (World's Node::place): Okabe-Ito, lighter in dark themes; repeats
  /// after eight.
  QColor server(int place) const { return servers[static_cast<std::size_t>(place) % servers.size()]; }
  QColor serverInk(int place) const { return server_inks[static_cast<std::size_t>(place) % servers.size()]; }
  /// The letter that stands for a server where colour is not enough: A to Z, then A1, B1, …
  static QString letter(int place);

  /// In pixels at scale 1.
  enum class Size : std::uint8_t { tiny = 11, small = 13, normal = 15, title = 18, hero = 34 };
  QFont text(Size size, QFont::Weight weight = QFont::Normal) const;  ///< Inter
  QFont mono(Size size) const;                                        ///< JetBrains Mono, for addresses
};

/// Loads the bundled fonts; call once, after the application exists. False when a resource is missing.
bool loadFonts();
/// Palette, font and style sheet of the whole application.
void applyTheme(QApplication& application, const Theme& theme);
/// The same for one widget and its children, whatever the application wears: for pictures.
void styleLike(QWidget& widget, const Theme& theme);

}  // namespace switchyard
