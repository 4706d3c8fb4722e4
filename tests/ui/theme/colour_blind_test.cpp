// SPDX-License-Identifier: GPL-3.0-or-later
// Who cannot tell red from green still tells every state: by a shape, a word, or a colour that differs by a
// clear margin as a deuteranope sees it.
#include "tests/support/text_spy.h"
#include "tests/support/yard.h"
#include "tests/ui/theme/seeing.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/motion/dots.h"
#include "ui/canvas/paint/paint_board.h"
#include "ui/canvas/paint/paint_cards.h"
#include "ui/canvas/paint/state_sign.h"
#include "ui/canvas/paint/type.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <functional>

namespace switchyard {
namespace {

constexpr double kClear = 20;    ///< CIE 1976; nine times what is just noticeable
constexpr int kMarkPixels = 15;  ///< of a sign or dot some 10 pixels wide

using Paint = std::function<void(QPainter&)>;

QImage picture(QSize size, const QColor& ground, const Paint& paint) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(ground);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter);
  return image;
}

/// How many pixels a deuteranope clearly sees differ.
int clearlyDiffering(const QImage& one, const QImage& other) {
  int count = 0;
  for (int y = 0; y < one.height(); ++y)
    for (int x = 0; x < one.width(); ++x)
      if (one.pixel(x, y) != other.pixel(x, y))
        count += differenceForADeuteranope(one.pixelColor(x, y), other.pixelColor(x, y)) > kClear ? 1 : 0;
  return count;
}

/// The theme with all signs and lines in one colour: nothing but the shape is left to tell them apart.
Theme inOneColour(Theme::Name name) {
  auto theme = Theme::of(name);
  theme.good = theme.bad = theme.warn = theme.accent = theme.quiet;
  theme.servers.fill(mixed(theme.quiet, theme.canvas, 0.35));  // as a neutral line
  return theme;
}

/// The states that are drawn: what was removed is not.
constexpr NodeState kStates[] = {NodeState::stopped, NodeState::starting, NodeState::ready,
                                 NodeState::frozen,  NodeState::draining, NodeState::down,
                                 NodeState::failed};

QStringList wordsOf(const CardPlace& place, const World& world, const Theme& theme) {
  TextSpy spy(place.area.size().toSize());
  QPainter painter(&spy);
  paintCard(painter, place, world, 0, theme, {});
  painter.end();
  QStringList words;
  for (const auto& text : spy.texts()) words << text.words;
  return words;
}

}  // namespace

class ColourBlindTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void redAndGreenOfOneLightnessAreNotToldApart();
  void everySignHasItsOwnShape_data() { themes(); }
  void everySignHasItsOwnShape();
  void everyCardSaysItsState_data();
  void everyCardSaysItsState();
  void aCallThatFailsOrIsTriedAgainHasItsOwnShape_data() { themes(); }
  void aCallThatFailsOrIsTriedAgainHasItsOwnShape();
  void aConnectionThatWaitsOrHasEndedIsBroken_data() { themes(); }
  void aConnectionThatWaitsOrHasEndedIsBroken();

 private:
  static void themes() {
    QTest::addColumn<Theme::Name>("name");
    for (const auto name : Theme::kAll) QTest::addRow("%s", qPrintable(Theme::wordFor(name))) << name;
  }
};

void ColourBlindTest::redAndGreenOfOneLightnessAreNotToldApart() {
  QVERIFY(differenceForADeuteranope(QColor(0xB0, 0x60, 0x30), QColor(0x60, 0x88, 0x30)) < kClear);
  QVERIFY(differenceForADeuteranope(QColor(0x00, 0x72, 0xB2), QColor(0xD9, 0x82, 0x00)) > kClear);
}

void ColourBlindTest::everySignHasItsOwnShape() {
  QFETCH(Theme::Name, name);
  const auto theme = inOneColour(name);
  const auto sign = [&](NodeState state) {
    return picture({16, 16}, theme.card, [&](QPainter& painter) { drawSign(painter, {8, 8}, state, theme); });
  };
  for (const auto one : kStates)
    for (const auto other : kStates)
      if (one < other)
        QVERIFY2(clearlyDiffering(sign(one), sign(other)) >= kMarkPixels,
                 qPrintable(QStringLiteral("states %1 and %2: %3 pixels")
                                .arg(static_cast<int>(one))
                                .arg(static_cast<int>(other))
                                .arg(clearlyDiffering(sign(one), sign(other)))));
}

void ColourBlindTest::everyCardSaysItsState_data() {
  QTest::addColumn<Role>("role");
  QTest::addColumn<Density>("density");
  QTest::addColumn<QSizeF>("size");
  QTest::newRow("server") << Role::server << Density::full << QSizeF(256, 112);
  QTest::newRow("medium server") << Role::server << Density::medium << QSizeF(256, 74);
  QTest::newRow("small server") << Role::server << Density::small << QSizeF(256, 34);
  QTest::newRow("client") << Role::client << Density::full << QSizeF(208, 88);
  QTest::newRow("medium client") << Role::client << Density::medium << QSizeF(208, 60);
  QTest::newRow("small client") << Role::client << Density::small << QSizeF(208, 30);
  QTest::newRow("balancer") << Role::balancer << Density::full << QSizeF(216, 252);
  QTest::newRow("medium balancer") << Role::balancer << Density::medium << QSizeF(216, 132);
  QTest::newRow("small balancer") << Role::balancer << Density::small << QSizeF(216, 56);
}

void ColourBlindTest::everyCardSaysItsState() {
  QFETCH(Role, role);
  QFETCH(Density, density);
  QFETCH(QSizeF, size);
  const auto words = [&](NodeState state) {
    Yard yard(1);
    const auto node = role == Role::server   ? yard.servers[0]
                      : role == Role::client ? yard.clients[0]
                                             : yard.balancer;
    yard.scene.setState(node, state);
    const CardPlace place{CardId::of(node), role, QRectF({}, size), 1, density};
    return wordsOf(place, yard.scene.world(), Theme::of(Theme::Name::light));
  };
  for (const auto one : kStates)
    for (const auto other : kStates)
      if (one != other) QVERIFY2(words(one) != words(other), qPrintable(words(one).join(u'|')));
}

void ColourBlindTest::aCallThatFailsOrIsTriedAgainHasItsOwnShape() {
  QFETCH(Theme::Name, name);
  const auto& theme = Theme::of(name);
  const auto dot = [&](Dot::Shape shape, int server) {
    return picture({32, 32}, theme.canvas, [&](QPainter& painter) {
      paintDots(painter, {{1, {16, 16}, server, shape, 1}}, theme, {});
    });
  };
  for (int server = -1; server < static_cast<int>(theme.servers.size()); ++server) {
    const auto round = dot(Dot::Shape::round, server);
    const auto diamond = dot(Dot::Shape::diamond, server);
    const auto hollow = dot(Dot::Shape::hollow, server);
    QVERIFY(clearlyDiffering(round, diamond) >= kMarkPixels);
    QVERIFY(clearlyDiffering(round, hollow) >= kMarkPixels);
    QVERIFY(clearlyDiffering(diamond, hollow) >= kMarkPixels);
  }
}

void ColourBlindTest::aConnectionThatWaitsOrHasEndedIsBroken() {
  QFETCH(Theme::Name, name);
  const auto theme = inOneColour(name);
  constexpr QSize kSize(1208, 576);
  /// The client's line alone.
  const auto line = [&](const Yard& yard, std::int64_t time) {
    auto layout = layOut(yard.scene.world(), time, kSize, theme, {});
    std::erase_if(layout.lines, [](const LinePlace& place) { return place.side != Side::downstream; });
    for (auto& place : layout.lines) place.label.reset();
    return picture(kSize, theme.canvas, [&](QPainter& painter) {
      paintLines(painter, layout, yard.scene.world(), time, theme, {});
    });
  };
  Yard yard(1);
  const auto joined = line(yard, yard.scene.now());
  yard.scene.close(yard.balancer, yard.connections[0]);
  const auto ended = line(yard, yard.scene.now() + kGhostTime / 8);
  yard.scene.open(yard.clients[0], yard.balancer);
  const auto waits = line(yard, yard.scene.now() + 2 * kGhostTime);
  constexpr int kLinePixels = 150;  // of a line some 300 pixels long and 2 wide
  QVERIFY(clearlyDiffering(joined, waits) >= kLinePixels);
  QVERIFY(clearlyDiffering(joined, ended) >= kLinePixels);
  QVERIFY(clearlyDiffering(waits, ended) >= kLinePixels);
}

}  // namespace switchyard

QTEST_MAIN(switchyard::ColourBlindTest)
#include "colour_blind_test.moc"
