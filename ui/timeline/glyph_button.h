// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>

#include <cstdint>

namespace switchyard {

/// A flat button with a drawn sign that follows theme and scale.
class GlyphButton final : public QAbstractButton {
  Q_OBJECT

 public:
  enum class Glyph : std::uint8_t { pause, play, step };

  GlyphButton(Glyph glyph, const Theme& theme, QWidget* parent = nullptr);

  /// @param words what it does: tool tip and accessible name
  void setGlyph(Glyph glyph, const QString& words);
  void setTheme(const Theme& theme);
  QSize sizeHint() const override { return {32, 32}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme* theme_;
  Glyph glyph_;
};

}  // namespace switchyard
