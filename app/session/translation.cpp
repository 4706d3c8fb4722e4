// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/translation.h"

#include <QApplication>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace switchyard {
namespace {

/// Texts are English already; the English catalogue has their plural forms.
bool loadFor(QTranslator& translator, const QLocale& locale) {
  const auto load = [&](const QLocale& wanted) {
    return translator.load(wanted, QStringLiteral("switchyard"), QStringLiteral("_"),
                           QStringLiteral(":/translations"));
  };
  return load(locale) || load(QLocale::English);
}

}  // namespace

void installTranslation(QApplication& application, const QString& language) {
  delete application.findChild<QTranslator*>(QString(), Qt::FindDirectChildrenOnly);
  auto translator = std::make_unique<QTranslator>();
  if (!loadFor(*translator, language.isEmpty() ? QLocale() : QLocale(language))) return;
  QApplication::installTranslator(translator.get());
  translator.release()->setParent(&application);
}

}  // namespace switchyard
