// SPDX-License-Identifier: GPL-3.0-or-later
// The programs and the window when file descriptors are few: what lacks is said, and nobody aborts.
#include "app/session/window_session.h"
#include "tests/app/article_on_free_ports.h"
#include "ui/window/notice.h"

#include <QApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <vector>

using namespace switchyard;

namespace {

/// While one of these lives, this process can open so many descriptors and no more.
class Few {
 public:
  explicit Few(int left) {
    getrlimit(RLIMIT_NOFILE, &before_);
    int highest = 0;
    for (int fd = 0; fd < 4096; ++fd)
      if (fcntl(fd, F_GETFD) >= 0) highest = fd;
    auto limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(highest + 1 + left);
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int fd = open("/dev/null", O_RDONLY | O_CLOEXEC); fd >= 0; fd = dup(fd)) held_.push_back(fd);
    for (int i = 0; i < left && !held_.empty(); ++i) {
      close(held_.back());
      held_.pop_back();
    }
  }
  ~Few() {
    for (const int fd : held_) close(fd);
    setrlimit(RLIMIT_NOFILE, &before_);
  }
  Few(const Few&) = delete;
  Few& operator=(const Few&) = delete;

 private:
  rlimit before_{};
  std::vector<int> held_;
};

bool everybodyReady(const World& world) {
  const auto ready = [](const Node& one) { return one.state == NodeState::ready; };
  return !world.balancers().empty() && !world.clients().empty() &&
         std::all_of(world.servers().begin(), world.servers().end(), ready) &&
         std::all_of(world.balancers().begin(), world.balancers().end(), ready) &&
         std::all_of(world.clients().begin(), world.clients().end(), ready);
}

std::uint64_t received(const World& world) {
  std::uint64_t sum = 0;
  for (const auto& server : world.servers()) sum += server.received;
  return sum;
}

}  // namespace

class DescriptorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);  // the tester's own settings stay as they are
    QVERIFY(loadFonts());
  }

  void aComparisonThatCannotBeSetUpIsSaidAndTheBoardGoesOn_data() {
    QTest::addColumn<int>("left");
    for (const int left : {0, 2, 4, 6, 8}) QTest::addRow("%d left", left) << left;
  }
  void aComparisonThatCannotBeSetUpIsSaidAndTheBoardGoesOn() {
    QFETCH(int, left);
    WindowSession session(*qApp);
    session.show();
    session.open(articleOn(folder_, freePorts(4)).toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(session.world()), kBusyMachine);
    {
      const Few few(left);
      QTest::keyClick(&session.window(), Qt::Key_F6);
    }
    QVERIFY(session.window().comparison() == nullptr);
    const auto words = session.window().notice().words();
    QVERIFY2(words.contains(QStringLiteral("ulimit -n")), qPrintable(words));
    QTest::keyClick(&session.window(), Qt::Key_1);
    QTRY_COMPARE(received(session.world()), 1U);
  }

  void aLaneThatLacksDescriptorsLaterIsSaidAndTheWindowGoesOn_data() {
    QTest::addColumn<int>("left");
    for (const int left : {14, 22, 30}) QTest::addRow("%d left", left) << left;
  }
  void aLaneThatLacksDescriptorsLaterIsSaidAndTheWindowGoesOn() {
    QFETCH(int, left);
    WindowSession session(*qApp);
    session.show();
    session.open(articleOn(folder_, freePorts(4)).toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(session.world()), kBusyMachine);
    {
      const Few few(left);
      QTest::keyClick(&session.window(), Qt::Key_F6);
      QTRY_VERIFY_WITH_TIMEOUT(session.window().notice().words().contains(QStringLiteral("ulimit -n")),
                               kBusyMachine);
    }
    // None is there if one lane, at work already, has taken what the other was to be set up with.
    if (session.window().comparison() != nullptr) QTest::keyClick(&session.window(), Qt::Key_F6);
    QVERIFY(session.window().comparison() == nullptr);
  }

  void aServerThatCannotBeAddedIsSaid() {
    WindowSession session(*qApp);
    session.show();
    session.open(articleOn(folder_, freePorts(4)).toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(session.world()), kBusyMachine);
    for (const int left : {0, 1, 3, 5}) {
      const auto before = session.world().problems().size();
      const Few few(left);
      QTest::keyClick(&session.window(), Qt::Key_S);
      QTRY_VERIFY(session.world().problems().size() > before);
      const auto& problem = session.world().problems().back();
      QVERIFY2(problem.remedy.find("ulimit -n") != std::string::npos, problem.remedy.c_str());
    }
    QTest::keyClick(&session.window(), Qt::Key_1);
    QTRY_COMPARE(received(session.world()), 1U);
  }

  void noProgramAbortsWithFewDescriptors_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("limit");
    for (const int limit : {24, 32, 40, 64}) {
      QTest::addRow("run, %d", limit) << QStringLiteral("switchyard run FILE --calls 3") << limit;
      QTest::addRow("window, %d", limit) << QStringLiteral("switchyard FILE") << limit;
    }
    for (const int limit : {4, 6, 7, 8, 9, 12})
      QTest::addRow("proxy, %d", limit) << QStringLiteral("switchyard-proxy -f FILE") << limit;
  }
  void noProgramAbortsWithFewDescriptors() {
    QFETCH(QString, command);
    QFETCH(int, limit);
    auto words = command.split(QLatin1Char(' '));
    words.replaceInStrings(QStringLiteral("FILE"), articleOn(folder_, freePorts(4)));
    QProcess process;
    process.setChildProcessModifier([limit] {
      const rlimit files{static_cast<rlim_t>(limit), static_cast<rlim_t>(limit)};
      setrlimit(RLIMIT_NOFILE, &files);
    });
    process.setProcessChannelMode(QProcess::MergedChannels);
    const auto program = qEnvironmentVariable("SWITCHYARD_BIN") + QLatin1Char('/') + words.takeFirst();
    process.start(program, words);
    QVERIFY(process.waitForStarted());
    if (!process.waitForFinished(kLives)) {
      process.terminate();
      QVERIFY(process.waitForFinished(kBusyMachine));
      return;  // it lived until it was told to end
    }
    const auto said = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, said.constData());
    if (said.contains("error while loading shared libraries")) return;  // not even the program could be read
    if (process.exitCode() != 0) QVERIFY2(said.contains("ulimit -n"), said.constData());
  }

 private:
  static constexpr int kLives = 1500;  // milliseconds

  QTemporaryDir folder_;
};

QTEST_MAIN(DescriptorsTest)
#include "descriptors_test.moc"
