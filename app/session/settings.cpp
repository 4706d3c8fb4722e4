// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/settings.h"

#include <QLocale>
#include <QSettings>
#include <QWidget>

namespace switchyard::settings {
namespace {

QSettings stored() {
  return QSettings(QStringLiteral("switchyard"), QStringLiteral("switchyard"));
}
const QString kTheme = QStringLiteral("theme");
const QString kReducedMotion = QStringLiteral("reduced-motion");
const QString kLanguage = QStringLiteral("language");
const QString kCharts = QStringLiteral("charts");
const QString kWindow = QStringLiteral("window");

}  // namespace

Theme::Name theme() {
  return Theme::named(stored().value(kTheme).toString()).value_or(Theme::Name::light);
}

void rememberTheme(Theme::Name name) {
  stored().setValue(kTheme, Theme::wordFor(name));
}

bool reducedMotion() {
  return stored().value(kReducedMotion, false).toBool();
}

void rememberReducedMotion(bool on) {
  stored().setValue(kReducedMotion, on);
}

QString language() {
  return stored().value(kLanguage, QLocale::system().name().section(u'_', 0, 0)).toString();
}

void rememberLanguage(const QString& language) {
  stored().setValue(kLanguage, language);
}

QStringList charts() {
  return stored().value(kCharts).toStringList();
}

void rememberCharts(const QStringList& charts) {
  stored().setValue(kCharts, charts);
}

void restoreWindow(QWidget& window) {
  window.restoreGeometry(stored().value(kWindow).toByteArray());
}

void rememberWindow(const QWidget& window) {
  stored().setValue(kWindow, window.saveGeometry());
}

}  // namespace switchyard::settings
