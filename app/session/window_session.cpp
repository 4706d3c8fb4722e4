// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/window_session.h"

#include "app/program/files.h"
#include "app/program/interrupts.h"
#include "app/session/listening.h"
#include "app/session/settings.h"
#include "app/session/translation.h"
#include "ui/board/board.h"
#include "ui/board/status_line.h"
#include "ui/canvas/canvas.h"
#include "ui/claims/claims_card.h"
#include "ui/compare/compare_picture.h"
#include "ui/export/animation.h"
#include "ui/timeline/timeline.h"
#include "ui/window/notice.h"

#include <QApplication>

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr int kFrame = 16;       // milliseconds while something moves
constexpr int kIdleFrame = 100;  // while nothing does: so soon is news taken
constexpr int kPatience = 200;   // until it is said that a file takes long to read
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kSettles = 3'000'000'000;  // nanoseconds: dots and ghosts have gone by then

QString words(const Error& error) {
  return QString::fromStdString(error.text());
}

}  // namespace

WindowSession::WindowSession(QApplication& application)
    : application_(application),
      control_(lanes_.first().world()),
      window_(lanes_.first().world(), control_, selection_, Theme::of(settings::theme())) {
  applyTheme(application_, Theme::of(settings::theme()));
  window_.setReducedMotion(settings::reducedMotion());
  settings::restoreWindow(window_);
  window_.board().showCharts(settings::charts());
  frames_.setTimerType(Qt::PreciseTimer);
  connect(&frames_, &QTimer::timeout, this, &WindowSession::frame);
  opening_turns_.setInterval(kFrame);
  connect(&opening_turns_, &QTimer::timeout, this, &WindowSession::awaitOpening);
  connectWindow();
  connectTimeline();
  connectExports();
}

WindowSession::~WindowSession() {
  exports_.finish();
  settings::rememberWindow(window_);
  settings::rememberCharts(window_.board().charts());
  control_.attach(nullptr);  // before the lane ends its Lab
}

void WindowSession::connectWindow() {
  connect(&window_, &MainWindow::fileChosen, this, [this](const QString& file) { open(file.toStdString()); });
  connect(&window_, &MainWindow::themeChosen, this, [this](Theme::Name name) {
    settings::rememberTheme(name);
    applyTheme(application_, Theme::of(name));
    QTimer::singleShot(0, this, [this, name] { window_.setTheme(Theme::of(name)); });  // each takes a while
  });
  connect(&window_, &MainWindow::reducedMotionChosen, this, [this](bool on) {
    settings::rememberReducedMotion(on);
    window_.setReducedMotion(on);
  });
  connect(&window_, &MainWindow::languageChosen, this, [this](const QString& language) {
    settings::rememberLanguage(language);
    window_.notice().tell(Notice::Tone::note, tr("The language changes when Switchyard starts again."));
  });
  connect(&window_, &MainWindow::exportRequested, this, &WindowSession::exportPicture);
  connect(&window_, &MainWindow::comparisonRequested, this, &WindowSession::compare);
  connect(&window_, &MainWindow::comparisonEndRequested, this, &WindowSession::endComparison);
  connect(&window_, &MainWindow::recordingRequested, this, &WindowSession::saveRecording);
}

void WindowSession::connectTimeline() {
  auto& timeline = window_.timeline();
  connect(&timeline, &Timeline::pauseRequested, this,
          [this](bool pause) { pause ? lanes_.pause() : lanes_.resume(); });
  connect(&timeline, &Timeline::liveRequested, this, [this] { lanes_.goLive(); });
  connect(&timeline, &Timeline::seekRequested, this, [this](std::int64_t time) { lanes_.seek(time); });
  connect(&timeline, &Timeline::speedRequested, this, [this](double speed) { lanes_.setSpeed(speed); });
  connect(&timeline, &Timeline::stepRequested, this, [this] { lanes_.step(); });
}

void WindowSession::connectExports() {
  connect(&exports_, &Exports::progressed, this, [this](const QString& file, double done) {
    window_.notice().tell(Notice::Tone::note, tr("Writing %1: %2 %").arg(file).arg(qRound(done * 100)));
  });
  connect(&exports_, &Exports::written, this, [this](const QString& file) {
    window_.notice().tell(Notice::Tone::note, tr("Written: %1").arg(file));
  });
  connect(&exports_, &Exports::failed, this, &WindowSession::tell);
}

void WindowSession::tell(const Error& error) {
  window_.notice().tell(Notice::Tone::error, words(error));
}

void WindowSession::open(const std::string& file) {
  giveUpOpening();
  opening_ = std::make_unique<Opening>(file);
  opening_since_.start();
  opening_turns_.start();
}

/// What it waits for it may have to wait for a little longer; the window need not.
void WindowSession::giveUpOpening() {
  if (!opening_) return;
  opening_->giveUp();
  given_up_.push_back(std::move(opening_));
}

void WindowSession::awaitOpening() {
  std::erase_if(given_up_, [](const auto& one) { return one->done(); });
  if (opening_ && !opening_->done()) return sayHowFar();
  if (given_up_.empty()) opening_turns_.stop();
  if (!opening_) return;
  const auto opened = std::move(opening_);
  auto content = opened->take();
  if (!content) return refused(opened->file(), content.error());
  std::visit([&](auto& what) { enter(opened->file(), std::move(what)); }, *content);
  if (first_error_) tell(*std::exchange(first_error_, std::nullopt));
}

/// Of a file that is read at once nothing is said.
void WindowSession::sayHowFar() {
  if (opening_since_.elapsed() < kPatience) return;
  const auto file = QString::fromStdString(opening_->file());
  const auto done = qRound(opening_->progress() * 100);
  const auto so_far = done > 0 ? tr("Opening %1: %2 %").arg(file).arg(done)
                               : tr("Opening %1: the names in it are being looked up.").arg(file);
  auto& notice = window_.notice();
  if (notice.isVisible() && notice.words() == so_far) return;
  notice.ask(so_far, tr("Cancel"), [this] { giveUpOpening(); });
}

void WindowSession::refused(const std::string& file, const Error& error) {
  const bool nothing_open = lanes_.first().scenario().file.empty();
  if (!nothing_open || file == articleFile()) return tell(error);
  first_error_ = error;
  open(articleFile());
}

void WindowSession::enter(const std::string&, Scenario scenario) {
  leaveOpen();
  const auto begun = lanes_.first().begin(std::move(scenario));
  control_.attach(lanes_.first().lab());
  if (!begun) return tell(begun.error());
  entered(QString::fromStdString(lanes_.first().scenario().name));
  askToListen();
}

void WindowSession::enter(const std::string& file, Replayed recording) {
  leaveOpen();
  const auto replay = recording.replay;
  lanes_.first().show(file, std::move(recording));
  entered(tr("%1 (recording)").arg(QString::fromStdString(replay.header.scenario)));
  sayWhatIsMissing(replay);
}

/// What the window shows is less than the whole run.
void WindowSession::sayWhatIsMissing(const Replay& replay) {
  QStringList words;
  if (replay.cut)
    words << tr("The recording has been cut: its end is missing. What is there is shown, %n event(s).",
                nullptr, static_cast<int>(replay.events));
  if (replay.damaged > 0)
    words << tr("%n event(s) of the recording were damaged and are left out.", nullptr,
                static_cast<int>(replay.damaged));
  if (!lanes_.first().playhead().history().complete())
    words << tr("The recording is longer than what is remembered: the timeline shows its last part.");
  if (!words.empty()) window_.notice().tell(Notice::Tone::note, words.join(QLatin1Char(' ')));
}

void WindowSession::leaveOpen() {
  window_.endComparison();
  lanes_.endComparison();
  control_.attach(nullptr);
  selection_.hover({});
  selection_.select({});
  moved_at_ = 0;
  shown_ = drawn_at_ = 0;
}

void WindowSession::entered(const QString& name) {
  window_.setDocument(name, QString::fromStdString(lanes_.first().scenario().file));
  window_.claims().setScenario(lanes_.first().scenario());
  window_.notice().hide();
  clock_.start();
  frames_.start(kFrame);
}

void WindowSession::compare(const Comparison& comparison) {
  control_.attach(nullptr);  // before the lanes end their Labs; until everybody is there, nobody is to call
  selection_.hover({});
  selection_.select({});
  const auto compared = lanes_.compare(comparison);
  if (!compared) {
    endComparison();
    return tell(compared.error());
  }
  window_.showComparison(lanes_.first().world(), lanes_.second().world(), comparison);
  window_.notice().hide();
  askToListen();
}

void WindowSession::endComparison() {
  control_.attach(nullptr);
  window_.endComparison();
  lanes_.endComparison();
  control_.attach(lanes_.first().lab());
}

/// Calls that one lane sends and the other one cannot yet would make them unlike.
void WindowSession::attachWhenStaged() {
  if (!lanes_.comparison() || control_.live() || !lanes_.staged()) return;
  control_.attach(*lanes_.first().lab(), *lanes_.second().lab(), lanes_.second().world());
  for (const auto* world : {&lanes_.first().world(), &lanes_.second().world()})
    if (!world->problems().empty()) {
      const auto& last = world->problems().back();
      tell({last.what, last.remedy});
    }
}

/// A file may ask to be reached from other computers. It is asked about; until then nothing listens there.
void WindowSession::askToListen() {
  if (const auto where = whereLanesListen(lanes_); !where.isEmpty())
    window_.notice().tell(Notice::Tone::note, where);
  if (const auto question = questionToListen(lanes_); !question.isEmpty())
    window_.notice().ask(question, tr("Listen as written"), [this] { lanes_.listenAsWritten(); });
}

void WindowSession::frame() {
  const auto elapsed = clock_.nsecsElapsed();
  clock_.start();
  moved_at_ = std::max(moved_at_, lanes_.takeEvents());
  auto& playhead = lanes_.first().playhead();
  lanes_.advance(elapsed, lanes_.first().lab() != nullptr ? monotonicNow() : playhead.end());
  attachWhenStaged();
  auto& timeline = window_.timeline();
  timeline.setLive(playhead.live());
  timeline.setPaused(playhead.paused());
  if (std::exchange(speed_, playhead.speed()) != playhead.speed()) window_.setSpeed(playhead.speed());
  if (worthAFrame()) {
    countFrame();
    timeline.setRange(lanes_.begin(), lanes_.end());
    timeline.setPosition(playhead.time());
    window_.refresh(playhead.time());
    shown_ = playhead.time();
    drawn_at_ = monotonicNow();
  }
  const int wanted = moving() ? kFrame : kIdleFrame;
  if (frames_.interval() != wanted) frames_.setInterval(wanted);
}

/// Where nothing moves but time, the picture follows once a second; where time stands still, not at all.
bool WindowSession::worthAFrame() {
  if (moving()) return true;
  const auto& playhead = lanes_.first().playhead();
  return playhead.live() ? monotonicNow() - drawn_at_ >= kSecond : playhead.time() != shown_;
}

/// Tells how many frames there were in the last second, while something moves.
void WindowSession::countFrame() {
  ++frames_drawn_;
  const auto now = monotonicNow();
  if (now - counting_since_ < kSecond) return;
  window_.status().setFramesPerSecond(
      moving() ? static_cast<double>(frames_drawn_) * 1e9 / static_cast<double>(now - counting_since_) : -1);
  counting_since_ = now;
  frames_drawn_ = 0;
}

bool WindowSession::moving() {
  const auto& playhead = lanes_.first().playhead();
  return playhead.live() ? monotonicNow() - moved_at_ < kSettles : !playhead.paused();
}

void WindowSession::exportPicture(const QString& part, const QString& file) {
  const bool on_paper = file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
  const PictureRequest request{.part = part,
                               .file = file,
                               .theme = on_paper ? Theme::Name::print : settings::theme(),
                               .scale = isAnimation(file) ? 1.0 : 2.0,
                               .title = QString::fromStdString(lanes_.first().scenario().name)};
  exports_.add(exportOf(request));
}

/// Of what is shown now, whatever happens while it is written.
std::unique_ptr<Export> WindowSession::exportOf(const PictureRequest& request) {
  const auto& first = lanes_.first().playhead();
  const auto& second = lanes_.second().playhead();
  const auto& comparison = lanes_.comparison();
  const auto time = first.time();
  if (!isAnimation(request.file) && comparison)
    return exportComparison(first.shown(), second.shown(), *comparison, time, request);
  if (!isAnimation(request.file)) return std::make_unique<PictureExport>(first.shown(), time, request);
  return std::make_unique<AnimationExport>(
      comparison ? movingComparison(first.history().snapshot(), second.history().snapshot(), *comparison,
                                    time, request)
                 : movingPart(first.history().snapshot(), time, request),
      request);
}

void WindowSession::saveRecording(const QString& file) {
  const auto& scenario = lanes_.first().scenario();
  exports_.add(std::make_unique<RecordingExport>(
      lanes_.first().playhead().history().snapshot(),
      RecordingHeader{
          .program = SWITCHYARD_VERSION, .scenario = scenario.name, .source = scenario.config_text},
      file));
}

int runWindow(QApplication& application, const std::string& file) {
  installTranslation(application, settings::language());
  WindowSession session(application);
  session.show();
  session.open(file.empty() ? articleFile() : file);
  heedInterrupts();  // an interrupted window closes as any other: what it writes is whole
  QTimer asking;
  QObject::connect(&asking, &QTimer::timeout, [] {
    if (interrupted()) QApplication::quit();
  });
  asking.start(kIdleFrame);
  return QApplication::exec();
}

}  // namespace switchyard
