// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view/view.h"

#include <QString>

class QPainter;

namespace switchyard {

/// A View on a card: a rounded surface with a title on its left and a quiet caption on its right. Its content
/// goes below the title, within contentMargins().
class Card : public View {
  Q_OBJECT

 public:
  static constexpr int kRadius = 10;
  static constexpr int kPadding = 18;
  static constexpr int kHeader = 40;  ///< from the top to the content

  Card(const Theme& theme, QString title, QWidget* parent = nullptr);

  const QString& title() const { return title_; }
  void setTitle(const QString& title);
  const QString& caption() const { return caption_; }
  void setCaption(const QString& caption);  ///< repaints only when it differs
  /// Another one stands where the title would be, so many pixels wide; 0: the card writes its title.
  void setTitleRoom(int width);

 protected:
  void paintEvent(QPaintEvent* event) override;
  /// Surface, title and caption.
  void paintCard(QPainter& painter, const QRectF& area) const;
  /// The surface alone, for cards that draw their own header.
  static void paintSurface(QPainter& painter, const QRectF& area, const Theme& theme, const QColor& ground);

 private:
  QString title_;
  QString caption_;
  int title_room_ = 0;
};

}  // namespace switchyard
