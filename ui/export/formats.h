// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/export/parts.h"

#include <QByteArray>
#include <QColor>
#include <QImage>
#include <QString>

namespace switchyard {

struct Metadata {
  QString title;    ///< the scenario
  QString instant;  ///< when in the run
  QString program;  ///< name and version
};

/// What tells one picture from another when they lie on a desk. `time` is the instant shown (Event::at).
Metadata metadataOf(const World& world, std::int64_t time, const QString& title);

/// In pixels, `scale` of them for one of the part's.
QImage imageOf(Part& part, double scale, QImage::Format format, const QColor& ground);

/// A picture that has been drawn, which needed widgets; the rest is for any thread.
class Drawing {
 public:
  /// As PNG, SVG or PDF, as `ending` says; `scale` is for PNG.
  Drawing(Part& part, const QString& ending, double scale, const Metadata& metadata);
  /// Of the file: the same bytes for the same picture, no clock, no random name goes in.
  QByteArray content() const;

 private:
  QImage image_;        ///< PNG
  QByteArray content_;  ///< the others
};

}  // namespace switchyard
