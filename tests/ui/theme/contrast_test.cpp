// SPDX-License-Identifier: GPL-3.0-or-later
// Every text can be read: at least 4.5:1 against what it stands on (WCAG 2.1, 1.4.3), in each theme. First
// the themes' own promises, then the texts of real pictures against their real pixels.
#include "tests/support/text_spy.h"
#include "tests/support/yard.h"
#include "tests/ui/theme/seeing.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas_picture.h"
#include "ui/charts/chart_deck.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/notice.h"
#include "ui/window/toast.h"

#include <QAbstractButton>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <functional>
#include <unordered_map>

namespace switchyard {
namespace {

constexpr double kLeast = 4.5;
constexpr std::uint8_t kUnavailable = 14;

using Paint = std::function<void(QPainter&)>;

/// The colour that most of an area has: what its text stands on.
QColor groundOf(const QImage& image, const QRectF& area) {
  std::unordered_map<QRgb, int> pixels;
  const auto inside = area.toAlignedRect().adjusted(-2, -1, 2, 1) & image.rect();
  for (int y = inside.top(); y <= inside.bottom(); ++y)
    for (int x = inside.left(); x <= inside.right(); ++x) ++pixels[image.pixel(x, y)];
  const auto most = std::max_element(pixels.begin(), pixels.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == pixels.end() ? QColor() : QColor::fromRgb(most->first);
}

/// The texts that fail, one a line, with their contrast; `seen` counts all that were looked at.
QStringList illegible(QSize size, const QColor& window, const Paint& paint, int& seen) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(window);
  TextSpy spy(size);
  for (QPaintDevice* device : std::initializer_list<QPaintDevice*>{&image, &spy}) {
    QPainter painter(device);
    paint(painter);
  }
  QStringList failing;
  for (const auto& text : spy.texts()) {
    const auto ground = groundOf(image, text.area);
    if (text.words.trimmed().isEmpty() || !ground.isValid()) continue;
    ++seen;
    const auto ratio = contrast(over(ground, text.colour), ground);
    if (ratio < kLeast)
      failing << QStringLiteral("%1:1 '%2' %3 on %4")
                     .arg(ratio, 0, 'f', 2)
                     .arg(text.words, text.colour.name(QColor::HexArgb), ground.name());
  }
  return failing;
}

/// Every state that a server has, calls that failed, one that is under way, a problem.
struct Everything : Yard {
  explicit Everything(Mode mode) : Yard(4, mode) {
    scene.setState(clients[3], NodeState::down, Cause::signalled, 9);
    for (int i = 0; i < 30; ++i, scene.wait(200 * Scene::kMs)) call(i % 5 == 0 ? kUnavailable : 0);
    scene.receive(scene.begin(clients[0]), servers[0], connections[0]);
    scene.setState(servers[0], NodeState::draining);
    scene.setState(servers[1], NodeState::down, Cause::signalled, 9);
    scene.setState(servers[2], NodeState::frozen);
    for (const auto state : {NodeState::failed, NodeState::stopped, NodeState::starting, NodeState::ready}) {
      const auto port = static_cast<std::uint16_t>(50'060 + servers.size());
      servers.push_back(scene.addServer("more", port, balancer));
      scene.setState(servers.back(), state);
    }
    scene.close(balancer, connections[1]);
    scene.wait(900 * Scene::kMs);
  }
};

}  // namespace

class ContrastTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void aGreyThatIsTooPaleIsFound();
  void everyInkOnEverySurface_data() { themes(); }
  void everyInkOnEverySurface();
  void theCanvas_data() { themes(); }
  void theCanvas();
  void everyExport_data() { themes(); }
  void everyExport();
  void theWindow_data() { themes(); }
  void theWindow();

 private:
  static void themes() {
    QTest::addColumn<Theme::Name>("name");
    for (const auto name : Theme::kAll) QTest::addRow("%s", qPrintable(Theme::wordFor(name))) << name;
  }
};

void ContrastTest::aGreyThatIsTooPaleIsFound() {
  int seen = 0;
  const auto failing = illegible(
      {200, 60}, Qt::white,
      [](QPainter& painter) {
        painter.setFont(Theme::of(Theme::Name::light).text(Theme::Size::small));
        painter.setPen(QColor(0x6F6F6F));  // 5.0:1
        painter.drawText(10, 20, QStringLiteral("can be read"));
        painter.setPen(QColor(0x7F7F7F));  // 4.0:1
        painter.drawText(10, 40, QStringLiteral("cannot"));
      },
      seen);
  QCOMPARE(seen, 2);
  QCOMPARE(failing.size(), 1);
  QVERIFY(failing.front().contains(QStringLiteral("cannot")));
}

void ContrastTest::everyInkOnEverySurface() {
  QFETCH(Theme::Name, name);
  const auto& theme = Theme::of(name);
  std::vector<QColor> inks{theme.ink,  theme.quiet, theme.faint, theme.accent,
                           theme.good, theme.bad,   theme.warn};
  inks.insert(inks.end(), theme.server_inks.begin(), theme.server_inks.end());
  const std::pair<const char*, QColor> surfaces[] = {
      {"window", theme.window}, {"card", theme.card}, {"canvas", theme.canvas}, {"sunken", theme.sunken}};
  for (const auto& [surface, ground] : surfaces)
    for (const auto& ink : inks)
      QVERIFY2(contrast(ink, ground) >= kLeast, qPrintable(QStringLiteral("%1 on %2: %3")
                                                               .arg(ink.name(), QLatin1String(surface))
                                                               .arg(contrast(ink, ground))));
  QVERIFY(contrast(theme.on_accent, theme.accent) >= kLeast);
  QVERIFY(contrast(theme.card, theme.ink) >= kLeast);
}

void ContrastTest::theCanvas() {
  QFETCH(Theme::Name, name);
  const auto& theme = Theme::of(name);
  constexpr QSize kSize(1208, 676);
  for (const auto mode : {Mode::tcp, Mode::http}) {
    Everything yard(mode);
    CanvasOptions plain, pointed, presented;
    pointed.reduced_motion = presented.presenting = true;
    pointed.hovered = presented.selected = Thing::of(yard.balancer);
    for (const auto& options : {plain, pointed, presented}) {
      int seen = 0;
      const auto failing = illegible(
          kSize, theme.window,
          [&](QPainter& painter) {
            paintCanvas(painter, QRectF({}, kSize), yard.scene.world(), yard.scene.now(), theme, options);
          },
          seen);
      QVERIFY(seen > 40);
      QVERIFY2(failing.isEmpty(), qPrintable(failing.join(u'\n')));
    }
  }
}

void ContrastTest::everyExport() {
  QFETCH(Theme::Name, name);
  const auto& theme = Theme::of(name);
  Everything yard(Mode::tcp);
  for (const auto& part_name : pictureParts()) {
    const auto part = makePart(part_name, yard.scene.world(), yard.scene.now(), theme);
    int seen = 0;
    const auto failing = illegible(
        part->size().toSize(), theme.window, [&](QPainter& painter) { part->paint(painter); }, seen);
    QVERIFY2(seen > 5, qPrintable(part_name));
    QVERIFY2(failing.isEmpty(), qPrintable(part_name + u'\n' + failing.join(u'\n')));
  }
}

/// The whole window with something selected in it, and both of its messages; buttons as they are without a
/// lab and with one.
void ContrastTest::theWindow() {
  QFETCH(Theme::Name, name);
  const auto& theme = Theme::of(name);
  applyTheme(*qApp, theme);
  Everything yard(Mode::tcp);
  Control control(yard.scene.world());
  Selection selection;
  MainWindow window(yard.scene.world(), control, selection, theme);
  window.setTheme(theme);
  window.notice().tell(Notice::Tone::error, QStringLiteral("Something went wrong."));
  window.show();
  for (const auto& selected : {Thing::of(yard.servers[0]), Thing::of(yard.balancer, yard.connections[1]),
                               Thing::of(yard.balancer, yard.connections[2])}) {
    selection.select(selected);
    selection.hover(selected);
    window.refresh(yard.scene.now());
    QTest::qWait(150);
    if (selected.kind != Thing::Kind::connection)
      for (auto* button : window.findChildren<QAbstractButton*>()) button->setEnabled(true);
    window.findChild<Toast*>()->say(QStringLiteral("Something was done"));
    int seen = 0;
    const auto failing = illegible(
        window.size(), theme.window, [&](QPainter& painter) { window.render(&painter); }, seen);
    QVERIFY(seen > 60);
    QVERIFY2(failing.isEmpty(), qPrintable(failing.join(u'\n')));
  }
}

}  // namespace switchyard

QTEST_MAIN(switchyard::ContrastTest)
#include "contrast_test.moc"
