// SPDX-License-Identifier: GPL-3.0-or-later
// A board that has lived through a run shows what one shows that is opened on the replay of an instant.
#include "core/history/history.h"
#include "tests/core/event/busy_play.h"
#include "ui/board/board.h"
#include "ui/export/parts.h"
#include "ui/view/pace.h"

#include <QImage>
#include <QTest>

namespace switchyard {
namespace {

constexpr QSize kSize{1600, 924};
constexpr int kSlower = 25;  // the play takes a third of a second; some seconds are to be seen
constexpr int kPictures = 5;

struct Shown {
  Shown(const World& world, std::int64_t time)
      : theme(Theme::of(Theme::Name::light)), control(world), board(world, theme, control, selection) {
    showWithoutScreen(board, kSize, time, theme);
  }
  /// Once everything that is brought up to date ten times a second has been.
  QImage picture(std::int64_t time) {
    for (int i = 0; i < 2; ++i) {
      board.refresh(time);
      QTest::qWait(Pace::kPause + 20);
    }
    QImage image(kSize, QImage::Format_RGB32);
    image.fill(theme.window);
    board.render(&image, QPoint(), QRegion(), QWidget::DrawChildren);
    return image;
  }

  const Theme& theme;
  Control control;
  Selection selection;
  Board board;
};

std::vector<Event> slowPlay(Mode mode) {
  auto events = busyPlay(mode).told();
  const auto begin = events.front().at;
  for (auto& event : events) event.at = begin + (event.at - begin) * kSlower;
  return events;
}

}  // namespace

class ReplayTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(loadFonts()); }
  void aReplayLooksAsTheRunDid_data() {
    QTest::addColumn<bool>("requests");
    QTest::newRow("connections") << false;
    QTest::newRow("requests") << true;
  }
  void aReplayLooksAsTheRunDid();
};

void ReplayTest::aReplayLooksAsTheRunDid() {
  QFETCH(bool, requests);
  const auto events = slowPlay(requests ? Mode::http : Mode::tcp);
  History history;
  World world;
  Shown live(world, events.front().at);
  std::size_t pictures = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    world.apply(events[i]);
    history.append(events[i], world);
    const auto now = world.now();
    if (i + 1 < events.size() && events[i + 1].at == now) continue;  // the instant is not over
    live.board.refresh(now);
    if (i * kPictures / events.size() < pictures) continue;
    ++pictures;
    const auto as_it_was = history.at(now);
    QVERIFY(as_it_was == world);
    if (live.picture(now) != Shown(as_it_was, now).picture(now))
      QFAIL(qPrintable(QStringLiteral("The pictures after event %1 differ.").arg(i)));
  }
  QCOMPARE(pictures, std::size_t{kPictures});
}

}  // namespace switchyard

QTEST_MAIN(switchyard::ReplayTest)
#include "replay_test.moc"
