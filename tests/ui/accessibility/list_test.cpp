// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas as assistive tools have it: a list of what the picture shows, in words, that follows the
// keyboard.
#include "tests/support/yard.h"
#include "ui/canvas/canvas.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QTest>

namespace switchyard {
namespace {

struct Shown {
  explicit Shown(const Scene& of)
      : scene(of),
        control(of.world()),
        canvas(of.world(), Theme::of(Theme::Name::light), control, selection) {
    canvas.resize(1208, 576);
    canvas.show();
    canvas.activateWindow();
    canvas.setFocus();
    canvas.refresh(scene.now());
    list();  // a tool has looked at it
  }
  QAccessibleInterface* list() { return QAccessible::queryAccessibleInterface(&canvas); }
  QAccessibleInterface* item(const QString& part) {
    for (int i = 0; i < list()->childCount(); ++i)
      if (list()->child(i)->text(QAccessible::Name).contains(part)) return list()->child(i);
    return nullptr;
  }
  void look() {
    QTest::qWait(100);  // cards and lines are looked at ten times a second
    canvas.refresh(scene.now());
  }

  const Scene& scene;
  Control control;
  Selection selection;
  Canvas canvas;
};

QStringList namesOf(QAccessibleInterface* list) {
  QStringList names;
  for (int i = 0; i < list->childCount(); ++i) names << list->child(i)->text(QAccessible::Name);
  return names;
}

}  // namespace

class ListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void everyCardAndOpenConnectionIsAnItem();
  void anItemIsWhereItsCardIs();
  void anItemKeepsItsPlaceWhenItsStateChanges();
  void connectionsComeAndGo();
  void countsAreInTheDescription();
  void theFocusFollowsTheKeyboard();
  void aToolCanMoveTheFocus();
  void pressingTwoHundredClientsOpensThem();
  void pressingAConnectionSelectsIt();
  void anItemOutlivesItsCanvas();
};

void ListTest::everyCardAndOpenConnectionIsAnItem() {
  Yard yard(3);
  yard.scene.setState(yard.servers[1], NodeState::down, Cause::signalled, 9);
  Shown shown(yard.scene);
  auto* list = shown.list();
  QCOMPARE(list->role(), QAccessible::List);
  const auto names = namesOf(list);
  QCOMPARE(names.size(), 3 + 1 + 4 + 6);
  QCOMPARE(names[0], QStringLiteral("client client1, ready"));
  QCOMPARE(names[3], QStringLiteral("load balancer lb_grpc, ready"));
  QCOMPARE(names[5], QStringLiteral("server srv02, down: killed"));
  QVERIFY(names[8].contains(QStringLiteral("client1 to lb_grpc")));
  QVERIFY(names[8].contains(QStringLiteral("joined to srv01")));
  for (int i = 0; i < list->childCount(); ++i) {
    QCOMPARE(list->child(i)->role(), QAccessible::ListItem);
    QCOMPARE(list->child(i)->parent(), list);
    QCOMPARE(list->indexOfChild(list->child(i)), i);
  }
  QVERIFY(list->child(0)->text(QAccessible::Description).contains(QStringLiteral("0 sent")));
}

void ListTest::anItemIsWhereItsCardIs() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto area = shown.canvas.layout().card(yard.servers[2])->area.toAlignedRect();
  auto* item = shown.item(QStringLiteral("srv03,"));
  QCOMPARE(item->rect(), QRect(shown.canvas.mapToGlobal(area.topLeft()), area.size()));
  QCOMPARE(shown.list()->childAt(item->rect().center().x(), item->rect().center().y()), item);
}

void ListTest::anItemKeepsItsPlaceWhenItsStateChanges() {
  Yard yard(3);
  Shown shown(yard.scene);
  auto* item = shown.item(QStringLiteral("srv01,"));
  yard.scene.setState(yard.servers[0], NodeState::frozen);
  shown.look();
  QCOMPARE(item->text(QAccessible::Name), QStringLiteral("server srv01, frozen"));
  QCOMPARE(shown.item(QStringLiteral("srv01,")), item);
}

void ListTest::connectionsComeAndGo() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto before = shown.list()->childCount();
  const auto another = yard.scene.connect(yard.clients[0], yard.balancer, yard.servers[3]);
  shown.look();
  QCOMPARE(shown.list()->childCount(), before + 2);
  const auto id = QAccessible::uniqueId(shown.item(QStringLiteral("joined to srv04")));
  QVERIFY(QAccessible::accessibleInterface(id)->isValid());
  yard.scene.close(yard.balancer, another);
  shown.look();
  QCOMPARE(shown.list()->childCount(), before + 1);
  QVERIFY(QAccessible::accessibleInterface(id) == nullptr);
}

void ListTest::countsAreInTheDescription() {
  Yard yard(3);
  Shown shown(yard.scene);
  for (int i = 0; i < 30; ++i) yard.call();
  shown.look();
  const auto* item = shown.item(QStringLiteral("client1,"));
  QVERIFY(item->text(QAccessible::Description).contains(QStringLiteral("10 sent")));
}

void ListTest::theFocusFollowsTheKeyboard() {
  Yard yard(3);
  Shown shown(yard.scene);
  QVERIFY(QTest::qWaitForWindowActive(&shown.canvas));
  for (const auto* name : {"client client1, ready", "client client2, ready"}) {
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    auto* focused = shown.list()->focusChild();
    QVERIFY(focused != nullptr);
    QCOMPARE(focused->text(QAccessible::Name), QLatin1String(name));
    QVERIFY(focused->state().focused);
  }
  QVERIFY(!shown.item(QStringLiteral("client1,"))->state().focused);
}

void ListTest::aToolCanMoveTheFocus() {
  Yard yard(3);
  Shown shown(yard.scene);
  QVERIFY(QTest::qWaitForWindowActive(&shown.canvas));
  shown.item(QStringLiteral("srv02,"))
      ->actionInterface()
      ->doAction(QAccessibleActionInterface::setFocusAction());
  QCOMPARE(shown.list()->focusChild(), shown.item(QStringLiteral("srv02,")));
  QCOMPARE(shown.selection.selected(), Thing::of(yard.servers[1]));
  QTest::keyClick(&shown.canvas, Qt::Key_Down);
  QCOMPARE(shown.list()->focusChild(), shown.item(QStringLiteral("srv03,")));
}

void ListTest::pressingTwoHundredClientsOpensThem() {
  Yard yard(200);
  Shown shown(yard.scene);
  auto* all = shown.list()->child(0);
  QCOMPARE(shown.list()->child(0)->role(), QAccessible::ListItem);
  QVERIFY(shown.item(QStringLiteral("client200,")) == nullptr);
  all->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  QVERIFY(shown.item(QStringLiteral("client200,")) != nullptr);
}

void ListTest::pressingAConnectionSelectsIt() {
  Yard yard(3);
  Shown shown(yard.scene);
  auto* item = shown.item(QStringLiteral("Connection client2"));
  QVERIFY(!item->rect().isEmpty());
  item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  QCOMPARE(shown.selection.selected(), Thing::of(yard.balancer, yard.connections[1]));
  QVERIFY(item->state().selected);
}

void ListTest::anItemOutlivesItsCanvas() {
  Yard yard(1);
  QAccessible::Id id = 0;
  {
    Shown shown(yard.scene);
    id = QAccessible::uniqueId(shown.list()->child(0));
    QVERIFY(QAccessible::accessibleInterface(id)->isValid());
  }
  auto* left = QAccessible::accessibleInterface(id);
  QVERIFY(left == nullptr || !left->isValid());
}

}  // namespace switchyard

QTEST_MAIN(switchyard::ListTest)
#include "list_test.moc"
