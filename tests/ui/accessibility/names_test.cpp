// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever can have the keyboard says what it is.
#include "tests/support/yard.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/notice.h"

#include <QAccessible>
#include <QTest>

namespace switchyard {
namespace {

bool needsAName(const QAccessibleInterface& part) {
  switch (part.role()) {
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::List:
    case QAccessible::ListItem:
    case QAccessible::MenuItem:
    case QAccessible::PageTab:
    case QAccessible::PageTabList:
    case QAccessible::Slider:
    case QAccessible::Table:
      return true;
    default:
      return part.state().focusable;
  }
}

/// Goes through `part` and all in it; returns how many parts had to have a name.
int look(QAccessibleInterface* part, const QString& path, QStringList& nameless, int depth = 0) {
  if (part == nullptr || !part->isValid() || part->state().invisible || depth > 20) return 0;
  const auto name = part->text(QAccessible::Name);
  const auto* object = part->object();
  const auto here = path + QLatin1Char('/') +
                    (object != nullptr ? QString::fromLatin1(object->metaObject()->className()) : name);
  int seen = 0;
  if (needsAName(*part)) {
    ++seen;
    if (name.trimmed().isEmpty()) nameless << here;
  }
  if (part->role() == QAccessible::Table) return seen;  // its cells are texts
  for (int i = 0; i < part->childCount(); ++i) seen += look(part->child(i), here, nameless, depth + 1);
  return seen;
}

}  // namespace

class NamesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void everyControlHasAName();
};

void NamesTest::everyControlHasAName() {
  Yard yard(3);
  for (int i = 0; i < 9; ++i) yard.call();
  Control control(yard.scene.world());
  Selection selection;
  MainWindow window(yard.scene.world(), control, selection, Theme::of(Theme::Name::light));
  window.notice().ask(QStringLiteral("A question."), QStringLiteral("Yes"), [] {});
  window.show();
  selection.select(Thing::of(yard.servers[0]));
  window.refresh(yard.scene.now());
  QStringList nameless;
  const int seen = look(QAccessible::queryAccessibleInterface(&window), {}, nameless);
  QVERIFY2(seen > 30, qPrintable(QString::number(seen)));
  QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

}  // namespace switchyard

QTEST_MAIN(switchyard::NamesTest)
#include "names_test.moc"
