// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings that nobody's run has made: whatever they hold, they are shown in bounded memory or refused.
#include "core/event/text_table.h"
#include "core/history/recording.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <cstring>
#include <functional>

using namespace switchyard;

namespace {

constexpr int kPatience = 120'000;       // milliseconds
constexpr unsigned kEvents = 1'500'000;  // 96 MB each
constexpr double kMostMegabytes = 300;

using Maker = std::function<Event(unsigned number)>;

Endpoint endpoint(unsigned number) {
  auto made = Endpoint::loopback(static_cast<std::uint16_t>(number));
  std::memcpy(made.address.data() + 13, &number, 3);
  return made;
}

Event record(unsigned number, Kind kind, NodeId node) {
  return {1 + number * 500'000LL, kind, Witness::lab, node};
}

Event opened(unsigned number) {
  auto made = record(number, Kind::connection_opened, static_cast<NodeId>(number % 7));
  made.opened = {number + 1, static_cast<Side>(number % 2), 1, endpoint(number), endpoint(number / 3)};
  return made;
}

/// Of texts that have so many parts, each with a key of its own.
Event text(unsigned number, unsigned parts) {
  const auto of = number / parts;
  auto made = record(number, Kind::text, static_cast<NodeId>(of / TextTable::kMost));
  made.text.id = 1 + of;
  made.text.part = static_cast<std::uint8_t>(number % parts);
  made.text.length = TextPart::capacity;
  return made;
}

Event member(unsigned number) {
  auto made = record(number, Kind::node_added, static_cast<NodeId>(number + 1));
  made.added.role = static_cast<Role>(number % 3);
  return made;
}

Event call(unsigned number, Kind kind) {
  auto made = record(number, kind, static_cast<NodeId>(1 + number % 10));
  made.call.call = callId(made.node, 1 + number);
  made.call.peer = endpoint(number);
  return made;
}

Event socket(unsigned number, Kind kind) {
  auto made = record(number, kind, 1);
  made.socket = {endpoint(number), endpoint(number + 1), 1, 1};
  return made;
}

}  // namespace

class LongRecordingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatARecordingHoldsTakesLittleMemory_data() {
    QTest::addColumn<Maker>("maker");
    QTest::addColumn<QByteArray>("refused");
    QTest::addColumn<QString>("ending");  // of a moving picture: needs the history, too
    const auto moving = QStringLiteral("webp");
    QTest::newRow("open connections") << Maker(opened) << QByteArray("open connections") << moving;
    QTest::newRow("members that are busy") << Maker([](unsigned n) {
      auto made = n < 20'000 ? member(n) : call(n, n % 2 == 0 ? Kind::call_ended : Kind::call_received);
      if (n >= 20'000) made.node = static_cast<NodeId>(1 + n % 9'999);
      return made;
    }) << QByteArray() << QStringLiteral("csv");
    QTest::newRow("short texts") << Maker([](unsigned n) { return text(n, 1); }) << QByteArray() << moving;
    QTest::newRow("long texts") << Maker([](unsigned n) { return text(n, TextPart::most); }) << QByteArray()
                                << moving;
    QTest::newRow("calls under way") << Maker([](unsigned n) {
      return n < 30 ? member(n) : call(n, Kind::call_started);
    }) << QByteArray() << moving;
    QTest::newRow("calls without a path")
        << Maker([](unsigned n) { return n < 30 ? member(n) : call(n, Kind::call_received); }) << QByteArray()
        << moving;
    QTest::newRow("sockets") << Maker([](unsigned n) { return socket(n, Kind::socket_seen); }) << QByteArray()
                             << moving;
    QTest::newRow("owners") << Maker([](unsigned n) { return socket(n, Kind::connection_owner); })
                            << QByteArray() << moving;
    QTest::newRow("checks") << Maker([](unsigned n) {
      auto made = opened(n);
      made.kind = Kind::check_opened;
      return made;
    }) << QByteArray() << moving;
    QTest::newRow("writers that dropped") << Maker([](unsigned n) {
      auto made = record(n, Kind::events_dropped, static_cast<NodeId>(n));
      made.witness = static_cast<Witness>(n / 65536 % 5);
      made.count.value = n;
      return made;
    }) << QByteArray() << moving;
  }
  void whatARecordingHoldsTakesLittleMemory() {
    QFETCH(Maker, maker);
    QFETCH(QByteArray, refused);
    QFETCH(QString, ending);
    const auto file = folder_.filePath(QStringLiteral("long.switchyard"));
    auto writer = RecordingWriter::create(file.toStdString(), {"1.0", "long", ""});
    QVERIFY(writer);
    for (unsigned n = 0; n < kEvents; ++n) (*writer)->append(maker(n));
    QVERIFY((*writer)->finish());

    QProcess process;
    process.start(qEnvironmentVariable("SWITCHYARD_BIN") + QStringLiteral("/switchyard"),
                  {QStringLiteral("export"), file, QStringLiteral("--chart"), QStringLiteral("fairness"),
                   QStringLiteral("-o"), folder_.filePath(QStringLiteral("long.") + ending)});
    QVERIFY(process.waitForFinished(kPatience));
    const auto errors = process.readAllStandardError();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, errors);
    QVERIFY2(process.exitCode() == (refused.isEmpty() ? 0 : 2), errors);
    QVERIFY2(errors.contains(refused), errors);
    QVERIFY2(refused.isEmpty() || (errors.contains(file.toUtf8()) && errors.contains("at its byte")), errors);

    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);  // of the greatest until now
    const auto megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
    qInfo("%.0f MB", megabytes);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY(megabytes < kMostMegabytes);
#endif
  }

 private:
  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(LongRecordingTest)
#include "long_recording_test.moc"
