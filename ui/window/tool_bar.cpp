// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tool_bar.h"

#include "core/balance/policy.h"
#include "ui/view/words.h"
#include "ui/window/key_button.h"
#include "ui/window/segmented.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kHeight = 56;

QString heading(QString words) {
  words.replace(0, 1, words.left(1).toUpper());
  return words;
}

/// The triangle of "run" or the two bars of "pause", in the colour of the button's text.
QIcon runIcon(bool running, const QColor& colour) {
  QPixmap pixmap(28, 28);
  pixmap.setDevicePixelRatio(2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  if (running) {
    painter.drawRect(QRectF(2.5, 1, 3, 12));
    painter.drawRect(QRectF(8.5, 1, 3, 12));
  } else {
    painter.drawPolygon(QPolygonF({{2, 0.5}, {2, 13.5}, {13, 7}}));
  }
  return pixmap;
}

}  // namespace

ToolBar::ToolBar(const World& world, const Theme& theme, Control& control, QWidget* parent)
    : View(theme, parent),
      world_(world),
      control_(control),
      run_(new KeyButton(tr("Run"), QStringLiteral("F5"), this)),
      send_one_(new KeyButton(tr("Send one"), QStringLiteral("1"), this)),
      burst_(new KeyButton(tr("Burst of 3"), QStringLiteral("3"), this)),
      compare_label_(label(tr("Compare"))),
      comparison_(new QComboBox(this)),
      mode_label_(label(tr("Balance"))),
      mode_(new Segmented(tr("Balance"), {tr("Connections"), tr("Requests")}, theme, this)),
      algorithm_label_(label(tr("by"))),
      algorithm_(new QComboBox(this)),
      compare_(new KeyButton(tr("Compare"), QStringLiteral("F6"), this)),
      export_(menuButton(tr("Export"))),
      more_(menuButton(QStringLiteral("⋯"))) {
  auto* open = new QPushButton(tr("Open…"), this);
  auto* present = new QPushButton(tr("Present"), this);
  open->setToolTip(tr("Open a haproxy.cfg, a scenario or a recording (Ctrl+O)"));
  export_->setToolTip(tr("Write the board as a picture or its numbers as a table (Ctrl+E)"));
  present->setToolTip(tr("Hide the panels and double the type, for a projector (F11)"));
  more_->setAccessibleName(tr("More"));
  more_->setToolTip(tr("Themes, language, about"));
  run_->setAccented(true);
  run_->setIconSize({14, 14});
  algorithm_->setAccessibleName(tr("Algorithm"));
  for (const auto name : policyNames())
    algorithm_->addItem(heading(words::algorithm(name)),
                        QString::fromUtf8(name.data(), static_cast<int>(name.size())));

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 0, 16, 0);
  row->setSpacing(8);
  for (auto* button : {run_, send_one_, burst_}) row->addWidget(button);
  const auto labelled = [&](QLabel* label, QWidget* widget) {
    row->addSpacing(10);
    row->addWidget(label);
    row->addWidget(widget);
  };
  labelled(compare_label_, comparison_);
  labelled(mode_label_, mode_);
  labelled(algorithm_label_, algorithm_);
  row->addStretch(1);
  for (auto* button : std::initializer_list<QPushButton*>{open, compare_, export_, present, more_})
    row->addWidget(button);
  setFixedHeight(kHeight);

  spare_ = {open, present, burst_, send_one_};
  for (const auto& one : Comparison::all()) comparison_->addItem(one.title());
  comparison_->setObjectName(QStringLiteral("comparison"));
  comparison_->setAccessibleName(tr("What differs between the lanes"));
  compare_->setToolTip(tr("Send the same calls through two lanes at the same moment (F6)"));
  setComparing(std::nullopt);

  connect(compare_, &QPushButton::clicked, this, &ToolBar::compareToggled);
  connect(comparison_, &QComboBox::activated, this, [this] { Q_EMIT comparisonChosen(comparison()); });
  connect(run_, &QPushButton::clicked, &control_, &Control::toggleRun);
  connect(send_one_, &QPushButton::clicked, &control_, &Control::sendOne);
  connect(burst_, &QPushButton::clicked, &control_, [this] { control_.burst(); });
  connect(mode_, &Segmented::chose, &control_,
          [this](int mode) { control_.setMode(0, mode == 0 ? Mode::tcp : Mode::http); });
  connect(algorithm_, &QComboBox::activated, &control_,
          [this](int item) { control_.setPolicy(0, algorithm_->itemData(item).toString()); });
  connect(open, &QPushButton::clicked, this, &ToolBar::openRequested);
  connect(present, &QPushButton::clicked, this, &ToolBar::presentRequested);
  setTheme(theme);
}

QLabel* ToolBar::label(const QString& text) {
  return new QLabel(text, this);
}

const Comparison& ToolBar::comparison() const {
  return Comparison::all()[static_cast<std::size_t>(std::max(0, comparison_->currentIndex()))];
}

/// What differs between two lanes is not chosen for both.
void ToolBar::setComparing(const std::optional<Comparison>& comparison) {
  compare_->setText(comparison ? tr("End comparing") : tr("Compare"));
  const bool of_modes = comparison && comparison->ofModes();
  const bool of_algorithms = comparison && !comparison->ofModes();
  for (QWidget* widget : std::initializer_list<QWidget*>{compare_label_, comparison_})
    widget->setVisible(comparison.has_value());
  for (QWidget* widget : std::initializer_list<QWidget*>{mode_label_, mode_}) widget->setVisible(!of_modes);
  for (QWidget* widget : std::initializer_list<QWidget*>{algorithm_label_, algorithm_})
    widget->setVisible(!of_algorithms);
  fit();
}

void ToolBar::fit() {
  for (auto* widget : spare_) widget->show();
  for (auto* widget : spare_) {
    if (layout()->sizeHint().width() <= width()) return;
    widget->hide();
  }
}

void ToolBar::resizeEvent(QResizeEvent*) {
  fit();
}

QPushButton* ToolBar::menuButton(const QString& text) {
  return new QPushButton(text, this);
}

void ToolBar::setExportMenu(QMenu* menu) {
  export_->setMenu(menu);
}

void ToolBar::setMoreMenu(QMenu* menu) {
  more_->setMenu(menu);
}

void ToolBar::setTheme(const Theme& theme) {
  View::setTheme(theme);
  mode_->setTheme(theme);
  for (auto* label : {compare_label_, mode_label_, algorithm_label_}) {
    auto palette = label->palette();
    palette.setColor(QPalette::WindowText, theme.quiet);
    label->setPalette(palette);
  }
  showRunning(shown_running_);
}

void ToolBar::showRunning(bool running) {
  shown_running_ = running;
  run_->setText(running ? tr("Pause") : tr("Run"));
  run_->setAccessibleName(run_->text());
  run_->setIcon(runIcon(running, theme().on_accent));
}

void ToolBar::refresh(std::int64_t) {
  if (world_.running() != shown_running_) showRunning(world_.running());
  const bool live = control_.live();
  for (QWidget* widget : std::initializer_list<QWidget*>{run_, send_one_, burst_, mode_, algorithm_})
    if (widget->isEnabled() != live) widget->setEnabled(live);
  if (world_.balancers().empty()) return;
  const auto& balancer = world_.balancers().front();
  const int mode = balancer.mode == Mode::tcp ? 0 : 1;
  if (mode_->chosen() != mode) mode_->setChosen(mode);
  const auto algorithm = QString::fromStdString(balancer.algorithm);
  if (algorithm_->currentData().toString() == algorithm || algorithm_->view()->isVisible()) return;
  int item = algorithm_->findData(algorithm);
  if (item < 0) {
    algorithm_->addItem(heading(words::algorithm(balancer.algorithm)), algorithm);
    item = algorithm_->count() - 1;
  }
  algorithm_->setCurrentIndex(item);
}

void ToolBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().card);
  painter.setPen(theme().line);
  painter.drawLine(0, height() - 1, width(), height() - 1);
}

}  // namespace switchyard
