// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/history.h"
#include "core/history/recording.h"
#include "core/system/pending.h"
#include "ui/export/export.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>

namespace switchyard {

/// Saves a run as a recording.
class RecordingExport final : public Export {
 public:
  /// Fails when `history` has forgotten its beginning.
  RecordingExport(History history, RecordingHeader header, QString file);

  Result<bool> step() override;
  const QString& file() const override { return file_; }

 private:
  QString file_;
  Pending<Result<void>> written_;
};

/// The files that the window writes, one after the other, between its frames. GUI thread.
class Exports final : public QObject {
  Q_OBJECT

 public:
  Exports();

  void add(std::unique_ptr<Export> one);
  void finish();  ///< all of it, now: the window is about to end

 Q_SIGNALS:
  void progressed(const QString& file, double done);
  void written(const QString& file);
  void failed(const Error& error);

 private:
  void step();

  std::deque<std::unique_ptr<Export>> waiting_;
  QTimer turns_;
};

}  // namespace switchyard
