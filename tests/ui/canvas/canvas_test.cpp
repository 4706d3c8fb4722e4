// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "tests/support/yard.h"
#include "ui/canvas/layout/traffic.h"
#include "ui/theme/theme.h"

#include <QTest>

#include <map>

namespace switchyard {
namespace {

constexpr std::uint8_t kUnavailable = 14;

/// The canvas in a window of its own.
struct Shown {
  explicit Shown(const Scene& of)
      : scene(of),
        control(of.world()),
        canvas(of.world(), Theme::of(Theme::Name::light), control, selection) {
    canvas.resize(1208, 576);
    canvas.show();
    canvas.setFocus();
    canvas.refresh(scene.now());
  }
  std::map<CardId, QRectF> places() const {
    std::map<CardId, QRectF> areas;
    for (const auto& card : canvas.layout().cards) areas[card.id] = card.area;
    return areas;
  }
  QPoint middle(NodeId node) const { return canvas.layout().card(node)->area.center().toPoint(); }
  void look() {
    QTest::qWait(100);  // cards and lines are looked at ten times a second
    canvas.refresh(scene.now());
  }

  const Scene& scene;
  Control control;
  Selection selection;
  Canvas canvas;
};

std::vector<Dot> dotsOf(const Scene& scene, std::int64_t time, int* per_dot = nullptr) {
  const CanvasOptions options;
  const auto layout = layOut(scene.world(), time, {1208, 576}, Theme::of(Theme::Name::light), options);
  Dots dots;
  dots.survey(scene.world(), time, layout, options);
  if (per_dot != nullptr) *per_dot = dots.callsPerDot();
  return dots.at(scene.world(), time, layout, options);
}

}  // namespace

class CanvasTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void nothingMovesWhenAConnectionComesOrGoes();
  void nothingMovesWhenAServerIsKilled();
  void cardsDoNotOverlap_data();
  void cardsDoNotOverlap();
  void arrowsWalkThroughAllCardsInReadingOrder();
  void aDraggedCardStaysWhereItWasDropped();
  void wheelZoomsAndZeroFits();
  void aClickSelectsWhatIsThere();
  void twoHundredClientsAreOneCardThatOpensAndFolds();
  void twoBalancersStandSideBySide();
  void anErrorIsADiamondOnItsWayBack();
  void aboveThreeHundredCallsASecondADotStandsForSeveral();
  void dotsStayWhenTheBalancersWordOfACallComesFirst();
  void reducedMotionShowsNoDots();
};

void CanvasTest::nothingMovesWhenAConnectionComesOrGoes() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto before = shown.places();
  const auto another = yard.scene.connect(yard.clients[0], yard.balancer, yard.servers[3]);
  shown.look();
  QCOMPARE(shown.places(), before);
  yard.scene.close(yard.balancer, another);
  yard.scene.wait(2 * kGhostTime);
  shown.look();
  QCOMPARE(shown.places(), before);
}

void CanvasTest::nothingMovesWhenAServerIsKilled() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto before = shown.places();
  yard.scene.setState(yard.servers[1], NodeState::down, Cause::signalled, 9);
  shown.look();
  QCOMPARE(shown.places(), before);
}

void CanvasTest::cardsDoNotOverlap_data() {
  QTest::addColumn<int>("clients");
  for (const int clients : {1, 3, 12, 14, 200}) QTest::addRow("%d clients", clients) << clients;
}

void CanvasTest::cardsDoNotOverlap() {
  QFETCH(int, clients);
  Yard yard(clients);
  for (const auto name : Theme::kAll)
    for (const QSizeF size : {QSizeF(640, 360), QSizeF(1208, 576), QSizeF(1920, 1080)}) {
      const auto layout = layOut(yard.scene.world(), yard.scene.now(), size, Theme::of(name), {});
      for (auto one = layout.cards.begin(); one != layout.cards.end(); ++one) {
        QVERIFY(layout.area.contains(one->area));
        for (auto other = one + 1; other != layout.cards.end(); ++other)
          QVERIFY(!one->area.intersects(other->area));
      }
    }
}

void CanvasTest::arrowsWalkThroughAllCardsInReadingOrder() {
  Yard yard(3);
  Shown shown(yard.scene);
  std::vector<NodeId> walked;
  for (int i = 0; i < 8; ++i) {
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    walked.push_back(shown.selection.selected().node);
  }
  std::vector<NodeId> expected = yard.clients;
  expected.push_back(yard.balancer);
  expected.insert(expected.end(), yard.servers.begin(), yard.servers.end());
  QCOMPARE(walked, expected);
  QTest::keyClick(&shown.canvas, Qt::Key_Escape);
  QCOMPARE(shown.selection.selected(), Thing{});
}

void CanvasTest::aDraggedCardStaysWhereItWasDropped() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto from = shown.middle(yard.servers[0]);
  const auto to = from + QPoint(-120, 60);
  QTest::mousePress(&shown.canvas, Qt::LeftButton, {}, from);
  QTest::mouseMove(&shown.canvas, from + QPoint(-40, 20));
  QTest::mouseMove(&shown.canvas, to);
  QTest::mouseRelease(&shown.canvas, Qt::LeftButton, {}, to);
  QVERIFY((shown.middle(yard.servers[0]) - to).manhattanLength() <= 2);
  yard.scene.wait(1'000 * Scene::kMs);
  shown.look();
  QVERIFY((shown.middle(yard.servers[0]) - to).manhattanLength() <= 2);
}

void CanvasTest::wheelZoomsAndZeroFits() {
  Yard yard(3);
  Shown shown(yard.scene);
  const auto whole = shown.canvas.grab().toImage();
  QTest::keyClick(&shown.canvas, Qt::Key_Plus);
  QVERIFY(shown.canvas.grab().toImage() != whole);
  QTest::keyClick(&shown.canvas, Qt::Key_0);
  QCOMPARE(shown.canvas.grab().toImage(), whole);
}

void CanvasTest::aClickSelectsWhatIsThere() {
  Yard yard(3);
  Shown shown(yard.scene);
  QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.middle(yard.clients[1]));
  QCOMPARE(shown.selection.selected(), Thing::of(yard.clients[1]));
  const auto* line = shown.canvas.layout().line(yard.balancer, yard.connections[2]);
  QVERIFY(line != nullptr);
  QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, line->at(0.5).toPoint());
  QCOMPARE(shown.selection.selected(), Thing::of(yard.balancer, yard.connections[2]));
}

void CanvasTest::twoHundredClientsAreOneCardThatOpensAndFolds() {
  Yard yard(200);
  Shown shown(yard.scene);
  const CardId all{CardId::Kind::clients, 0};
  const auto* card = shown.canvas.layout().card(all);
  QVERIFY(card != nullptr);
  QVERIFY(shown.canvas.layout().card(yard.clients[0]) == nullptr);
  QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, card->area.center().toPoint());
  for (const auto client : yard.clients) QVERIFY(shown.canvas.layout().card(client) != nullptr);
  const auto* fold = shown.canvas.layout().card({CardId::Kind::fold, 0});
  QVERIFY(fold != nullptr);
  QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, fold->area.center().toPoint());
  QVERIFY(shown.canvas.layout().card(all) != nullptr);
}

void CanvasTest::twoBalancersStandSideBySide() {
  Yard yard(3);
  const auto other = yard.scene.addBalancer("lb_second", 8444);
  const auto server = yard.scene.addServer("srv05", 50'055, other);
  const auto client = yard.scene.addClient("client4", other);
  const auto connection = yard.scene.connect(client, other, server);
  Shown shown(yard.scene);
  const auto* first = shown.canvas.layout().card(yard.balancer);
  const auto* second = shown.canvas.layout().card(other);
  QVERIFY(first != nullptr && second != nullptr);
  QVERIFY(!first->area.intersects(second->area));
  const auto* line = shown.canvas.layout().line(other, connection);
  QVERIFY(line != nullptr);
  QCOMPARE(line->balancer, other);
}

void CanvasTest::anErrorIsADiamondOnItsWayBack() {
  Yard yard(1);
  const auto began = yard.scene.now();
  yard.scene.call(yard.clients[0], yard.servers[0], yard.connections[0], kUnavailable);
  const auto way_out = dotsOf(yard.scene, began + 50 * Scene::kMs);
  QCOMPARE(way_out.size(), std::size_t{1});
  QCOMPARE(way_out[0].shape, Dot::Shape::round);
  const auto way_back = dotsOf(yard.scene, began + 350 * Scene::kMs);
  QCOMPARE(way_back.size(), std::size_t{1});
  QCOMPARE(way_back[0].shape, Dot::Shape::diamond);
}

void CanvasTest::aboveThreeHundredCallsASecondADotStandsForSeveral() {
  Yard yard(12);
  int per_dot = 0;
  const auto run = [&](int calls, std::int64_t pause) {
    for (int i = 0; i < calls; ++i, yard.scene.wait(pause)) yard.call();
    dotsOf(yard.scene, yard.scene.now(), &per_dot);
  };
  run(600, 10 * Scene::kMs);
  QCOMPARE(per_dot, 1);
  run(6'000, Scene::kMs);
  QVERIFY(per_dot > 1);
}

void CanvasTest::dotsStayWhenTheBalancersWordOfACallComesFirst() {
  Yard yard(3, Mode::http);
  auto& scene = yard.scene;
  scene.wait(10'000 * Scene::kMs);  // a stamp of 0, "unknown", lies far back now
  const auto under_way = scene.begin(yard.clients[0]);
  scene.wait(10 * Scene::kMs);
  const auto down = yard.connections[1];
  scene.route(yard.balancer, callId(yard.clients[1], 1'000), down, down, yard.servers[1]);
  scene.wait(10 * Scene::kMs);
  const auto dots = dotsOf(scene, scene.now());
  QCOMPARE(dots.size(), std::size_t{1});
  QCOMPARE(dots[0].call, under_way);
  const RecentTraffic traffic(scene.world(), scene.now());
  QCOMPARE(traffic.calls(*scene.world().connection(yard.balancer, down)), 1);
}

void CanvasTest::reducedMotionShowsNoDots() {
  Yard yard(1);
  Shown shown(yard.scene);
  shown.canvas.setReducedMotion(true);
  const auto began = yard.scene.now();
  yard.scene.begin(yard.clients[0]);
  yard.scene.wait(200 * Scene::kMs);
  shown.look();
  const auto* line = shown.canvas.layout().line(yard.balancer, yard.connections[0]);
  QVERIFY(line != nullptr);
  const auto image = shown.canvas.grab().toImage();
  shown.canvas.refresh(began + 60 * Scene::kMs);
  QCOMPARE(shown.canvas.grab().toImage(), image);
}

}  // namespace switchyard

QTEST_MAIN(switchyard::CanvasTest)
#include "canvas_test.moc"
