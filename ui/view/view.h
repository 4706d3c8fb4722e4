// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

#include <cstdint>

namespace switchyard {

/// A part of the window that draws a `const World&`. It reads the World when it is told to, never asks the
/// engine, and sends what the user does to Control and Selection.
class View : public QWidget {
  Q_OBJECT

 public:
  explicit View(const Theme& theme, QWidget* parent = nullptr) : QWidget(parent), theme_(&theme) {}

  /// The World has moved, or the time at which it is looked at. Cheap when nothing that it draws has changed.
  /// @param time the instant to show, nanoseconds on the clock of Event::at; not after World::now() by much
  virtual void refresh(std::int64_t time) = 0;
  virtual void setTheme(const Theme& theme) {
    theme_ = &theme;
    update();
  }

 protected:
  const Theme& theme() const { return *theme_; }

 private:
  const Theme* theme_;
};

}  // namespace switchyard
