// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;

namespace switchyard {

/// Colours and type of the window (UI.md, "Look"). A plain value: views keep a reference and repaint when it changes.
struct Theme {
  enum class Name { light, dark, projector, print };

  Name name = Name::light;
  QColor window, card, line, ink, quiet, faint, accent, on_accent, good, bad, warn;
  QColor canvas;        ///< ground of the canvas card
  QColor sunken;        ///< tracks of bars, striped rows, captions
  double line_scale = 1.0;  ///< projector draws thicker lines
  double type_scale = 1.0;

  static const Theme& of(Name name);

  /// The colour of the server at `place` (World's Node::place): Okabe-Ito, lighter in dark themes; repeats after eight.
  QColor server(int place) const;
  /// The letter that stands for a server where colour is not enough: A, B, …
  static QString letter(int place);

  enum class Size { tiny = 11, small = 13, normal = 15, title = 18, hero = 34 };
  QFont text(Size size, QFont::Weight weight = QFont::Normal) const;  ///< Inter
  QFont mono(Size size) const;                                        ///< JetBrains Mono, for addresses
};

/// Loads the bundled fonts; call once, after the application exists. False when a resource is missing.
bool loadFonts();
/// Palette, font and style sheet of the whole application.
void applyTheme(QApplication& application, const Theme& theme);

}  // namespace switchyard
