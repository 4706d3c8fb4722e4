// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace switchyard {

/// "png" of "board.PNG".
QString endingOf(const QString& file);

/// Written whole or not at all: beside, then renamed.
Result<void> save(const QString& path, const QByteArray& content);

}  // namespace switchyard
