// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file.h"

#include <QFileInfo>
#include <QSaveFile>

namespace switchyard {

QString endingOf(const QString& file) {
  return QFileInfo(file).suffix().toLower();
}

Result<void> save(const QString& path, const QByteArray& content) {
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit()) return {};
  return Error{"Cannot write " + path.toStdString() + ": " + file.errorString().toStdString() + ".",
               "Is there room on the disk, and may you write there?"};
}

}  // namespace switchyard
