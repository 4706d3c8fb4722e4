// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/evidence/witness_counts.h"
#include "ui/board/board.h"
#include "ui/board/status_line.h"
#include "ui/canvas/canvas.h"
#include "ui/claims/claims_card.h"
#include "ui/compare/compare_board.h"
#include "ui/timeline/timeline.h"
#include "ui/window/notice.h"
#include "ui/window/toast.h"
#include "ui/window/tool_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr QSize kFirstSize{1600, 1000};
constexpr QSize kLeastSize{960, 640};

}  // namespace

MainWindow::MainWindow(const World& world, Control& control, Selection& selection, const Theme& theme)
    : control_(control),
      theme_(&theme),
      tools_(new ToolBar(world, theme, control, this)),
      notice_(new Notice(theme, this)),
      middle_(new QStackedWidget(this)),
      board_(new Board(world, theme, control, selection, this)),
      claims_(new ClaimsCard(world, theme)),
      timeline_(new Timeline(world, theme, this)),
      status_(new StatusLine(world, theme, this)),
      toast_(new Toast(theme, &board_->canvas())) {
  board_->addBeside(claims_);
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(tools_);
  column->addWidget(notice_);
  middle_->addWidget(board_);
  column->addWidget(middle_, 1);
  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(16, 0, 16, 0);
  foot->setSpacing(0);
  foot->addWidget(timeline_);
  foot->addWidget(status_);
  column->addLayout(foot);
  setCentralWidget(page);
  resize(kFirstSize);
  setMinimumSize(kLeastSize);
  setAcceptDrops(true);

  tools_->setExportMenu(exportMenu());
  tools_->setMoreMenu(moreMenu());
  connect(tools_, &ToolBar::openRequested, this, &MainWindow::chooseFile);
  connect(tools_, &ToolBar::presentRequested, this, [this] { setPresenting(true); });
  connect(tools_, &ToolBar::compareToggled, this, &MainWindow::toggleComparison);
  connect(tools_, &ToolBar::comparisonChosen, this, &MainWindow::comparisonRequested);
  connect(&control_, &Control::said, toast_, &Toast::say);
  addKeys();
  board_->canvas().setFocus();
}

void MainWindow::refresh(std::int64_t time) {
  if (compare_ != nullptr)
    compare_->refresh(time);
  else
    board_->refresh(time);
  for (View* view : std::initializer_list<View*>{tools_, timeline_, status_})
    if (view->isVisible()) view->refresh(time);
}

void MainWindow::setTheme(const Theme& theme) {
  theme_ = &theme;
  for (View* view : std::initializer_list<View*>{tools_, notice_, board_, timeline_, status_})
    view->setTheme(theme);
  if (compare_ != nullptr) compare_->setTheme(theme);
  for (auto* toast : findChildren<Toast*>()) toast->setTheme(theme);
}

void MainWindow::setReducedMotion(bool on) {
  reduced_motion_ = on;
  board_->canvas().setReducedMotion(on);
  if (compare_ != nullptr) compare_->setReducedMotion(on);
}

void MainWindow::setSpeed(double speed) {
  board_->canvas().setSpeed(speed);
  if (compare_ != nullptr) compare_->setSpeed(speed);
  timeline_->setSpeed(speed);
}

void MainWindow::toggleComparison() {
  if (compare_ != nullptr)
    Q_EMIT comparisonEndRequested();
  else
    Q_EMIT comparisonRequested(tools_->comparison());
}

void MainWindow::showComparison(const World& first, const World& second, const Comparison& comparison) {
  endComparison();
  compare_ = new CompareBoard(first, second, *theme_, control_, middle_);
  compare_->setComparison(comparison);
  compare_->setReducedMotion(reduced_motion_);
  compare_->setWitness(witness_);
  compare_->setPresenting(presenting_);
  middle_->addWidget(compare_);
  middle_->setCurrentWidget(compare_);
  auto& later = compare_->second();  // one canvas after the other: both for the first time take too long
  later.setUpdatesEnabled(false);
  QTimer::singleShot(0, &later, [&later] { later.setUpdatesEnabled(true); });
  compare_->first().setFocus();
  auto* toast = new Toast(*theme_, &compare_->second());
  connect(&control_, &Control::said, toast, &Toast::say);
  tools_->setComparing(comparison);
}

void MainWindow::endComparison() {
  if (compare_ == nullptr) return;
  delete std::exchange(compare_, nullptr);
  tools_->setComparing(std::nullopt);
  board_->canvas().setFocus();
}

void MainWindow::setWitness(std::optional<Witness> witness) {
  witness_ = witness;
  board_->canvas().setWitness(witness);
  if (compare_ != nullptr) compare_->setWitness(witness);
}

/// Clients, balancer, servers, and then the board as usual.
void MainWindow::askNextWitness() {
  const auto& all = WitnessCounts::kWitnesses;
  if (!witness_) return setWitness(all.front());
  const auto next = std::find(all.begin(), all.end(), *witness_) + 1;
  setWitness(next == all.end() ? std::nullopt : std::optional(*next));
}

void MainWindow::setDocument(const QString& name, const QString& file) {
  name_ = name;
  setWindowFilePath(file);
  setWindowTitle(tr("%1 – Switchyard").arg(name));
}

void MainWindow::setPresenting(bool on) {
  if (on == presenting_) return;
  presenting_ = on;
  board_->setPresenting(on);
  if (compare_ != nullptr) compare_->setPresenting(on);
  status_->setPresenting(on);
  tools_->setVisible(!on);
  timeline_->setVisible(!on);
  setWindowState(on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
  if (on) toast_->say(tr("Presenting · Esc ends it"));
}

void MainWindow::addKey(const QKeySequence& key, const QString& what, std::function<void()> action) {
  auto* shortcut = new QShortcut(key, this);
  shortcut->setWhatsThis(what);
  connect(shortcut, &QShortcut::activated, this, std::move(action));
}

void MainWindow::addKeys() {
  addKey(Qt::Key_F5, tr("Run or pause"), [this] { control_.toggleRun(); });
  addKey(Qt::Key_Space, tr("Run or pause"), [this] {
    // A button that has the keyboard is pressed by Space, as everywhere.
    if (auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget()))
      button->click();
    else
      control_.toggleRun();
  });
  addKey(Qt::Key_1, tr("Send one call"), [this] { control_.sendOne(); });
  addKey(Qt::Key_3, tr("Burst of 3 calls"), [this] { control_.burst(); });
  addKey(Qt::Key_H, tr("Heal all"), [this] { control_.healAll(); });
  addKey(Qt::Key_S, tr("Add a server"), [this] { control_.addServer(); });
  addKey(Qt::Key_C, tr("Add a client"), [this] { control_.addClient(); });
  addKey(Qt::Key_0, tr("Fit the picture"),
         [this] { compare_ != nullptr ? compare_->fit() : board_->canvas().fit(); });
  addKey(Qt::Key_W, tr("Ask the next witness: clients, balancer, servers"), [this] { askNextWitness(); });
  addKey(Qt::Key_F6, tr("Compare two lanes, or end it"), [this] { toggleComparison(); });
  addKey(QKeySequence::Open, tr("Open a file"), [this] { chooseFile(); });
  addKey(QKeySequence(Qt::CTRL | Qt::Key_E), tr("Export the board"),
         [this] { chooseExport(QStringLiteral("board"), QStringLiteral("png")); });
  addKey(Qt::Key_F11, tr("Present"), [this] { setPresenting(!presenting_); });
  addKey(Qt::Key_Escape, tr("End presenting"), [this] { setPresenting(false); });
  addKey(QKeySequence::Quit, tr("Quit"), [this] { close(); });
  addKey(Qt::Key_F1, tr("Keys"), [this] { about(); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls.front().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  Q_EMIT fileChosen(event->mimeData()->urls().front().toLocalFile());
}

}  // namespace switchyard
