// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view/words.h"

#include <QSet>
#include <QTest>
#include <QTranslator>

namespace switchyard {

class WordsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyStateCauseReasonAndExclusionHasItsOwnWords();
  void aStateSaysItsCause();
  void figuresAreShortAndExact();
  void oneIsSingularInEnglish();
};

namespace {

template <typename Enum>
QSet<QString> wordsOf(int last) {
  QSet<QString> all;
  for (int value = 0; value <= last; ++value) all << words::of(static_cast<Enum>(value));
  return all;
}

}  // namespace

void WordsTest::everyStateCauseReasonAndExclusionHasItsOwnWords() {
  const int states = static_cast<int>(NodeState::removed);
  const int reasons = static_cast<int>(CloseReason::error);
  const int exclusions = static_cast<int>(Exclusion::backup);
  const int causes = static_cast<int>(Cause::ejected);
  QCOMPARE(wordsOf<NodeState>(states).size(), states + 1);
  QCOMPARE(wordsOf<CloseReason>(reasons).size(), reasons + 1);
  QCOMPARE(wordsOf<Exclusion>(exclusions).size(), exclusions + 1);
  QSet<QString> all;
  for (int cause = 0; cause <= causes; ++cause) all << words::of(static_cast<Cause>(cause), 1);
  QCOMPARE(all.size(), causes + 1);
  QVERIFY(!words::of(NodeState::stopped).isEmpty());
}

void WordsTest::aStateSaysItsCause() {
  QCOMPARE(words::state(NodeState::down, Cause::signalled, 9), QStringLiteral("down: killed"));
  QCOMPARE(words::state(NodeState::stopped, Cause::asked, 0), QStringLiteral("stopped"));
  QCOMPARE(words::state(NodeState::down, Cause::connect_failed, ECONNREFUSED),
           QStringLiteral("down: connection refused"));
  Server server;
  server.state = NodeState::ready;
  QCOMPARE(words::state(server), QStringLiteral("healthy"));
  server.state = NodeState::draining;
  server.in_flight = 2;
  QCOMPARE(words::state(server), QStringLiteral("draining, 2 calls left"));
}

void WordsTest::figuresAreShortAndExact() {
  QCOMPARE(words::count(1000), QStringLiteral("1000"));
  QCOMPARE(words::count(1234567).remove(QChar(0x202F)), QStringLiteral("1234567"));
  QCOMPARE(words::bytes(214), QStringLiteral("214 B"));
  QCOMPARE(words::bytes(1'234), QStringLiteral("1.2 kB"));
  QCOMPARE(words::bytes(999'900), QStringLiteral("1.0 MB"));
  QCOMPARE(words::duration(412'000), QStringLiteral("0.4 ms"));
  QCOMPARE(words::duration(20'000'000'000), QStringLiteral("20.0 s"));
  QCOMPARE(words::duration(125'000'000'000), QStringLiteral("2 min 5 s"));
  QCOMPARE(words::stamp(12'345'678'901), QStringLiteral("0:12.345"));
  QCOMPARE(words::stamp(3'723'004'000'000), QStringLiteral("1:02:03.004"));
}

void WordsTest::oneIsSingularInEnglish() {
  QTranslator english;
  QVERIFY(english.load(QStringLiteral(":/translations/switchyard_en.qm")));
  QCoreApplication::installTranslator(&english);
  QCOMPARE(words::decisions(1), QStringLiteral("1 decision"));
  QCOMPARE(words::connections(67), QStringLiteral("67 connections"));
  QCOMPARE(words::requests(1), QStringLiteral("1 request received"));
  QCOMPARE(words::calls(0), QStringLiteral("0 calls"));
}

}  // namespace switchyard

QTEST_MAIN(switchyard::WordsTest)
#include "words_test.moc"
