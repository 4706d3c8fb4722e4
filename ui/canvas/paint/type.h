// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPointF>
#include <QString>

namespace switchyard {

/// Type on the canvas. The layout has already scaled the cards by the theme's type scale, so fonts here are
/// at scale 1, without hinting, so that text keeps its width at any zoom.
QFont canvasText(Theme::Size size, QFont::Weight weight = QFont::Normal);
QFont canvasMono(Theme::Size size);
/// When presenting, the next step of the type scale, up to a title.
Theme::Size sizeFor(bool presenting, Theme::Size size);

double widthOf(const QString& text, const QFont& font);

/// Which point of a text its position is.
enum class Anchor { left, middle, right };

/// One line of text on a baseline. Where there is less room than it needs, its type is made up to a fifth
/// smaller and then the text is elided.
/// @return the width that it takes
double drawText(QPainter& painter, const QPointF& baseline, Anchor anchor, const QString& text,
                const QFont& font, const QColor& colour, double room = 1e6);

/// Black or white, whichever is better read on `ground` (always at least 4.5:1).
QColor inkOn(const QColor& ground);
QColor faded(QColor colour, double opacity);
QColor mixed(const QColor& one, const QColor& other, double share);  ///< `share` of `other`, 0 to 1

}  // namespace switchyard
