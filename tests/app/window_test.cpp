// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a real experiment: keys and files in, what the World shows out.
#include "tests/app/opened.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas.h"
#include "ui/timeline/timeline.h"
#include "ui/window/notice.h"
#include "ui/window/segmented.h"
#include "ui/window/tool_bar.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>

using namespace switchyard;

class WindowTest : public QObject {
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
    QVERIFY(opened(*session_, article()));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(), kBusyMachine);
  }

  void cleanup() { session_.reset(); }

  void itOpensReadyToRun() {
    QCOMPARE(world().servers().size(), 3U);
    QCOMPARE(world().clients().size(), 3U);
    QCOMPARE(received(), 0U);
    QVERIFY(!world().running());
  }

  void keysSendCalls() {
    press(Qt::Key_1);
    QTRY_COMPARE(received(), 1U);
    press(Qt::Key_3);
    QTRY_COMPARE(received(), 4U);
    QTRY_VERIFY(world().agreement().complete);
  }

  void aBurstOfThreeGoesToThreeServers() {
    press(Qt::Key_3);
    QTRY_COMPARE(received(), 3U);
    for (const auto& server : world().servers()) QCOMPARE(server.received, 1U);
    QCOMPARE(world().peakDownstream(), 3U);
    QCOMPARE(world().peakUpstream(), 3U);
  }

  void oneClickBalancesRequestsAndTheNextConnectionsBack() {
    const auto bursts = [this](std::uint64_t more) {
      const auto wanted = received() + more;
      for (std::uint64_t sent = 0; sent < more; sent += 3) press(Qt::Key_3);
      QTRY_COMPARE(received(), wanted);
      QTRY_VERIFY(world().agreement().complete);
    };
    bursts(3);
    choose(1);
    QTRY_COMPARE(world().balancers().front().mode, Mode::http);
    QTRY_COMPARE(world().balancers().front().downstream, 0U);  // those of mode tcp have ended
    const auto picks = world().balancers().front().picks;
    bursts(9);
    QCOMPARE(world().balancers().front().picks,
             picks + 9);  // a server for each call, no longer for a connection
    choose(0);
    QTRY_COMPARE(world().balancers().front().mode, Mode::tcp);
    QTRY_COMPARE(world().balancers().front().downstream, 0U);
    bursts(9);
    for (const auto& client : world().clients()) QCOMPARE(client.failed, 0U);
  }

  void runCallsUntilPause() {
    press(Qt::Key_F5);
    QTRY_VERIFY(world().running());
    QTRY_VERIFY(received() >= 6);
    press(Qt::Key_F5);
    QTRY_VERIFY(!world().running());
    QTRY_VERIFY(world().agreement().complete);
    const auto then = received();
    QTest::qWait(1200);
    QCOMPARE(received(), then);
  }

  void aKilledServerIsSeenWithinATenthOfASecond() {
    const auto victim = world().servers()[1].id;
    QElapsedTimer clock;
    clock.start();
    ::kill(world().server(victim)->pid, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(world().server(victim)->state == NodeState::down, 2000);
    const auto taken = clock.elapsed();
    qInfo("seen after %lld ms", static_cast<long long>(taken));
    QVERIFY(taken < 100 + kUnderSanitizers);
    QCOMPARE(world().server(victim)->cause, Cause::signalled);
  }

  void healAllStartsWhatIsDown() {
    const auto victim = world().servers()[1].id;
    ::kill(world().server(victim)->pid, SIGKILL);
    QTRY_VERIFY(world().server(victim)->state == NodeState::down);
    press(Qt::Key_H);
    QTRY_VERIFY(world().server(victim)->state == NodeState::ready);
  }

  void serversAndClientsAreAdded() {
    press(Qt::Key_S);
    press(Qt::Key_C);
    QTRY_COMPARE(world().servers().size(), 4U);
    QTRY_COMPARE(world().clients().size(), 4U);
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(), kBusyMachine);
  }

  void theSameCallsGoThroughTwoLanes() {
    compare();
    bursts(12);
    QCOMPARE(world().balancers().front().mode, Mode::tcp);
    QCOMPARE(second().balancers().front().mode, Mode::http);
    for (const auto& client : world().clients()) {
      QCOMPARE(client.by_server.size(), 1U);
      QCOMPARE(second().client(client.id)->sent, client.sent);
    }
    QCOMPARE(world().balancers().front().picks, 3U);
    QCOMPARE(second().balancers().front().picks, 12U);
    press(Qt::Key_S);
    QTRY_COMPARE(world().servers().size(), 4U);
    QTRY_COMPARE(second().servers().size(), 4U);
  }

  void twoAlgorithmsAreCompared() {
    compare();
    auto* choice =
        session_->window().findChild<ToolBar*>()->findChild<QComboBox*>(QStringLiteral("comparison"));
    QTest::keyClick(choice, Qt::Key_Down);
    QTRY_COMPARE(world().balancers().size(), 1U);
    QTRY_VERIFY_WITH_TIMEOUT(commandsAreHeard(), kBusyMachine);
    QCOMPARE(world().balancers().front().algorithm, std::string("roundrobin"));
    QCOMPARE(second().balancers().front().algorithm, std::string("leastconn"));
    QCOMPARE(second().balancers().front().mode, world().balancers().front().mode);
  }

  void oneTimelineMovesBothLanes() {
    compare();
    const auto before = world().now();
    bursts(6);
    auto& timeline = session_->window().timeline();
    Q_EMIT timeline.seekRequested(before);
    QCOMPARE(received(), 0U);
    QCOMPARE(receivedBy(second()), 0U);
    Q_EMIT timeline.stepRequested();
    QVERIFY(world().now() > before || second().now() > before);
    Q_EMIT timeline.liveRequested();
    QCOMPARE(received(), 6U);
    QCOMPARE(receivedBy(second()), 6U);
  }

  void theComparisonIsExported() {
    compare();
    bursts(3);
    const auto path = folder_.filePath(QStringLiteral("compare.png"));
    Q_EMIT session_->window().exportRequested(QStringLiteral("board"), path);
    QTRY_VERIFY(QFile::exists(path));
    QCOMPARE(QImage(path).size(), QSize(3200, 1920));
  }

  void endingTheComparisonEndsItsSecondLaneOnly() {
    compare();
    bursts(3);
    std::vector<pid_t> pids;
    for (const auto& server : second().servers()) pids.push_back(server.pid);
    press(Qt::Key_F6);
    QVERIFY(session_->window().comparison() == nullptr);
    QVERIFY(second().servers().empty());
    for (const auto pid : pids) QTRY_VERIFY(::kill(pid, 0) != 0);
    press(Qt::Key_1);
    QTRY_COMPARE(received(), 4U);
  }

  void takenPortsAreSaidAndWhatIsOpenStays() {
    std::vector<std::unique_ptr<QTcpServer>> strangers;
    for (int port = ports_[0] + 100; port <= ports_[0] + 2000; port += 100) {
      strangers.push_back(std::make_unique<QTcpServer>());
      strangers.back()->listen(QHostAddress::LocalHost, static_cast<quint16>(port));
    }
    press(Qt::Key_F6);
    const auto& notice = session_->window().notice();
    QVERIFY(notice.isVisible());
    QVERIFY2(notice.words().contains(QStringLiteral("no free ports")), qPrintable(notice.words()));
    QVERIFY(session_->window().comparison() == nullptr);
    press(Qt::Key_1);
    QTRY_COMPARE(received(), 1U);
  }

  void aKeyAsksOneWitnessAfterTheOther() {
    const auto asked = [this] { return session_->window().board().canvas().options().witness; };
    for (const auto witness : {Witness::client, Witness::balancer, Witness::server}) {
      press(Qt::Key_W);
      QCOMPARE(asked(), std::optional(witness));
    }
    press(Qt::Key_W);
    QCOMPARE(asked(), std::nullopt);
  }

  void aBadFileIsSaidAndWhatIsOpenStays() {
    press(Qt::Key_1);
    QTRY_COMPARE(received(), 1U);
    const auto file = write(QStringLiteral("bad.cfg"), "frontend x\n  bind nonsense\n");
    QVERIFY(opened(*session_, file));
    const auto& notice = session_->window().notice();
    QVERIFY(notice.isVisible());
    QVERIFY2(notice.words().contains(QStringLiteral("bad.cfg:2")), qPrintable(notice.words()));
    press(Qt::Key_1);
    QTRY_COMPARE(received(), 2U);
  }

  void itAsksBeforeItListensBeyondThisComputer() {
    const auto ports = freePorts(4);
    QVERIFY(opened(*session_, articleOn(folder_, ports, "*")));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(), kBusyMachine);
    auto& notice = session_->window().notice();
    QVERIFY(notice.isVisible());
    QCOMPARE(world().balancers().front().address.text(), "127.0.0.1:" + std::to_string(ports[0]));
    QVERIFY(listensOnLoopbackOnly(ports[0]));
    auto* listen = notice.findChild<QPushButton*>(QStringLiteral("act"));
    QVERIFY(listen != nullptr && listen->isVisible());
    QTest::mouseClick(listen, Qt::LeftButton);
    QTRY_VERIFY(!listensOnLoopbackOnly(ports[0]));
    QVERIFY(!notice.isVisible());
  }

  void everythingIsExported_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("png") << QStringLiteral("board.png") << QByteArray("\x89PNG");
    QTest::newRow("svg") << QStringLiteral("board.svg") << QByteArray("<?xml");
    QTest::newRow("pdf") << QStringLiteral("board.pdf") << QByteArray("%PDF");
    QTest::newRow("csv") << QStringLiteral("board.csv") << QByteArray("server,");
  }
  void everythingIsExported() {
    QFETCH(QString, name);
    QFETCH(QByteArray, begins);
    const auto path = folder_.filePath(name);
    Q_EMIT session_->window().exportRequested(QStringLiteral("board"), path);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith(begins));
  }

  void aRecordingShowsWhatTheRunShowed() {
    press(Qt::Key_3);
    QTRY_COMPARE(received(), 3U);
    QTRY_VERIFY(world().agreement().complete);
    const auto path = folder_.filePath(QStringLiteral("run.switchyard"));
    Q_EMIT session_->window().recordingRequested(path);
    QTRY_VERIFY2(QFile::exists(path), qPrintable(session_->window().notice().words()));
    QVERIFY(opened(*session_, path));
    QCOMPARE(received(), 3U);
    QCOMPARE(world().servers().size(), 3U);
    press(Qt::Key_1);  // nobody is there to call
    QTest::qWait(100);
    QCOMPARE(received(), 3U);
    press(Qt::Key_F6);
    QVERIFY(session_->window().comparison() == nullptr);
    QVERIFY(session_->window().notice().words().contains(QStringLiteral("recording")));
  }

 private:
#if defined(__SANITIZE_ADDRESS__)
  static constexpr int kUnderSanitizers = 400;  // milliseconds; what is measured is then not our speed
#else
  static constexpr int kUnderSanitizers = 0;
#endif

  const World& world() const {
    return session_->world();
  }
  QString article() {
    return articleOn(folder_, ports_);
  }
  QString write(const QString& name, const QByteArray& content) {
    return writeFile(folder_, name, content);
  }
  void press(Qt::Key key) {
    QTest::keyClick(&session_->window(), key);
  }

  /// The tool bar's "Connections" (0) or "Requests" (1).
  void choose(int mode) {
    auto* modes = session_->window().findChild<Segmented*>();
    QTest::mouseClick(modes, Qt::LeftButton, {}, {modes->width() * (1 + 2 * mode) / 4, modes->height() / 2});
  }

  bool everybodyReady() const {
    return everybodyReadyIn(world());
  }
  static bool everybodyReadyIn(const World& world) {
    const auto ready = [](const Node& one) { return one.state == NodeState::ready; };
    return !world.balancers().empty() && !world.clients().empty() &&
           std::all_of(world.servers().begin(), world.servers().end(), ready) &&
           std::all_of(world.balancers().begin(), world.balancers().end(), ready) &&
           std::all_of(world.clients().begin(), world.clients().end(), ready);
  }

  std::uint64_t received() const {
    return receivedBy(world());
  }
  static std::uint64_t receivedBy(const World& world) {
    std::uint64_t sum = 0;
    for (const auto& server : world.servers()) sum += server.received;
    return sum;
  }

  // While two lanes are compared.
  const World& second() const {
    return session_->secondWorld();
  }
  void compare() {
    press(Qt::Key_F6);
    QVERIFY2(session_->window().comparison() != nullptr, qPrintable(session_->window().notice().words()));
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady() && everybodyReadyIn(second()) && commandsAreHeard(),
                             kBusyMachine);
  }
  bool commandsAreHeard() {
    return session_->window().findChild<Segmented*>()->isEnabled();
  }
  /// So many calls, three at a time, through each lane.
  void bursts(std::uint64_t calls) {
    for (std::uint64_t sent = 0; sent < calls; sent += 3) press(Qt::Key_3);
    for (const auto* lane : {&world(), &second()}) {
      QTRY_COMPARE(receivedBy(*lane), calls);
      QTRY_VERIFY(lane->agreement().complete);
    }
  }

  QTemporaryDir folder_;
  std::unique_ptr<WindowSession> session_;
  std::vector<int> ports_;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  WindowTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "window_test.moc"
