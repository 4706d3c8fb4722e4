// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector tells of calls and connections.
#include "ui/inspector/story.h"

#include "tests/support/scene.h"
#include "ui/theme/theme.h"

#include <QTest>
#include <QTranslator>

namespace switchyard {
namespace {

Event decision(std::int64_t at, NodeId balancer, CallId call, ConnectionId connection, NodeId chosen,
               std::uint8_t attempt = 1) {
  Event event(at, Kind::picked, Witness::balancer, balancer);
  event.decision.call = call;
  event.decision.connection = connection;
  event.decision.chosen = chosen;
  event.decision.attempt = attempt;
  return event;
}

}  // namespace

class StoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aCallTellsOfTheDecisionThatWasTakenForIt();
  void aClaimBelowZeroIsANumberOnlyADrawLeavesServersOut();
  void aRetriedCallTellsEachAttempt();
  void aCallBoundByItsConnectionTellsOfThatDecision();
  void aDecisionOlderThanTheBookIsSaidToBe();
  void aCallTellsHowLongItWaitedForAStream();
  void aConnectionTellsItsHttp2StoryInPlainWords();

 private:
  QTranslator english_;
};

void StoryTest::initTestCase() {
  QVERIFY(english_.load(QStringLiteral(":/translations/switchyard_en.qm")));
  QCoreApplication::installTranslator(&english_);
}

/// A board in mode http whose picks are told.
struct Picks {
  Picks() {
    lb = scene.addBalancer("lb", 8443);
    servers = {scene.addServer("srv01", 50'051, lb), scene.addServer("srv02", 50'052, lb)};
    client = scene.addClient("client1", lb);
  }
  CallId call() {
    const auto id = scene.begin(client);
    pick(id, servers[0], {Exclusion::none, Exclusion::none});
    route(id, servers[0]);
    return id;
  }
  void pick(CallId id, NodeId chosen, std::vector<Exclusion> exclusions, std::uint8_t attempt = 1) {
    auto event = decision(scene.now(), lb, id, 1, chosen, attempt);
    event.decision.count = 2;
    for (std::size_t i = 0; i < 2; ++i)
      event.decision.candidates[i] = {servers[i], exclusions[i], 1, static_cast<float>(i + 1)};
    scene.tell(event);
  }
  void balance(const std::string& algorithm) {
    TextTable texts(Witness::balancer, lb, [this](const Event& part) { scene.tell(part); });
    const auto text = texts.id(algorithm, scene.now());
    Event changed(scene.now(), Kind::policy_changed, Witness::balancer, lb);
    changed.policy.algorithm = text;
    scene.tell(changed);
  }
  void route(CallId id, NodeId server, std::uint8_t attempt = 1) {
    Event routed(scene.now(), Kind::call_routed, Witness::balancer, lb);
    routed.call.call = id;
    routed.call.server = server;
    routed.call.attempt = attempt;
    scene.tell(routed);
  }

  Scene scene{Mode::http};
  NodeId lb = 0, client = 0;
  std::vector<NodeId> servers;
};

void StoryTest::aCallTellsOfTheDecisionThatWasTakenForIt() {
  Picks board;
  const auto first = board.call();
  for (int i = 0; i < 100; ++i) board.call();
  const auto story = tell(board.scene.world(), Thing::ofCall(first), board.scene.now());
  QCOMPARE(story.choices.size(), 1U);
  QCOMPARE(story.choices[0].candidates.size(), 2U);
  QVERIFY(story.choices[0].candidates[0].chosen);
  QCOMPARE(story.choices[0].candidates[1].score, QStringLiteral("2"));
}

void StoryTest::aClaimBelowZeroIsANumberOnlyADrawLeavesServersOut() {
  Picks board;
  const auto scoreOfTheOther = [&] {
    auto event = decision(board.scene.now(), board.lb, 0, 1, board.servers[0]);
    event.decision.count = 2;
    event.decision.candidates[0] = {board.servers[0], Exclusion::none, 1, 2};
    event.decision.candidates[1] = {board.servers[1], Exclusion::none, 1, -1};
    board.scene.tell(event);
    return tell(board.scene.world(), Thing::of(board.lb), board.scene.now())
        .choices.at(0)
        .candidates.at(1)
        .score;
  };
  QCOMPARE(scoreOfTheOther(), QStringLiteral("-1"));
  board.balance("random(2)");
  QCOMPARE(scoreOfTheOther(), QStringLiteral("not drawn"));
}

void StoryTest::aRetriedCallTellsEachAttempt() {
  Picks board;
  const auto id = board.call();
  board.pick(id, board.servers[1], {Exclusion::already_tried, Exclusion::none}, 2);
  board.route(id, board.servers[1], 2);
  const auto story = tell(board.scene.world(), Thing::ofCall(id), board.scene.now());
  QCOMPARE(story.choices.size(), 2U);
  QCOMPARE(story.choices[1].title, QStringLiteral("Attempt 2"));
  QCOMPARE(story.choices[1].candidates[0].reason, QStringLiteral("was already tried"));
  QVERIFY(story.choices[1].candidates[1].chosen);
}

void StoryTest::aCallBoundByItsConnectionTellsOfThatDecision() {
  Scene scene;
  const auto lb = scene.addBalancer("lb", 8443);
  const auto server = scene.addServer("srv01", 50'051, lb);
  const auto client = scene.addClient("client1", lb);
  const auto connection = scene.connect(client, lb, server);
  scene.tell(decision(scene.now(), lb, 0, connection, server));
  const auto id = scene.begin(client);
  scene.receive(id, server, connection);
  for (const auto& thing : {Thing::ofCall(id), Thing::of(lb, connection), Thing::of(lb, connection + 1)})
    QCOMPARE(tell(scene.world(), thing, scene.now()).choices.size(), 1U);
}

void StoryTest::aDecisionOlderThanTheBookIsSaidToBe() {
  Picks board;
  board.scene.wait(2500 * Scene::kMs);
  const auto first = board.call();
  for (std::size_t i = 0; i < DecisionBook::kMost; ++i) board.call();
  const auto story = tell(board.scene.world(), Thing::ofCall(first), board.scene.now());
  QVERIFY(story.choices.empty());
  QVERIFY2(story.words.contains(QStringLiteral("256 decisions")), qPrintable(story.words));
  QVERIFY2(story.words.contains(QStringLiteral("0:02.501")), qPrintable(story.words));
}

void StoryTest::aCallTellsHowLongItWaitedForAStream() {
  Picks board;
  const auto id = board.scene.begin(board.client);
  board.pick(id, board.servers[0], {Exclusion::none, Exclusion::none});
  board.scene.wait(98 * Scene::kMs);
  board.route(id, board.servers[0]);
  const auto story = tell(board.scene.world(), Thing::ofCall(id), board.scene.now());
  QVERIFY2(story.words.contains(QStringLiteral("98 ms for a free stream")), qPrintable(story.words));
}

void StoryTest::aConnectionTellsItsHttp2StoryInPlainWords() {
  Picks board;
  const auto connection = board.scene.connect(board.client, board.lb, board.servers[0]) + 1;
  Event counted(board.scene.now(), Kind::http2_counted, Witness::balancer, board.lb);
  counted.http2 = {.connection = connection,
                   .stream_limit = 10,
                   .streams = 4,
                   .most_streams = 10,
                   .pings = 2,
                   .resets_received = 1,
                   .resets_sent = 0,
                   .stalls = 3,
                   .goaway_received = 1,
                   .goaway_sent = 0};
  board.scene.tell(counted);
  const auto words = tell(board.scene.world(), Thing::of(board.lb, connection), board.scene.now()).asText();
  for (const auto* said :
       {"All 10 streams that the server allows were in use", "The server said GOAWAY",
        "3 times a message waited", "Streams now: 4", "PING answered: 2", "RST_STREAM in, out: 1, 0"})
    QVERIFY2(words.contains(QLatin1String(said)), qPrintable(words));
}

}  // namespace switchyard

QTEST_GUILESS_MAIN(switchyard::StoryTest)
#include "story_test.moc"
