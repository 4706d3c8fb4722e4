// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/yard.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas_picture.h"
#include "ui/compare/compare_board.h"
#include "ui/export/parts.h"
#include "ui/inspector/inspector.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace switchyard {
namespace {

constexpr QSize kSize(1208, 576);
constexpr std::uint8_t kUnavailable = 14;

QImage picture(const World& world, std::int64_t time, Theme::Name theme, const CanvasOptions& options) {
  QImage image(kSize, QImage::Format_RGB32);
  image.fill(Theme::of(theme).window);
  QPainter painter(&image);
  paintCanvas(painter, QRectF(QPointF(), kSize), world, time, Theme::of(theme), options);
  return image;
}

/// Of a part of the window.
QImage picture(View& view, QSize size, std::int64_t time, const Theme& theme) {
  showWithoutScreen(view, size, time, theme);
  QImage image(size, QImage::Format_RGB32);
  image.fill(theme.window);
  QPainter painter(&image);
  view.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
  return image;
}

/// How many pixels differ by more than the rounding of another machine's arithmetic may explain.
qint64 differing(const QImage& one, const QImage& other) {
  constexpr int kTolerance = 24;  // of 255, in any channel
  qint64 count = 0;
  for (int y = 0; y < one.height(); ++y)
    for (int x = 0; x < one.width(); ++x) {
      const auto a = one.pixel(x, y), b = other.pixel(x, y);
      const int most = std::max(
          {std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
      count += most > kTolerance ? 1 : 0;
    }
  return count;
}

/// Equal to the stored picture, or renews it when SWITCHYARD_RENEW is set.
void check(const QString& name, const QImage& image) {
  const auto path = QStringLiteral(EXPECTED) + QLatin1Char('/') + name + QStringLiteral(".png");
  if (qEnvironmentVariableIsSet("SWITCHYARD_RENEW")) {
    QVERIFY(image.save(path));
    return;
  }
  const auto expected = QImage(path).convertToFormat(QImage::Format_RGB32);
  QVERIFY2(expected.size() == image.size(), qPrintable(path));
  const auto most = qint64{image.width()} * image.height() / 500;
  const auto count = differing(expected, image);
  if (count <= most) return;
  const auto actual = QDir::temp().filePath(name + QStringLiteral(".png"));
  image.save(actual);
  QFAIL(qPrintable(QStringLiteral("%1 pixels differ: compare %2 with %3").arg(count).arg(actual, path)));
}

/// Calls a while ago, and some that are under way now.
std::int64_t letCall(Yard& yard, int calls, std::uint8_t status = 0) {
  for (int i = 0; i < calls; ++i, yard.scene.wait(60 * Scene::kMs)) yard.call(i % 3 == 0 ? status : 0);
  return yard.scene.now();
}

}  // namespace

class ScreenshotsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void clientsInEveryTheme_data();
  void clientsInEveryTheme();
  void errors();
  void aServerDrainsAndAnotherIsDown();
  void serversThatWereToldOtherwise();
  void requests();
  void presenting();
  void comparingTwoLanes_data();
  void comparingTwoLanes();
  void aDisputedServer();
  void inspecting_data();
  void inspecting();
  void inVietnamese();

 private:
  QTranslator english_;
};

void ScreenshotsTest::initTestCase() {
  QVERIFY(loadFonts());
  QVERIFY(english_.load(QStringLiteral(":/translations/switchyard_en.qm")));
  QCoreApplication::installTranslator(&english_);
}

void ScreenshotsTest::clientsInEveryTheme_data() {
  QTest::addColumn<int>("clients");
  QTest::addColumn<Theme::Name>("theme");
  for (const auto theme : Theme::kAll)
    QTest::addRow("3-clients-%s", qPrintable(Theme::wordFor(theme))) << 3 << theme;
  for (const int clients : {1, 12, 200})
    QTest::addRow("%d-clients-light", clients) << clients << Theme::Name::light;
}

void ScreenshotsTest::clientsInEveryTheme() {
  QFETCH(int, clients);
  QFETCH(Theme::Name, theme);
  Yard yard(clients);
  const auto time = letCall(yard, clients * 4);
  check(QString::fromLatin1(QTest::currentDataTag()), picture(yard.scene.world(), time, theme, {}));
}

void ScreenshotsTest::errors() {
  Yard yard(3);
  const auto time = letCall(yard, 20, kUnavailable);
  check(QStringLiteral("errors"), picture(yard.scene.world(), time, Theme::Name::light, {}));
}

void ScreenshotsTest::aServerDrainsAndAnotherIsDown() {
  Yard yard(4);
  letCall(yard, 8);
  yard.scene.receive(yard.scene.begin(yard.clients[0]), yard.servers[0], yard.connections[0]);
  yard.scene.setState(yard.servers[0], NodeState::draining);
  yard.scene.close(yard.balancer, yard.connections[1]);
  yard.scene.setState(yard.servers[1], NodeState::down, Cause::signalled, 9);
  yard.scene.setState(yard.servers[2], NodeState::frozen);
  yard.scene.wait(900 * Scene::kMs);
  check(QStringLiteral("drain"), picture(yard.scene.world(), yard.scene.now(), Theme::Name::dark, {}));
}

void ScreenshotsTest::serversThatWereToldOtherwise() {
  Yard yard(4);
  auto& scene = yard.scene;
  const auto slow = yard.servers[0];
  scene.behave(slow, {.latency = 200 * Scene::kMs}, true);
  letCall(yard, 8);
  scene.obey(command::Slow{slow, std::chrono::milliseconds(100)});
  scene.behave(slow, {.latency = 300 * Scene::kMs});
  scene.wait(Scene::kMs);
  scene.obey(command::SetFailures{slow, 0.2});
  scene.behave(slow, {.latency = 300 * Scene::kMs, .fail = 0.2});
  scene.weigh(slow, 3);
  scene.behave(yard.servers[1], {.fail = 1});
  scene.behave(yard.servers[2], {.exclusion = Exclusion::draining});
  scene.setState(yard.servers[2], NodeState::stopped);
  scene.weigh(yard.servers[3], 5);
  scene.wait(900 * Scene::kMs);
  check(QStringLiteral("told"), picture(scene.world(), scene.now(), Theme::Name::light, {}));
  scene.setState(yard.servers[3], NodeState::removed);
  check(QStringLiteral("told-large"), picture(scene.world(), scene.now(), Theme::Name::light, {}));
  const auto& theme = Theme::of(Theme::Name::light);
  Selection selection;
  selection.select(Thing::of(slow));
  Inspector inspector(scene.world(), theme, selection);
  check(QStringLiteral("inspector-told"), picture(inspector, QSize(344, 560), scene.now(), theme));
}

void ScreenshotsTest::requests() {
  Yard yard(3, Mode::http);
  const auto time = letCall(yard, 12);
  check(QStringLiteral("requests"), picture(yard.scene.world(), time, Theme::Name::light, {}));
}

void ScreenshotsTest::presenting() {
  Yard yard(12);
  const auto time = letCall(yard, 48);
  CanvasOptions options;
  options.presenting = true;
  check(QStringLiteral("presenting"), picture(yard.scene.world(), time, Theme::Name::projector, options));
}

void ScreenshotsTest::comparingTwoLanes_data() {
  QTest::addColumn<Theme::Name>("theme");
  QTest::addRow("compare-light") << Theme::Name::light;
  QTest::addRow("compare-dark") << Theme::Name::dark;
}

/// Client 1 calls most, client 3 least: by connection that is unfair to the servers, by request it is not.
void ScreenshotsTest::comparingTwoLanes() {
  QFETCH(Theme::Name, theme);
  Yard connections(4), requests(4, Mode::http);
  for (std::size_t i = 0; i < 4; ++i)
    connections.scene.pick(connections.balancer, 0, connections.connections[i], connections.servers[i]);
  std::size_t turn = 0;
  for (const std::size_t client : {0, 0, 1, 0, 2, 0, 1, 0, 0, 3, 0, 1, 0, 0, 2, 0}) {
    connections.callBy(client, client);
    requests.callBy(client, turn++ % 4);
  }
  Control control(connections.scene.world());
  CompareBoard board(connections.scene.world(), requests.scene.world(), Theme::of(theme), control);
  board.setComparison(Comparison::all().front());
  check(QString::fromLatin1(QTest::currentDataTag()),
        picture(board, QSize(1600, 900), connections.scene.now(), Theme::of(theme)));
}

/// It handled a call of which neither client nor balancer knows.
void ScreenshotsTest::aDisputedServer() {
  Yard yard(3);
  for (int i = 0; i < 12; ++i) yard.callBy(static_cast<std::size_t>(i) % 3, static_cast<std::size_t>(i) % 3);
  const auto unknown = callId(yard.clients[0], 999);
  yard.scene.receive(unknown, yard.servers[0], yard.connections[0]);
  yard.scene.answer(unknown, yard.servers[0]);
  yard.scene.wait(2000 * Scene::kMs);
  yard.scene.setState(yard.clients[0], NodeState::ready);  // time has passed
  CanvasOptions options;
  options.witness = Witness::balancer;
  check(QStringLiteral("witnesses"),
        picture(yard.scene.world(), yard.scene.now(), Theme::Name::light, options));
}

void ScreenshotsTest::inspecting_data() {
  QTest::addColumn<QString>("what");
  for (const auto* what : {"call", "connection", "server"})
    QTest::addRow("inspector-%s", what) << QString::fromLatin1(what);
}

/// A call took four milliseconds of which the server's own work was three; all servers were candidates.
void ScreenshotsTest::inspecting() {
  QFETCH(QString, what);
  Yard yard(3, Mode::http);
  const auto call = yard.tracedCall(0, 1);
  const auto& world = yard.scene.world();
  Selection selection;
  selection.select(what == QLatin1String("call")         ? Thing::ofCall(call)
                   : what == QLatin1String("connection") ? Thing::of(yard.balancer, yard.connections[0])
                                                         : Thing::of(yard.servers[1]));
  const auto& theme = Theme::of(Theme::Name::light);
  Inspector inspector(world, theme, selection);
  check(QString::fromLatin1(QTest::currentDataTag()),
        picture(inspector, QSize(344, 560), yard.scene.now(), theme));
}

void ScreenshotsTest::inVietnamese() {
  QTranslator vietnamese;
  QVERIFY(vietnamese.load(QStringLiteral(":/translations/switchyard_vi.qm")));
  QCoreApplication::installTranslator(&vietnamese);
  Yard yard(3, Mode::http);
  for (std::size_t i = 0; i < 12; ++i, yard.scene.wait(120 * Scene::kMs)) yard.tracedCall(i % 3, i % 3);
  const auto& theme = Theme::of(Theme::Name::light);
  Control control(yard.scene.world());
  Selection selection;
  Board board(yard.scene.world(), theme, control, selection);
  const auto image = picture(board, QSize(1600, 900), yard.scene.now(), theme);
  QCoreApplication::removeTranslator(&vietnamese);
  check(QStringLiteral("vietnamese"), image);
}

}  // namespace switchyard

QTEST_MAIN(switchyard::ScreenshotsTest)
#include "screenshots_test.moc"
