// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a script would use it.
#include "tests/app/article_on_free_ports.h"
#include "tests/app/running.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

#include <algorithm>
#include <vector>

namespace {

bool someoneListens(int port) {
  QTcpSocket probe;
  probe.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(port));
  return probe.waitForConnected(200);
}

QSet<qint64> childrenOf(qint64 parent) {
  QSet<qint64> children;
  const auto names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
  for (const auto& name : names) {
    bool number = false;
    const auto pid = name.toLongLong(&number);
    QFile stat(QStringLiteral("/proc/%1/stat").arg(name));
    if (!number || !stat.open(QIODevice::ReadOnly)) continue;
    const auto text = stat.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    if (fields.value(1).toLongLong() == parent && fields.value(0) != "Z") children.insert(pid);
  }
  return children;
}

}  // namespace

class RunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aBareConfigurationIsTheArticlesExperiment() {
    const auto outcome = run(article());
    QCOMPARE(outcome.status, 0);
    for (const auto* name : {"srv01", "srv02", "srv03"}) QCOMPARE(outcome.calls(QLatin1String(name)), 1);
    const auto connections = outcome.report[QStringLiteral("connections")].toObject();
    QCOMPARE(connections[QStringLiteral("downstream")].toInt(), 3);
    QCOMPARE(connections[QStringLiteral("upstream")].toInt(), 3);
    QVERIFY(connections[QStringLiteral("kernel_agrees")].toBool());
    QVERIFY(outcome.report[QStringLiteral("agree")].toBool());
    const auto balancer = outcome.report[QStringLiteral("balancer")].toObject();
    QCOMPARE(balancer[QStringLiteral("mode")].toString(), QStringLiteral("tcp"));
    QCOMPARE(balancer[QStringLiteral("picks")].toInt(), 3);
    QCOMPARE(balancer[QStringLiteral("forwarded")].toInt(), 3);
    QVERIFY(outcome.out.contains(QStringLiteral("srv01")));
  }

  void eachClientsCallsStayOnOneServer() {
    const auto outcome = run(article(), {QStringLiteral("--calls"), QStringLiteral("100")});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.sortedCalls(), (std::vector{100, 100, 100}));
    const auto clients = outcome.report[QStringLiteral("clients")].toObject();
    QCOMPARE(clients.size(), 3);
    for (const auto& name : clients.keys())
      QCOMPARE(clients[name].toObject()[QStringLiteral("by_server")].toObject().size(), 1);
  }

  void unequalClientsMakeUnequalServers() {
    const auto outcome =
        run(scenario(3, R"([{"name":"a","calls":1000},{"name":"b","calls":300},{"name":"c","calls":100}])"));
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.sortedCalls(), (std::vector{1000, 300, 100}));
    QVERIFY(qAbs(outcome.report[QStringLiteral("fairness")].toDouble() - 0.59) < 0.01);
  }

  void fewerClientsThanServersLeaveOneIdle() {
    const auto outcome = run(scenario(3, R"([{"name":"a","calls":150},{"name":"b","calls":150}])"));
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.sortedCalls(), (std::vector{150, 150, 0}));
  }

  void aClaimThatDoesNotHoldIsAFailedRun() {
    const auto file =
        scenario(3, R"([{"name":"a","calls":1}])", R"([{"text":"two calls","at":"/clients/a/sent","is":2}])");
    const auto outcome = run(file);
    QCOMPARE(outcome.status, 1);
    const auto claim = outcome.report[QStringLiteral("claims")].toArray().first().toObject();
    QCOMPARE(claim[QStringLiteral("holds")].toBool(true), false);
    QCOMPARE(claim[QStringLiteral("measured")].toString(), QStringLiteral("1"));
  }

  void theClientsCallForAsLongAsTheyAreTold() {
    QElapsedTimer clock;
    clock.start();
    const auto outcome = run(article(), {QStringLiteral("--for"), QStringLiteral("500ms")});
    QCOMPARE(outcome.status, 0);
    QVERIFY(clock.elapsed() >= 500);
    QVERIFY(outcome.sortedCalls().back() > 10);
    QVERIFY(outcome.report[QStringLiteral("agree")].toBool());
  }

  void aServersPortInUseIsSaidAndTheRestRuns() {
    const TakenPort taken;
    const auto ports = freePorts(3);
    const auto outcome = run(articleOn(folder_, {ports[0], ports[1], taken.number(), ports[2]}));
    QVERIFY2(outcome.err.contains(QString::number(taken.number())), qPrintable(outcome.err));
    QCOMPARE(outcome.calls(QStringLiteral("srv02")), 0);
    QCOMPARE(outcome.calls(QStringLiteral("srv01")) + outcome.calls(QStringLiteral("srv03")), 3);
  }

  void theBalancersPortInUseIsSaidWithARemedy() {
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress::LocalHost, 0));
    const auto ports = freePorts(1);
    const auto outcome = run(articleOn(folder_, {stranger.serverPort(), ports[0]}));
    QCOMPARE(outcome.calls(QStringLiteral("srv01")), 0);
    QVERIFY2(outcome.err.contains(QStringLiteral("in use")), qPrintable(outcome.err));
    QVERIFY2(!stranger.waitForNewConnection(100), "a stranger was called");
  }

  void wrongUseEndsWithTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no file") << QStringList{QStringLiteral("run")};
    QTest::newRow("unknown option") << QStringList{QStringLiteral("run"), QStringLiteral("x.cfg"),
                                                   QStringLiteral("--frobnicate")};
    QTest::newRow("missing file") << QStringList{QStringLiteral("run"), QStringLiteral("/nonexistent.cfg")};
    QTest::newRow("bad time") << QStringList{QStringLiteral("run"), article(), QStringLiteral("--for"),
                                             QStringLiteral("soon")};
    QTest::newRow("unknown lesson") << QStringList{QStringLiteral("lessons"), QStringLiteral("check"),
                                                   QStringLiteral("no-such-lesson")};
    QTest::newRow("bad picture") << QStringList{QStringLiteral("run"), article(), QStringLiteral("--export"),
                                                QStringLiteral("x.bmp")};
  }
  void wrongUseEndsWithTwo() {
    QFETCH(QStringList, arguments);
    QProcess process;
    process.start(program("switchyard"), arguments);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(!process.readAllStandardError().trimmed().isEmpty());
  }

  void theLessonsAreListed() {
    QProcess process;
    process.start(program("switchyard"), {QStringLiteral("lessons")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const auto lines = process.readAllStandardOutput().trimmed().split('\n');
    const auto files =
        QDir(qEnvironmentVariable("SWITCHYARD_SCENARIOS")).entryList({QStringLiteral("*.json")});
    QCOMPARE(lines.size(), files.size());
    QVERIFY2(lines.first().startsWith("fewer-clients "), lines.first());
  }

  void aLessonIsCheckedClaimByClaim() {
    for (const int port : {8443, 50051, 50052, 50053})
      if (someoneListens(port)) QSKIP("Somebody else uses the lesson's ports.");
    QProcess process;
    process.start(program("switchyard"),
                  {QStringLiteral("lessons"), QStringLiteral("check"), QStringLiteral("fewer-clients")});
    QVERIFY(process.waitForFinished(kBusyMachine));
    const auto out = process.readAllStandardOutput();
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError() + out);
    QCOMPARE(out.count("holds  fewer-clients: "), 2);
    QVERIFY2(out.contains("150 150 0"), out);
  }

  void anInterruptEndsARunThatMakesItsReport() {
    const auto file = write(QStringLiteral("long-report.json"),
                            QJsonDocument(withLongReport()).toJson(QJsonDocument::Compact));
    const auto recording = folder_.filePath(QStringLiteral("r.switchyard"));
    const auto report = folder_.filePath(QStringLiteral("never.json"));
    QProcess process;
    process.start(program("switchyard"), {QStringLiteral("run"), file, QStringLiteral("--record"), recording,
                                          QStringLiteral("--report"), report});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(recording) || process.state() == QProcess::NotRunning,
                             kBusyMachine);
    QCOMPARE(process.state(), QProcess::Running);  // the run is over, its report is not
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    QVERIFY(process.waitForFinished(kBusyMachine));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QCOMPARE(process.readAllStandardOutput(), QByteArray());
    QVERIFY(process.readAllStandardError().contains("Interrupted"));
    QVERIFY(!QFile::exists(report));
  }

  void anInterruptEndsARunThatDrawsItsPicture() {
    auto many = withLongReport();
    many.remove(QStringLiteral("claims"));
    const auto file = write(QStringLiteral("large-picture.json"), QJsonDocument(many).toJson());
    const auto report = folder_.filePath(QStringLiteral("drawn.json"));
    const auto picture = folder_.filePath(QStringLiteral("never.svg"));
    QProcess process;
    process.start(program("switchyard"), {QStringLiteral("run"), file, QStringLiteral("--report"), report,
                                          QStringLiteral("--export"), picture});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report) || process.state() == QProcess::NotRunning, kBusyMachine);
    QCOMPARE(process.state(), QProcess::Running);
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    QVERIFY(process.waitForFinished(kBusyMachine));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(!QFile::exists(picture) && !QFile::exists(picture + QStringLiteral(".part")));
  }

  void killingTheAppLeavesNothingBehind() {
    const auto ports = freePorts(4);
    QProcess process;
    process.start(program("switchyard"), {QStringLiteral("run"), articleOn(folder_, ports),
                                          QStringLiteral("--for"), QStringLiteral("60s")});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(someoneListens(ports[0]), kBusyMachine);
    QTRY_COMPARE_WITH_TIMEOUT(childrenOf(process.processId()).size(), 6, kBusyMachine);
    const auto nodes = childrenOf(process.processId());
    ::kill(*nodes.begin(), SIGSTOP);  // a frozen node must not survive either
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    for (const auto node : nodes)
      QTRY_VERIFY2(::kill(static_cast<pid_t>(node), 0) != 0 || isZombie(node),
                   qPrintable(QString::number(node)));
    // A process is a zombie once its first thread has ended; the last one to end closes the sockets.
    for (const auto port : ports) QTRY_VERIFY(!someoneListens(port));
  }

 private:
  static bool isZombie(qint64 pid) {
    QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly)) return true;
    const auto text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2).startsWith('Z');
  }

  QString write(const QString& name, const QByteArray& content) { return writeFile(folder_, name, content); }

  QString article() {
    const auto ports = freePorts(4);
    return articleOn(folder_, ports);
  }

  /// Thousands of servers, and claims that look at each of them.
  static QJsonObject withLongReport() {
    const auto port = QString::number(freePorts(1).front());
    QJsonArray config{QStringLiteral("listen yard"), QStringLiteral("mode http"),
                      QStringLiteral("bind 127.0.0.1:") + port};
    QJsonObject servers;
    for (int i = 0; i < 2'000; ++i) {
      const auto name = QStringLiteral("s%1").arg(i);
      config.append(QStringLiteral("server %1 127.0.0.1:1 proto h2").arg(name));
      servers[name] = QJsonObject{{QStringLiteral("external"), true}};
    }
    QJsonArray claims;
    for (int i = 0; i < 12'000; ++i)
      claims.append(QJsonObject{{QStringLiteral("text"), QStringLiteral("idle")},
                                {QStringLiteral("at"), QStringLiteral("/servers/*/calls")},
                                {QStringLiteral("at_most"), 0}});
    return {{QStringLiteral("version"), 1},
            {QStringLiteral("name"), QStringLiteral("test")},
            {QStringLiteral("haproxy"), config},
            {QStringLiteral("servers"), servers},
            {QStringLiteral("clients"), QJsonArray{QJsonObject{{QStringLiteral("calls"), 1}}}},
            {QStringLiteral("claims"), claims}};
  }

  QString scenario(int servers, const QByteArray& clients, const QByteArray& claims = "[]") {
    const auto ports = freePorts(servers + 1);
    const auto configuration_file = articleOn(folder_, ports);
    return write(QStringLiteral("scenario-%1.json").arg(++files_),
                 R"({"version":1,"name":"test","haproxy":")" +
                     QFileInfo(configuration_file).fileName().toUtf8() + R"(","clients":)" + clients +
                     R"(,"claims":)" + claims + "}");
  }

  Outcome run(const QString& file, const QStringList& more = {}) {
    return runSwitchyard(folder_, file, more);
  }

  QTemporaryDir folder_;
  int files_ = 0;
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
