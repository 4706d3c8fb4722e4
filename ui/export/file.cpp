// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file.h"

#include "core/system/output_file.h"

#include <QFileInfo>

namespace switchyard {

QString endingOf(const QString& file) {
  return QFileInfo(file).suffix().toLower();
}

Result<void> save(const QString& path, const QByteArray& content) {
  return writeFile(path.toStdString(), {content.constData(), static_cast<std::size_t>(content.size())});
}

}  // namespace switchyard
