// SPDX-License-Identifier: GPL-3.0-or-later
// Programs to which the system refuses threads say so; nobody aborts or waits for ever.
#include "tests/app/article_on_free_ports.h"
#include "tests/app/running.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

class ThreadsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aProgramThatIsRefusedThreadsSaysSo_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const auto file = articleOn(folder_, freePorts(4));
    const auto recording = folder_.filePath(QStringLiteral("r.switchyard"));
    const auto to = [this](const QString& name) { return folder_.filePath(name); };
    QCOMPARE(runSwitchyard(folder_, file, {QStringLiteral("--record"), recording}).status, 0);
    QTest::newRow("a laboratory") << 0 << QStringList{QStringLiteral("run"), file} << 2;
    QTest::newRow("its nodes") << 2 << QStringList{QStringLiteral("run"), file} << 1;
    QTest::newRow("a picture") << 0
                               << QStringList{QStringLiteral("export"), recording, QStringLiteral("-o"),
                                              to(QStringLiteral("p.pdf"))}
                               << 2;
    QTest::newRow("one that moves") << 0
                                    << QStringList{QStringLiteral("export"), recording, QStringLiteral("-o"),
                                                   to(QStringLiteral("p.webp"))}
                                    << 2;
  }
  void aProgramThatIsRefusedThreadsSaysSo() {
    QFETCH(int, threads);
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QProcess process;
    begin(process, "switchyard", threads, arguments);
    QVERIFY(process.waitForFinished(kBusyMachine));
    const auto words = process.readAllStandardError();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, words);
    QVERIFY2(process.exitCode() == status, words);
    QVERIFY2(words.contains("no further process or thread is allowed"), words);
  }

  void aBalancerThatIsRefusedAThreadKeepsItsConfiguration() {
    const auto ports = freePorts(4);
    QProcess process;
    begin(process, "switchyard-proxy", 0, {QStringLiteral("-f"), articleOn(folder_, ports)});
    const auto listens = [&] {
      QTcpSocket probe;
      probe.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(ports[0]));
      return probe.waitForConnected(kBusyMachine);
    };
    QTRY_VERIFY_WITH_TIMEOUT(listens(), kBusyMachine);
    ::kill(pidOf(process), SIGHUP);
    QByteArray words;
    const auto said = [&] {
      words += process.readAllStandardError();
      return words.contains("no further process or thread is allowed");
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kBusyMachine);
    ::kill(pidOf(process), SIGTERM);
    QVERIFY(process.waitForFinished(kBusyMachine));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
  }

 private:
  static pid_t pidOf(const QProcess& process) { return static_cast<pid_t>(process.processId()); }
  static void begin(QProcess& process, const char* name, int threads, const QStringList& arguments) {
    auto surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(FEW_THREADS_LIBRARY));
    surroundings.insert(QStringLiteral("FEW_THREADS"), QString::number(threads));
    process.setProcessEnvironment(surroundings);
    process.start(program(name), arguments);
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(ThreadsTest)
#include "threads_test.moc"
