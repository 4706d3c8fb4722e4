// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace switchyard {

/// "png" of "board.PNG".
QString endingOf(const QString& file);

/// As an OutputFile.
Result<void> save(const QString& path, const QByteArray& content);

}  // namespace switchyard
