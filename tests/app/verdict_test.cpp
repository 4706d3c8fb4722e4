// SPDX-License-Identifier: GPL-3.0-or-later
// When `switchyard run` ends with 0, and what it says when it does not.
#include "tests/app/article_on_free_ports.h"
#include "tests/app/running.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

#include <signal.h>

constexpr const char* kTenCalls = "[{'calls': 10}]";

class VerdictTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aBalancerThatCannotListenIsNoRun_data() {
    QTest::addColumn<QStringList>("how");
    QTest::newRow("as the file says") << QStringList{};
    QTest::newRow("--calls") << QStringList{QStringLiteral("--calls"), QStringLiteral("5")};
    QTest::newRow("--for") << QStringList{QStringLiteral("--for"), QStringLiteral("300ms")};
  }
  void aBalancerThatCannotListenIsNoRun() {
    QFETCH(QStringList, how);
    const TakenPort taken;
    const auto outcome = run(articleOn(folder_, {taken.number(), freePorts(1)[0]}), how);
    QVERIFY2(outcome.status == 1, outcome.words());
    QVERIFY2(says(outcome, "Not there, or not to the end: lb_grpc"), outcome.words());
    QVERIFY2(says(outcome, how.contains(QStringLiteral("--for")) ? "No call was made." : "client1 made 0 of"),
             outcome.words());
  }

  void aServerThatCannotListenIsNoRun() {
    const TakenPort taken;
    const auto outcome = run(articleOn(folder_, {freePorts(1)[0], taken.number()}));
    QVERIFY2(outcome.status == 1, outcome.words());
    QVERIFY2(says(outcome, "Not there, or not to the end: srv01"), outcome.words());
  }

  void callsThatNobodyAnswersAreNoRun() {
    const auto outcome = run(scenario(freePorts(2), "'servers': {'srv01': {'external': true}}"));
    QVERIFY2(outcome.status == 1, outcome.words());
    QVERIFY2(says(outcome, "10 calls failed (UNAVAILABLE 10)"), outcome.words());
  }

  void callsMayFailWhereTheFileSaysSo_data() {
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("a server fails them") << QByteArray("'servers': {'srv01': {'fail': '50%'}}");
    QTest::newRow("a claim tells") << QByteArray(
        "'servers': {'srv01': {'external': true}}, "
        "'claims': [{'text': 'nobody answers', 'at': '/clients/*/ok', 'is': [0]}]");
  }
  void callsMayFailWhereTheFileSaysSo() {
    QFETCH(QByteArray, rest);
    const auto outcome = run(scenario(freePorts(2), rest));
    QVERIFY2(outcome.status == 0, outcome.words());
    QVERIFY2(outcome.report[QStringLiteral("shortfalls")].toArray().isEmpty(), outcome.words());
  }

  void callsOfNobodyAreNoUsableWish() {
    const auto file = scenario(freePorts(2), "'claims': []", "[]");
    QVERIFY2(run(file).status == 0, "a board without clients asks for no call");
    for (const auto& how : {QStringList{QStringLiteral("--calls"), QStringLiteral("5")},
                            QStringList{QStringLiteral("--for"), QStringLiteral("1s")}}) {
      const auto outcome = run(file, how);
      QCOMPARE(outcome.status, 2);
      QVERIFY2(outcome.err.contains(QStringLiteral("no client")), outcome.words());
    }
  }

  void anInterruptedRunEndsSoonAndSaysWhatIsMissing() {
    QProcess process;
    const auto ports = freePorts(2);
    const auto file = scenario(ports, "'servers': {'srv01': {'latency': '30ms'}}", "[{'calls': 1000000}]");
    process.start(program("switchyard"), {QStringLiteral("run"), file});
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(listens(ports[0]), kBusyMachine);
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("of 1000000 calls"));
  }

 private:
  static bool listens(int port) {
    QTcpSocket probe;
    probe.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(port));
    return probe.waitForConnected(200);
  }

  /// In the table, on standard error and in the report.
  static bool says(const Outcome& outcome, const char* words) {
    const auto text = QString::fromLatin1(words);
    const auto shortfalls = outcome.report[QStringLiteral("shortfalls")].toArray();
    const bool reported = std::any_of(shortfalls.begin(), shortfalls.end(),
                                      [&](const QJsonValue& line) { return line.toString().contains(text); });
    return reported && outcome.err.contains(text) &&
           outcome.out.section(QStringLiteral("the run does not hold"), 1).contains(text);
  }

  /// One server; unless said otherwise, one client that calls it ten times.
  QString scenario(const std::vector<int>& ports, const QByteArray& rest,
                   const QByteArray& clients = kTenCalls) {
    const auto configuration = articleOn(folder_, ports);
    auto text = "{'version': 1, 'name': 'test', 'haproxy': '" + QFileInfo(configuration).fileName().toUtf8() +
                "', 'clients': " + clients + ", " + rest + "}";
    return writeFile(folder_, QStringLiteral("scenario-%1.json").arg(++files_), text.replace('\'', '"'));
  }

  Outcome run(const QString& file, const QStringList& how = {}) { return runSwitchyard(folder_, file, how); }

  QTemporaryDir folder_;
  int files_ = 0;
};

QTEST_GUILESS_MAIN(VerdictTest)
#include "verdict_test.moc"
