// SPDX-License-Identifier: GPL-3.0-or-later
// A teacher's five minutes in front of a class, on the real window with its real processes: by the keyboard
// alone, then by the mouse.
#include "app/session/settings.h"
#include "app/session/window_session.h"
#include "tests/app/article_on_free_ports.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas.h"
#include "ui/timeline/glyph_button.h"
#include "ui/timeline/scrubber.h"
#include "ui/timeline/timeline.h"
#include "ui/window/key_button.h"
#include "ui/window/notice.h"
#include "ui/window/segmented.h"

#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWindow>

#include <algorithm>
#include <csignal>
#include <memory>

using namespace switchyard;

class TeacherTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);  // the tester's own settings stay as they are
    QVERIFY(loadFonts());
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  }

  void init() {
    settings::rememberLanguage(QStringLiteral("en"));
    session_ = std::make_unique<WindowSession>(*qApp);
    session_->show();
    QVERIFY(activate());
  }

  void cleanup() { session_.reset(); }

  void byTheKeyboardAlone();
  void byTheMouse();

 private:
  MainWindow& window() { return session_->window(); }
  Canvas& canvas() { return window().board().canvas(); }
  Timeline& timeline() { return window().timeline(); }
  const World& world() const { return session_->world(); }
  const Server& server(std::size_t place) const { return world().servers()[place]; }

  std::uint64_t received() const {
    std::uint64_t sum = 0;
    for (const auto& one : world().servers()) sum += one.received;
    return sum;
  }
  bool everybodyReady(std::size_t clients) const {
    const auto ready = [](const Node& one) { return one.state == NodeState::ready; };
    return world().clients().size() == clients && world().servers().size() == 3 &&
           std::all_of(world().servers().begin(), world().servers().end(), ready) &&
           std::all_of(world().balancers().begin(), world().balancers().end(), ready) &&
           std::all_of(world().clients().begin(), world().clients().end(), ready);
  }
  QString path(const QString& name) const { return folder_.filePath(name); }
  QString article() { return articleOn(folder_, freePorts(4)); }

  /// When a menu or a dialog has closed, a window manager does it; here there is none.
  bool activate() {
    window().activateWindow();
    return QTest::qWaitForWindowActive(&window());
  }

  // The keyboard: always to whatever has it.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    auto* focus = QApplication::focusWidget();
    QTest::keyClick(focus != nullptr ? focus : &window(), key, modifiers);
  }
  /// Tab, until what is wanted has the keyboard.
  bool tabTo(const std::function<bool(QWidget*)>& wanted) {
    constexpr int kMostStops = 60;
    for (int i = 0; i < kMostStops; ++i) {
      if (QApplication::focusWidget() != nullptr && wanted(QApplication::focusWidget())) return true;
      press(Qt::Key_Tab);
    }
    return false;
  }
  template <typename Widget>
  bool tabTo() {
    return tabTo([](QWidget* widget) { return qobject_cast<Widget*>(widget) != nullptr; });
  }
  bool tabToNamed(const QString& name) {
    return tabTo([&](QWidget* widget) { return widget->accessibleName() == name; });
  }
  /// Whoever opens a menu may wait for its end: this acts meanwhile.
  void inNextMenu(std::function<void(QMenu&)> act) {
    auto* wait = new QTimer(&window());
    connect(wait, &QTimer::timeout, [wait, act = std::move(act)] {
      auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
      if (menu == nullptr) return;
      wait->stop();
      wait->deleteLater();
      act(*menu);
    });
    wait->start(50);
  }
  /// Down in the open menu to this entry, and Enter. A submenu opens.
  bool chooseInMenu(const QString& text) {
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    for (int i = 0; menu != nullptr && i < menu->actions().size(); ++i) {
      if (menu->activeAction() != nullptr && menu->activeAction()->text() == text) {
        QTest::keyClick(menu, Qt::Key_Return);
        return QApplication::activePopupWidget() != nullptr || activate();
      }
      QTest::keyClick(menu, Qt::Key_Down);
    }
    return false;
  }
  /// Walks to the card on the canvas, opens its menu and chooses.
  bool doOnCard(NodeId node, const QString& action) {
    if (!tabTo<Canvas>()) return false;
    press(Qt::Key_Home);
    for (std::size_t i = 0; i < canvas().layout().cards.size(); ++i) {
      if (canvas().options().focused == CardId::of(node)) {
        press(Qt::Key_Return);
        return chooseInMenu(action);
      }
      press(Qt::Key_Down);
    }
    return false;
  }
  /// Types `name` into the file dialog that `open` brings up.
  bool inFileDialog(const QString& name, const std::function<void()>& open) {
    bool typed = false;
    QTimer answer;
    connect(&answer, &QTimer::timeout, [&] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      auto* line =
          dialog == nullptr ? nullptr : dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
      if (line == nullptr) return;
      answer.stop();
      line->selectAll();
      line->insert(name);  // as pasted: nothing is completed
      typed = true;
      QTest::keyClick(line, Qt::Key_Return);
    });
    answer.start(50);
    open();
    return activate() && typed;
  }
  static constexpr int kPictureWithin = 20'000;  // milliseconds: it is written while the window goes on
  bool isPngOfTheBoard(const QString& file) const {
    const QImage image(file);
    return image.size() == QSize(3200, 1920) && !image.text(QStringLiteral("Title")).isEmpty();
  }

  // The mouse.
  void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
  QPushButton* button(const QString& text) {
    for (auto* one : window().findChildren<QPushButton*>())
      if (one->text() == text) return one;
    qFatal("no button '%s'", qPrintable(text));
  }
  /// Points at a card: the button of this text that comes up at its edge. Null when there is none.
  const QuickBar::Button* quickButton(NodeId node, const QString& text) {
    const auto middle = canvas().layout().card(node)->area.center().toPoint();
    QTest::mouseMove(&canvas(), middle + QPoint(1, 1));
    QTest::mouseMove(&canvas(), middle);
    const auto& all = canvas().quickBar().buttons();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.text == text; });
    return found == all.end() ? nullptr : &*found;
  }
  bool clickQuickly(NodeId node, const QString& text) {
    const auto* one = quickButton(node, text);
    if (one == nullptr) return false;
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, one->area.center().toPoint());
    return true;
  }
  /// Right click on a card, then on an entry of the menu.
  bool clickInMenu(NodeId node, const QString& text) {
    const auto at = canvas().mapTo(&window(), canvas().layout().card(node)->area.center().toPoint());
    QTest::mouseClick(window().windowHandle(), Qt::RightButton, {}, at);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    return menu != nullptr && clickOn(*menu, text);
  }
  static bool clickOn(QMenu& menu, const QString& text) {
    for (auto* action : menu.actions()) {
      if (action->text() != text) continue;
      QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center());
      return true;
    }
    return false;
  }
  void clickAtShare(QWidget* widget, double share) {
    const QPoint at(qRound(widget->width() * share), widget->height() / 2);
    QTest::mouseClick(widget, Qt::LeftButton, {}, at);
  }

  QTemporaryDir folder_;
  std::unique_ptr<WindowSession> session_;
};

void TeacherTest::byTheKeyboardAlone() {
  const auto file = article();
  QVERIFY(inFileDialog(file, [this] { press(Qt::Key_O, Qt::ControlModifier); }));
  QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(3), kBusyMachine);

  // The calls run, and pause.
  press(Qt::Key_F5);
  QTRY_VERIFY(world().running() && received() >= 6);
  press(Qt::Key_Space);
  QTRY_VERIFY(!world().running() && world().agreement().complete);

  // One call, then three: each client's connection stays with its server.
  const auto before = received();
  press(Qt::Key_1);
  QTRY_COMPARE(received(), before + 1);
  press(Qt::Key_3);
  QTRY_COMPARE(received(), before + 4);
  for (const auto& client : world().clients()) QCOMPARE(client.by_server.size(), std::size_t{1});

  // Requests instead of connections: three calls of one client go to three servers.
  QVERIFY(tabTo<Segmented>());
  press(Qt::Key_Right);
  QTRY_COMPARE(world().balancers().front().mode, Mode::http);
  QTRY_COMPARE(world().balancers().front().downstream, std::uint64_t{0});
  const auto caller = world().clients()[0].id;
  for (int i = 0; i < 3; ++i) QVERIFY(doOnCard(caller, QStringLiteral("Send one")));
  QTRY_COMPARE(received(), before + 7);
  QTRY_VERIFY(world().agreement().complete);
  QCOMPARE(world().client(caller)->by_server.size(), std::size_t{3});

  // A server dies, and comes back.
  const auto victim = server(1).id;
  QVERIFY(doOnCard(victim, QStringLiteral("Kill")));
  QTRY_COMPARE(world().server(victim)->state, NodeState::down);
  QCOMPARE(world().server(victim)->cause, Cause::signalled);
  const auto then = world().server(victim)->received;
  press(Qt::Key_3);
  QTRY_COMPARE(received(), before + 10);
  QCOMPARE(world().server(victim)->received, then);
  QVERIFY(doOnCard(victim, QStringLiteral("Start")));
  QTRY_COMPARE_WITH_TIMEOUT(world().server(victim)->state, NodeState::ready, kBusyMachine);

  // One more client.
  press(Qt::Key_C);
  QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(4), kBusyMachine);
  for (int i = 0; i < 4; ++i) press(Qt::Key_1);
  QTRY_COMPARE(received(), before + 14);
  QTRY_VERIFY(world().agreement().complete);

  // The picture stands still while calls go on; back to the beginning; and to the present with every call.
  QVERIFY(tabTo([](QWidget* widget) { return qobject_cast<GlyphButton*>(widget) != nullptr; }));
  press(Qt::Key_Space);
  press(Qt::Key_1);
  QTest::qWait(300);
  QCOMPARE(received(), before + 14);
  QVERIFY(tabTo<Scrubber>());
  press(Qt::Key_Home);
  QTRY_COMPARE(received(), std::uint64_t{0});
  press(Qt::Key_End);
  QTRY_COMPARE(received(), before + 15);
  QVERIFY(tabToNamed(QStringLiteral("Back to live")));
  press(Qt::Key_Space);
  QVERIFY(!world().running());  // Space was the button's

  // A picture for the blackboard.
  const auto picture = path(QStringLiteral("board.png"));
  QVERIFY(inFileDialog(picture, [this] { press(Qt::Key_E, Qt::ControlModifier); }));
  QTRY_VERIFY2_WITH_TIMEOUT(isPngOfTheBoard(picture), qPrintable(window().notice().words()), kPictureWithin);

  // For the last row.
  press(Qt::Key_F11);
  QVERIFY(window().board().presenting());
  QVERIFY(window().isFullScreen());
  press(Qt::Key_3);
  QTRY_COMPARE(received(), before + 18);
  press(Qt::Key_Escape);
  QVERIFY(!window().board().presenting());
  QVERIFY(!window().isFullScreen());

  // In the class's language.
  QVERIFY(tabToNamed(QStringLiteral("More")));
  inNextMenu([this](QMenu&) {
    QVERIFY(chooseInMenu(QStringLiteral("Language")));
    QVERIFY(chooseInMenu(QStringLiteral("Tiếng Việt")));
  });
  press(Qt::Key_Space);
  QTRY_COMPARE(settings::language(), QStringLiteral("vi"));
  QVERIFY(window().notice().isVisible());
}

void TeacherTest::byTheMouse() {
  const auto file = article();
  QVERIFY(inFileDialog(file, [this] { click(button(QStringLiteral("Open…"))); }));
  QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(3), kBusyMachine);
  QTRY_VERIFY(button(QStringLiteral("Run"))->isEnabled());

  click(button(QStringLiteral("Run")));
  QTRY_VERIFY(world().running() && received() >= 6);
  QTRY_COMPARE(button(QStringLiteral("Pause"))->isEnabled(), true);
  click(button(QStringLiteral("Pause")));
  QTRY_VERIFY(!world().running() && world().agreement().complete);

  const auto before = received();
  click(button(QStringLiteral("Send one")));
  QTRY_COMPARE(received(), before + 1);
  click(button(QStringLiteral("Burst of 3")));
  QTRY_COMPARE(received(), before + 4);

  clickAtShare(window().findChild<Segmented*>(), 0.75);
  QTRY_COMPARE(world().balancers().front().mode, Mode::http);
  QTRY_COMPARE(world().balancers().front().downstream, std::uint64_t{0});

  // From the small buttons at a card's edge, and from its menu.
  const auto victim = server(1).id;
  QVERIFY(clickQuickly(victim, QStringLiteral("Kill")));
  QTRY_COMPARE(world().server(victim)->state, NodeState::down);
  QTRY_VERIFY(quickButton(victim, QStringLiteral("Start")) != nullptr);
  QVERIFY(clickQuickly(victim, QStringLiteral("Start")));
  QTRY_COMPARE_WITH_TIMEOUT(world().server(victim)->state, NodeState::ready, kBusyMachine);
  QVERIFY(clickInMenu(victim, QStringLiteral("Drain")));
  QTRY_COMPARE(world().server(victim)->state, NodeState::draining);
  QVERIFY(clickInMenu(victim, QStringLiteral("End the drain")));
  QTRY_COMPARE(world().server(victim)->state, NodeState::ready);
  QVERIFY(clickQuickly(world().clients()[0].id, QStringLiteral("Send one")));
  QTRY_COMPARE(received(), before + 5);
  QVERIFY(clickInMenu(world().balancers()[0].id, QStringLiteral("Add a client")));
  QTRY_VERIFY_WITH_TIMEOUT(everybodyReady(4), kBusyMachine);
  QTRY_VERIFY(world().agreement().complete);

  auto* scrubber = timeline().findChild<Scrubber*>();
  click(timeline().findChild<GlyphButton*>());
  clickAtShare(scrubber, 0);
  QTRY_COMPARE(received(), std::uint64_t{0});
  click(button(QStringLiteral("LIVE")));
  QTRY_COMPARE(received(), before + 5);

  const auto picture = path(QStringLiteral("by_mouse.png"));
  QVERIFY(inFileDialog(picture, [this] {
    inNextMenu([](QMenu& menu) { clickOn(menu, QStringLiteral("The board as a picture (PNG)…")); });
    click(button(QStringLiteral("Export")));
  }));
  QTRY_VERIFY2_WITH_TIMEOUT(isPngOfTheBoard(picture), qPrintable(window().notice().words()), kPictureWithin);

  click(button(QStringLiteral("Present")));
  QVERIFY(window().board().presenting());
  press(Qt::Key_Escape);
  QVERIFY(!window().board().presenting());
}

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  TeacherTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "teacher_test.moc"
