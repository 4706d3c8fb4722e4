// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>

class QWidget;

/// What is remembered from one start to the next, in the user's own configuration folder (QSettings).
namespace switchyard::settings {

Theme::Name theme();  ///< light until another one was chosen
void rememberTheme(Theme::Name name);
bool reducedMotion();
void rememberReducedMotion(bool on);
QString language();  ///< "en", "vi"; the system's until one was chosen
void rememberLanguage(const QString& language);
QStringList charts();  ///< those that the board showed last; empty before the first time
void rememberCharts(const QStringList& charts);
void restoreWindow(QWidget& window);
void rememberWindow(const QWidget& window);

}  // namespace switchyard::settings
