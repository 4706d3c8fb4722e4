// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/window_session.h"

#include "app/switchyard/files.h"
#include "app/switchyard/settings.h"
#include "app/switchyard/translation.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas.h"
#include "ui/claims/claims_card.h"
#include "ui/compare/compare_picture.h"
#include "ui/export/picture.h"
#include "ui/timeline/timeline.h"
#include "ui/window/notice.h"
#include "ui/window/status_line.h"

#include <QApplication>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr int kFrame = 16;       // milliseconds while something moves
constexpr int kIdleFrame = 100;  // while nothing does: so soon is news taken
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
  connect(&animating_, &QTimer::timeout, this, &WindowSession::stepAnimation);
  connectWindow();
  connectTimeline();
}

WindowSession::~WindowSession() {
  finishAnimation();
  settings::rememberWindow(window_);
  settings::rememberCharts(window_.board().charts());
  control_.attach(nullptr);  // before the lane ends its Lab
}

void WindowSession::connectWindow() {
  connect(&window_, &MainWindow::fileChosen, this, [this](const QString& file) { open(file.toStdString()); });
  connect(&window_, &MainWindow::themeChosen, this, [this](Theme::Name name) {
    settings::rememberTheme(name);
    applyTheme(application_, Theme::of(name));
    window_.setTheme(Theme::of(name));
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

void WindowSession::open(const std::string& file) {
  if (const auto opened = load(file); !opened) tell(opened.error());
}

void WindowSession::tell(const Error& error) {
  window_.notice().tell(Notice::Tone::error, words(error));
}

/// On an error what was open stays as it was.
Result<void> WindowSession::load(const std::string& file) {
  finishAnimation();
  if (QFileInfo(QString::fromStdString(file)).suffix() == QLatin1String("switchyard"))
    return loadRecording(file);
  auto scenario = readScenario(file);
  if (!scenario) return scenario.error();
  leaveOpen();
  lanes_.first().begin(std::move(*scenario));
  control_.attach(lanes_.first().lab());
  entered(QString::fromStdString(lanes_.first().scenario().name));
  askToListen();
  return {};
}

Result<void> WindowSession::loadRecording(const std::string& file) {
  const auto read = lanes_.first().show(file);
  if (!read) return read.error();
  leaveOpen();
  entered(tr("%1 (recording)").arg(QString::fromStdString(lanes_.first().scenario().name)));
  sayWhatIsMissing(*read);
  return {};
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
  finishAnimation();
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
}

void WindowSession::endComparison() {
  finishAnimation();
  control_.attach(nullptr);
  window_.endComparison();
  lanes_.endComparison();
  control_.attach(lanes_.first().lab());
}

/// Calls that one lane sends and the other one cannot yet would make them unlike.
void WindowSession::attachWhenStaged() {
  if (lanes_.comparison() && !control_.live() && lanes_.staged())
    control_.attach(lanes_.first().lab(), lanes_.second().lab());
}

/// A file may ask to be reached from other computers. It is asked about; until then nothing listens there.
void WindowSession::askToListen() {
  for (const auto& frontend : lanes_.first().scenario().config.frontends)
    for (const auto& bind : frontend.binds) {
      if (bind.address.isLoopback()) continue;
      const auto written = bind.every_address ? QStringLiteral("*:%1").arg(bind.address.port)
                                              : QString::fromStdString(bind.address.text());
      window_.notice().ask(tr("%1 asks to listen on %2, where other computers can reach it. It listens on "
                              "this computer only, on "
                              "127.0.0.1:%3.")
                               .arg(QString::fromStdString(frontend.name), written)
                               .arg(bind.address.port),
                           tr("Listen as written"), [this] {
                             if (auto* lab = lanes_.first().lab()) lab->listenAsWritten(true);
                           });
      return;
    }
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

void WindowSession::tellWritten(const Result<void>& written, const QString& file) {
  if (written)
    window_.notice().tell(Notice::Tone::note, tr("Written: %1").arg(file));
  else
    window_.notice().tell(Notice::Tone::error, words(written.error()));
}

void WindowSession::exportPicture(const QString& part, const QString& file) {
  const bool on_paper = file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
  const PictureRequest request{.part = part,
                               .file = file,
                               .theme = on_paper ? Theme::Name::print : settings::theme(),
                               .scale = isAnimation(file) ? 1.0 : 2.0,
                               .title = QString::fromStdString(lanes_.first().scenario().name)};
  const auto& world = lanes_.first().world();
  const auto time = lanes_.first().playhead().time();
  if (isAnimation(file)) return animate(time, request);
  tellWritten(lanes_.comparison()
                  ? writeComparison(world, lanes_.second().world(), *lanes_.comparison(), time, request)
                  : writePicture(world, time, request),
              file);
}

void WindowSession::animate(std::int64_t end, const PictureRequest& request) {
  finishAnimation();
  const auto& history = lanes_.first().playhead().history();
  animation_.emplace(lanes_.comparison() ? movingComparison(history, lanes_.second().playhead().history(),
                                                            *lanes_.comparison(), end, request)
                                         : movingPart(history, end, request),
                     request);
  animating_.start();
}

/// A frame of the animation between two of the window.
void WindowSession::stepAnimation() {
  const auto written = animation_->step();
  if (written && !*written)
    return window_.notice().tell(
        Notice::Tone::note,
        tr("Writing %1: %2 %").arg(animation_->file()).arg(qRound(animation_->done() * 100)));
  animating_.stop();
  const auto file = animation_->file();
  animation_.reset();
  tellWritten(written ? Result<void>() : written.error(), file);
}

/// At once, before what it shows is gone.
void WindowSession::finishAnimation() {
  while (animation_) stepAnimation();
}

void WindowSession::saveRecording(const QString& file) {
  const auto save = [&]() -> Result<void> {
    if (!lanes_.first().playhead().history().complete())
      return Error{
          "The run is longer than what is remembered: its beginning is gone, and a recording needs it.",
          "Record from the first event on: switchyard run FILE --record FILE.switchyard."};
    auto writer =
        RecordingWriter::create(file.toStdString(), {.program = SWITCHYARD_VERSION,
                                                     .scenario = lanes_.first().scenario().name,
                                                     .source = lanes_.first().scenario().config_text});
    if (!writer) return writer.error();
    lanes_.first().playhead().history().each([&](const Event& event) { (*writer)->append(event); });
    return (*writer)->finish();
  };
  tellWritten(save(), file);
}

int runWindow(QApplication& application, const std::string& file) {
  installTranslation(application, settings::language());
  WindowSession session(application);
  session.show();
  if (file.empty()) {
    session.open(articleFile());
  } else if (const auto loaded = session.load(file);
             !loaded) {  // the window must show something, and what is wrong
    session.open(articleFile());
    session.tell(loaded.error());
  }
  return QApplication::exec();
}

}  // namespace switchyard
