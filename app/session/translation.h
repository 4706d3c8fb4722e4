// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QApplication;

namespace switchyard {

/// Lets the program speak `language` ("vi", "en", …; empty: the system's) from now on; English where there is
/// no translation. May be called again: open windows get a QEvent::LanguageChange.
void installTranslation(QApplication& application, const QString& language);

}  // namespace switchyard
