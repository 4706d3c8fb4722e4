// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/view/pace.h"
#include "ui/view/view.h"

#include <QString>

#include <vector>

namespace switchyard {

/// Is it true? Whether clients, balancer, servers and kernel tell the same story, how many events were lost,
/// and the last problem with its remedy.
class StatusLine final : public View {
  Q_OBJECT

 public:
  StatusLine(const World& world, const Theme& theme, QWidget* parent = nullptr);

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  void setPresenting(bool on);             ///< in larger type
  void setFramesPerSecond(double frames);  ///< as measured where the frames are drawn; below 0: not shown
  QSize sizeHint() const override;

  QString text() const;  ///< all that it says

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;  ///< the problem's full text as a tool tip

 private:
  enum class Tone : std::uint8_t { quiet, good, bad, faint };
  struct Part {
    QString text;
    Tone tone = Tone::quiet;
  };

  std::vector<Part> counts() const;
  QString remarks(const Agreement& agreement) const;
  std::vector<Part> machine() const;
  Part kernel() const;
  Part dropped() const;
  QString problem() const;
  void bringUpToDate();
  double width(const std::vector<Part>& parts) const;
  void paintParts(QPainter& painter, const std::vector<Part>& parts, double left) const;
  void paintProblem(QPainter& painter, QRectF area) const;
  QColor ink(Tone tone) const;
  QFont type() const;

  const World& world_;
  std::vector<Part> counts_;
  std::vector<Part> machine_;
  QString problem_;
  double frames_ = -1;
  bool presenting_ = false;
  std::int64_t time_ = 0;
  Pace pace_;
};

}  // namespace switchyard
