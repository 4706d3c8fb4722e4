// SPDX-License-Identifier: GPL-3.0-or-later
// Commands to the whole board on the real window: to heal it, and to listen where its file says.
#include "app/session/window_session.h"
#include "tests/app/article_on_free_ports.h"
#include "tests/app/opened.h"
#include "ui/board/board.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/canvas.h"
#include "ui/window/notice.h"
#include "ui/window/segmented.h"
#include "ui/window/toast.h"

#include <QApplication>
#include <QPushButton>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>

using namespace switchyard;

namespace {

constexpr std::int64_t kMs = 1'000'000;

bool everybodyReadyIn(const World& world) {
  const auto ready = [](const Node& one) { return one.state == NodeState::ready; };
  return !world.balancers().empty() && !world.clients().empty() &&
         std::all_of(world.servers().begin(), world.servers().end(), ready) &&
         std::all_of(world.balancers().begin(), world.balancers().end(), ready) &&
         std::all_of(world.clients().begin(), world.clients().end(), ready);
}

/// Whoever can still bind another loopback address at this port is not in the way of a wildcard.
}  // namespace

class BoardCommandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);  // the tester's own settings stay as they are
    QVERIFY(loadFonts());
  }
  void init() {
    session_ = std::make_unique<WindowSession>(*qApp);
    session_->show();
    ports_ = freePorts(4);
  }
  void cleanup() { session_.reset(); }

  void healedIsSaidOnceItIsSoAndNotBefore() {
    open(articleOn(folder_, ports_));
    const auto victim = killOne();
    const auto pid = world().server(victim)->pid;
    press(Qt::Key_H);
    QVERIFY(said() != QStringLiteral("Everything is healed"));
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Everything is healed"), kBusyMachine);
    QCOMPARE(world().server(victim)->state, NodeState::ready);
    QVERIFY(world().server(victim)->pid != pid);
  }

  void whatCannotBeHealedIsNamed() {
    open(articleOn(folder_, ports_));
    const auto victim = killOne();
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress::LocalHost, world().server(victim)->address.port));
    press(Qt::Key_H);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Not healed: srv02 (failed: its port is in use)"),
                              kBusyMachine);
  }

  void healedInBothLanesIsSaidOnce() {
    open(articleOn(folder_, ports_));
    compare();
    const auto victim = world().servers()[1].id;
    ::kill(second().server(victim)->pid, SIGKILL);
    QTRY_COMPARE(second().server(victim)->state, NodeState::down);
    press(Qt::Key_H);
    QTRY_COMPARE_WITH_TIMEOUT(said(), QStringLiteral("Everything is healed"), kBusyMachine);
    QCOMPARE(second().server(victim)->state, NodeState::ready);
  }

  void slowerIsSlowerThanTheFileSaysAndHealedIsAsItSays() {
    open(withASlowServer());
    const auto& slow = world().servers()[0];
    QCOMPARE(slow.behaviour.latency, 200 * kMs);
    QVERIFY(chooseOnCard(slow, QStringLiteral("Slower by 100 ms")));
    QTRY_COMPARE(slow.behaviour.latency, 300 * kMs);
    QVERIFY(chooseOnCard(slow, QStringLiteral("As fast as before")));
    QTRY_COMPARE(slow.behaviour.latency, 200 * kMs);
    QVERIFY(!chooseOnCard(slow, QStringLiteral("As fast as before")));
    QVERIFY(chooseOnCard(slow, QStringLiteral("Slower by 100 ms")));
    QVERIFY(chooseOnCard(slow, QStringLiteral("Fail 20 % of calls")));
    QTRY_COMPARE(slow.behaviour.fail, 0.2);
    press(Qt::Key_H);
    QTRY_VERIFY(slow.behaviour == slow.written);
    QCOMPARE(slow.behaviour.latency, 200 * kMs);
  }

  void whoComparesIsAskedForBothLanesAndBothListen() {
    open(articleOn(folder_, ports_, "*"));
    compare();
    const auto twin = second().balancers().front().address.port;
    QVERIFY(twin != ports_[0]);
    QVERIFY(notice().isVisible());
    for (const int port : {ports_[0], static_cast<int>(twin)}) {
      QVERIFY2(notice().words().contains(QStringLiteral("*:%1").arg(port)), qPrintable(notice().words()));
      QVERIFY(listensOnLoopbackOnly(port));
    }
    QTest::mouseClick(answer(), Qt::LeftButton);
    QTRY_VERIFY(!listensOnLoopbackOnly(ports_[0]) && !listensOnLoopbackOnly(twin));
    press(Qt::Key_3);
    for (const auto* lane : {&world(), &second()}) QTRY_VERIFY(lane->agreement().complete);
  }

  void whatWasAllowedStaysAllowedForBothLanes() {
    open(articleOn(folder_, ports_, "*"));
    QTest::mouseClick(answer(), Qt::LeftButton);
    QTRY_VERIFY(!listensOnLoopbackOnly(ports_[0]));
    compare();
    const auto twin = second().balancers().front().address.port;
    QVERIFY(!listensOnLoopbackOnly(ports_[0]) && !listensOnLoopbackOnly(twin));
    QVERIFY2(notice().words().contains(QStringLiteral("*:%1").arg(twin)), qPrintable(notice().words()));
    QVERIFY(!answer()->isVisible());
  }

 private:
  const World& world() const { return session_->world(); }
  const World& second() const { return session_->secondWorld(); }
  const Notice& notice() { return session_->window().notice(); }
  QPushButton* answer() { return notice().findChild<QPushButton*>(QStringLiteral("act")); }
  QString said() { return session_->window().findChild<Toast*>()->accessibleName(); }
  void press(Qt::Key key) { QTest::keyClick(&session_->window(), key); }

  void open(const QString& file) {
    QVERIFY(opened(*session_, file));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReadyIn(world()), kBusyMachine);
  }
  void compare() {
    press(Qt::Key_F6);
    const auto heard = [this] { return session_->window().findChild<Segmented*>()->isEnabled(); };
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReadyIn(world()) && everybodyReadyIn(second()) && heard(),
                             kBusyMachine);
  }
  NodeId killOne() {
    const auto victim = world().servers()[1].id;
    ::kill(world().server(victim)->pid, SIGKILL);
    [&] { QTRY_COMPARE(world().server(victim)->state, NodeState::down); }();
    return victim;
  }
  /// What its menu does; false when it has no such entry.
  bool chooseOnCard(const Node& node, const QString& text) {
    for (const auto& action :
         session_->window().board().canvas().actions(CanvasItem::of(CardId::of(node.id))))
      if (action.text == text) {
        action.run();
        return true;
      }
    return false;
  }
  /// A board on ports of its own whose first server takes 200 ms.
  QString withASlowServer() {
    QByteArray lines;
    const auto at = [this](std::size_t place) { return " 127.0.0.1:" + QByteArray::number(ports_[place]); };
    for (const QByteArray& line : {QByteArray("defaults"), QByteArray("  mode tcp"), QByteArray("listen lb"),
                                   QByteArray("  bind" + at(0)), QByteArray("  server srv01" + at(1)),
                                   QByteArray("  server srv02" + at(2))})
      lines += (lines.isEmpty() ? "\"" : ", \"") + line + '"';
    return writeFile(
        folder_, QStringLiteral("slow.json"),
        R"({"version": 1, "haproxy": [)" + lines + R"(], "servers": {"srv01": {"latency": "200ms"}}})");
  }

  QTemporaryDir folder_;
  std::unique_ptr<WindowSession> session_;
  std::vector<int> ports_;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  BoardCommandsTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "board_commands_test.moc"
