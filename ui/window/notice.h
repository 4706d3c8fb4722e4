// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view/view.h"

#include <QString>

#include <functional>

class QLabel;
class QPushButton;

namespace switchyard {

/// A bar below the tool bar that says something the user should know and goes away when dismissed; with a
/// button when there is something to do about it. It never stands in the way of the board. One at a time: the
/// newest.
class Notice final : public View {
  Q_OBJECT

 public:
  enum class Tone : std::uint8_t { note, error };

  explicit Notice(const Theme& theme, QWidget* parent = nullptr);
  void tell(Tone tone, const QString& words);
  /// As tell(), with a button that does `action` and dismisses the notice.
  void ask(const QString& words, const QString& button, std::function<void()> action);
  QString words() const;

  void refresh(std::int64_t) override {}
  void setTheme(const Theme& theme) override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void showWords(Tone tone, const QString& words);
  QColor colour() const;

  QLabel* words_;
  QPushButton* act_;
  QPushButton* dismiss_;
  std::function<void()> action_;
  Tone tone_ = Tone::note;
};

}  // namespace switchyard
