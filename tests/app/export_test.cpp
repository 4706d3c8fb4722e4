// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of one recording, from the command line and from the window: the same bytes each time.
#include "tests/app/opened.h"

#include <QApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <webp/demux.h>

#include <memory>

using namespace switchyard;

namespace {

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class ExportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    recording_ = folder_.filePath(QStringLiteral("run.switchyard"));
    QCOMPARE(run({QStringLiteral("run"), articleOn(folder_, freePorts(4)), QStringLiteral("--for"),
                  QStringLiteral("1s"), QStringLiteral("--record"), recording_}),
             0);
  }

  void theSameRecordingGivesTheSameBytes_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("ending");
    for (const auto* part : {"board", "canvas", "latency"})
      for (const auto* ending : {"png", "svg", "pdf", "csv", "webp"})
        QTest::addRow("%s.%s", part, ending) << QString::fromLatin1(part) << QString::fromLatin1(ending);
  }
  void theSameRecordingGivesTheSameBytes() {
    QFETCH(QString, part);
    QFETCH(QString, ending);
    if (ending == QLatin1String("webp") && part == QLatin1String("board"))
      QSKIP("A board that moves takes long; the canvas and a chart show it.");
    const auto once = exported(part, ending), again = exported(part, ending);
    QVERIFY(once.size() > 100);
    QCOMPARE(again == once, true);
    if (part == QLatin1String("latency")) return;  // the window offers no single chart
    QCOMPARE(exportedFromWindow(part, ending) == once, true);
  }

  void anAnimationIsTheLastSecondsFrameByFrame() {
    const auto bytes = exported(QStringLiteral("canvas"), QStringLiteral("webp"));
    const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                        static_cast<std::size_t>(bytes.size())};
    const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(
        WebPAnimDecoderNew(&data, nullptr), WebPAnimDecoderDelete);
    QVERIFY(decoder != nullptr);
    std::uint8_t* pixels = nullptr;
    int milliseconds = 0, frames = 0;
    QSize size;
    while (WebPAnimDecoderGetNext(decoder.get(), &pixels, &milliseconds) != 0) ++frames;
    QVERIFY2(frames >= 15, qPrintable(QString::number(frames)));  // something moves in a second of calls
    QVERIFY2(milliseconds >= 1000 && milliseconds <= 5100, qPrintable(QString::number(milliseconds)));
    QVERIFY(bytes.contains("Switchyard " SWITCHYARD_VERSION));
    QVERIFY(bytes.contains("s after the start"));
  }

  void anAnimationShowsWhatWasAskedForThoughSomethingElseIsOpenedMeanwhile() {
    const auto path = folder_.filePath(QStringLiteral("finished.webp"));
    WindowSession session(*qApp);
    QVERIFY(opened(session, recording_));
    Q_EMIT session.window().exportRequested(QStringLiteral("canvas"), path);
    QVERIFY(!QFile::exists(path));
    QVERIFY(opened(session, articleOn(folder_, freePorts(4))));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), kBusyMachine);
    QCOMPARE(contentOf(path) == exported(QStringLiteral("canvas"), QStringLiteral("webp")), true);
  }

  void whatHasNoPastDoesNotMove() {
    const auto picture = folder_.filePath(QStringLiteral("board.webp"));
    QCOMPARE(
        run({QStringLiteral("run"), articleOn(folder_, freePorts(4)), QStringLiteral("--export"), picture}),
        2);
    QVERIFY2(errors_.contains("--record"), errors_);
    QVERIFY(!QFile::exists(picture));
  }

 private:
  int run(const QStringList& arguments) {
    QProcess process;
    process.start(qEnvironmentVariable("SWITCHYARD_BIN") + QStringLiteral("/switchyard"), arguments);
    if (!process.waitForFinished(kBusyMachine)) return -1;
    errors_ = process.readAllStandardError();
    return process.exitCode();
  }

  QByteArray exported(const QString& part, const QString& ending) {
    const auto path = folder_.filePath(QStringLiteral("by-command.") + ending);
    QFile::remove(path);
    QStringList arguments{QStringLiteral("export"), recording_, QStringLiteral("-o"), path};
    if (part == QLatin1String("latency"))
      arguments << QStringLiteral("--chart") << part;
    else
      arguments << QStringLiteral("--") + part;
    if (ending == QLatin1String("png")) arguments << QStringLiteral("--scale") << QStringLiteral("2");
    if (ending == QLatin1String("pdf")) arguments << QStringLiteral("--theme") << QStringLiteral("print");
    return run(arguments) == 0 ? contentOf(path) : QByteArray();
  }

  QByteArray exportedFromWindow(const QString& part, const QString& ending) {
    const auto path = folder_.filePath(QStringLiteral("by-window.") + ending);
    QFile::remove(path);
    WindowSession session(*qApp);
    session.show();
    if (!opened(session, recording_)) return {};
    Q_EMIT session.window().exportRequested(part, path);
    if (!QTest::qWaitFor([&] { return QFile::exists(path); }, kBusyMachine)) return {};
    return contentOf(path);
  }

  QTemporaryDir folder_;
  QString recording_;
  QByteArray errors_;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  loadFonts();
  ExportTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "export_test.moc"
