// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs read and write, when it is no ordinary file, cut short, or does not take what is written.
#include "tests/app/article_on_free_ports.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>
#include <sys/stat.h>

namespace {

QString program(const char* name) {
  return qEnvironmentVariable("SWITCHYARD_BIN") + u'/' + QLatin1String(name);
}

}  // namespace

class FilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    article_ = articleOn(folder_, freePorts(4));
    recording_ = path("run.switchyard");
    QCOMPARE(shell(QStringLiteral("%1 run %2 --record %3").arg(program("switchyard"), article_, recording_)),
             0);
    QVERIFY2(!errors_.contains("recording"), errors_);
  }

  void whatDoesNotReachItsReaderIsNoSuccess_data() {
    QTest::addColumn<QString>("command");
    const auto add = [](const char* name, const QString& arguments) {
      QTest::addRow("%s %s", name, qPrintable(arguments)) << program(name) + u' ' + arguments;
    };
    for (const auto* name : {"switchyard", "switchyard-proxy", "switchyard-node"})
      add(name, QStringLiteral("--help"));
    add("switchyard", QStringLiteral("--version"));
    add("switchyard", QStringLiteral("run --help"));
    add("switchyard", QStringLiteral("lessons"));
    add("switchyard", QStringLiteral("run ") + article_);
    add("switchyard-proxy", QStringLiteral("--version"));
    add("switchyard-proxy", QStringLiteral("-c -f ") + article_);
  }
  void whatDoesNotReachItsReaderIsNoSuccess() {
    QFETCH(QString, command);
    QCOMPARE(shell(command + QStringLiteral(" >") + path("printed")), 0);
    QVERIFY(shell(command + QStringLiteral(" >/dev/full")) != 0);
    QVERIFY2(errors_.contains("standard output cannot be written"), errors_);
    QVERIFY(shell(command + QStringLiteral(" >&-")) != 0);
    // A reader that has gone: either the word, or the signal that ends who writes into such a pipe.
    QVERIFY(shell(QStringLiteral("{ sleep 0.3; %1; echo $? >%2; } | true; grep -qx 0 %2")
                      .arg(command, path("status"))) != 0);
  }

  void aCutRecordingIsShownAndItIsSaid() {
    QFile file(recording_);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto whole = file.readAll();
    const auto picture = path("cut.svg");
    const auto exported = [&](qsizetype size) {
      writeFile(folder_, QStringLiteral("cut.switchyard"), whole.left(size));
      QFile::remove(picture);
      return shell(QStringLiteral("%1 export %2 --canvas -o %3")
                       .arg(program("switchyard"), path("cut.switchyard"), picture));
    };
    QCOMPARE(exported(whole.size()), 0);
    QVERIFY2(!errors_.contains("recording"), errors_);
    for (const auto missing : {1, 64, 70, 640}) {
      QCOMPARE(exported(whole.size() - missing), 1);
      QVERIFY2(errors_.contains("has been cut"), errors_);
      QVERIFY(QFile::exists(picture));
    }
    QCOMPARE(exported(60), 2);
    QVERIFY2(errors_.contains("was cut before its first event"), errors_);
    QVERIFY(!QFile::exists(picture));
  }

  void whatIsNoFileIsNotWaitedFor_data() {
    QTest::addColumn<QString>("command");
    QTest::newRow("configuration") << program("switchyard-proxy") + QStringLiteral(" -c -f %1");
    QTest::newRow("scenario") << program("switchyard") + QStringLiteral(" run %1");
    QTest::newRow("recording") << program("switchyard") + QStringLiteral(" export %1 -o ") + path("x.png");
  }
  void whatIsNoFileIsNotWaitedFor() {
    QFETCH(QString, command);
    const auto pipe = path("pipe.switchyard"), zero = path("zero.switchyard"), folder = path("f.switchyard");
    QVERIFY(QFile::exists(pipe) || mkfifo(qPrintable(pipe), 0600) == 0);
    QFile::link(QStringLiteral("/dev/zero"), zero);
    QDir().mkpath(folder);
    for (const auto& name : {pipe, zero, folder}) {
      QVERIFY(shell(command.arg(name)) > 0);
      QVERIFY2((errors_ + out_).contains(name.toUtf8()), errors_ + out_);
    }
  }

  void aReportGoesWhereItsNameLeads() {
    const auto run = QStringLiteral("%1 run %2 --report ").arg(program("switchyard"), article_);
    QCOMPARE(shell(run + QStringLiteral("/dev/null")), 0);
    QVERIFY(!QFileInfo(QStringLiteral("/dev/null")).isFile());

    QCOMPARE(shell(run + QStringLiteral("/dev/stdout >") + path("both")), 0);
    QFile both(path("both"));
    QVERIFY(both.open(QIODevice::ReadOnly));
    const auto text = both.readAll();
    QVERIFY2(text.contains("srv01"), text);
    QVERIFY(QJsonDocument::fromJson(text.mid(text.indexOf("\n{") + 1)).isObject());

    const auto pipe = path("report");
    QVERIFY(mkfifo(qPrintable(pipe), 0600) == 0);
    QCOMPARE(shell(run + pipe), 2);
    QVERIFY2(errors_.contains("nobody reads"), errors_);
    QCOMPARE(shell(QStringLiteral("cat %1 >%2 & %3 %1; wait").arg(pipe, path("got"), run)), 0);
    QFile got(path("got"));
    QVERIFY(got.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(got.readAll()).isObject());
  }

  void whatCannotBeWrittenIsSaidAndLeavesNothing() {
    QDir().mkpath(path("small"));
    for (const auto* option : {"--report", "--export", "--record"}) {
      const auto file = path("small/f") + (QLatin1String(option) == QLatin1String("--export")
                                               ? QStringLiteral(".png")
                                               : QStringLiteral(".switchyard"));
      QCOMPARE(shell(QStringLiteral("ulimit -f 1; %1 run %2 %3 %4 --calls 20")
                         .arg(program("switchyard"), article_, QLatin1String(option), file)),
               2);
      QVERIFY2(errors_.contains(file.toUtf8()) && errors_.contains("too large"), errors_);
      QVERIFY(QDir(path("small")).isEmpty());
    }
  }

  void anInterruptedRunLeavesNothingHalfDone_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
  }
  void anInterruptedRunLeavesNothingHalfDone() {
    QFETCH(int, signal);
    const auto folder = path("interrupted");
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    QProcess process;
    process.start(program("switchyard"),
                  {QStringLiteral("run"), article_, QStringLiteral("--for"), QStringLiteral("60s"),
                   QStringLiteral("--record"), folder + QStringLiteral("/r.switchyard")});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder + QStringLiteral("/r.switchyard.part")), kBusyMachine);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(kBusyMachine));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY(process.exitCode() != 0);
    QCOMPARE(QDir(folder).entryList(QDir::Files), {QStringLiteral("r.switchyard")});
    QCOMPARE(
        shell(QStringLiteral("%1 export %2/r.switchyard -o %2/r.csv").arg(program("switchyard"), folder)), 0);
  }

  void whoListensWhereIsSaid() {
    auto ports = freePorts(2);
    const auto file = writeFile(
        folder_, QStringLiteral("open.cfg"),
        QStringLiteral(
            "defaults\n mode tcp\n timeout connect 1s\n timeout client 9s\n timeout server 9s\nfrontend "
            "fe\n bind *:%1\n default_backend be\nbackend be\n server s 127.0.0.1:%2\n")
            .arg(ports[0])
            .arg(ports[1])
            .toUtf8());
    QCOMPARE(shell(QStringLiteral("%1 run %2 --listen-as-written").arg(program("switchyard"), file)), 0);
    QVERIFY2(errors_.contains("'fe' listens on *:" + QByteArray::number(ports[0])), errors_);
  }

 private:
  QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }

  /// The command's status; above 255: it did not end.
  int shell(const QString& command) {
    QProcess process;
    process.start(QStringLiteral("bash"), {QStringLiteral("-c"), command});
    if (!process.waitForFinished(kBusyMachine)) return 1000;
    errors_ = process.readAllStandardError();
    out_ = process.readAllStandardOutput();
    return process.exitCode();
  }

  QTemporaryDir folder_;
  QString article_;
  QString recording_;
  QByteArray errors_;
  QByteArray out_;
};

QTEST_GUILESS_MAIN(FilesTest)
#include "files_test.moc"
