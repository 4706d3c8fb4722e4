// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/window_session.h"

#include "app/switchyard/files.h"
#include "app/switchyard/settings.h"
#include "core/event/recording.h"
#include "ui/export/picture.h"
#include "ui/timeline/timeline.h"
#include "ui/window/notice.h"
#include "ui/window/status_line.h"

#include <QApplication>
#include <QFileInfo>

namespace switchyard {
namespace {

constexpr int kFrame = 16;                        // milliseconds while something moves
constexpr int kIdleFrame = 100;                   // while nothing does
constexpr std::int64_t kSettles = 3'000'000'000;  // nanoseconds: dots and ghosts have gone by then

QString words(const Error& error) {
  return QString::fromStdString(error.text());
}

}  // namespace

WindowSession::WindowSession(QApplication& application)
    : application_(application),
      control_(playback_.shown()),
      window_(playback_.shown(), control_, selection_, Theme::of(settings::theme())) {
  applyTheme(application_, Theme::of(settings::theme()));
  window_.setReducedMotion(settings::reducedMotion());
  settings::restoreWindow(window_);
  frames_.setTimerType(Qt::PreciseTimer);
  connect(&frames_, &QTimer::timeout, this, &WindowSession::frame);
  connectWindow();
  connectTimeline();
}

WindowSession::~WindowSession() {
  settings::rememberWindow(window_);
  control_.attach(nullptr);
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
  connect(&window_, &MainWindow::recordingRequested, this, &WindowSession::saveRecording);
}

void WindowSession::connectTimeline() {
  auto& timeline = window_.timeline();
  connect(&timeline, &Timeline::pauseRequested, this,
          [this](bool pause) { pause ? playback_.pause() : playback_.resume(); });
  connect(&timeline, &Timeline::liveRequested, this, [this] { playback_.goLive(); });
  connect(&timeline, &Timeline::seekRequested, this, [this](std::int64_t time) { playback_.seek(time); });
  connect(&timeline, &Timeline::speedRequested, this, [this](double speed) { playback_.setSpeed(speed); });
  connect(&timeline, &Timeline::stepRequested, this, [this] { playback_.step(); });
}

void WindowSession::open(const std::string& file) {
  if (const auto opened = load(file); !opened) tell(opened.error());
}

void WindowSession::tell(const Error& error) {
  window_.notice().tell(Notice::Tone::error, words(error));
}

/// On an error what was open stays as it was.
Result<void> WindowSession::load(const std::string& file) {
  if (QFileInfo(QString::fromStdString(file)).suffix() == QLatin1String("switchyard"))
    return loadRecording(file);
  auto scenario = readScenario(file);
  if (!scenario) return scenario.error();
  begin(std::move(*scenario));
  return {};
}

void WindowSession::begin(Scenario scenario) {
  endExperiment();
  scenario_ = std::move(scenario);
  lab_.emplace(scenario_,
               Lab::Options{.node_program = nodeProgram(), .as_written = false, .sample_kernel = true});
  lab_->start();
  control_.attach(&*lab_);
  window_.setDocument(QString::fromStdString(scenario_.name), QString::fromStdString(scenario_.file));
  askToListen();
  clock_.start();
  frames_.start(kFrame);
}

void WindowSession::endExperiment() {
  control_.attach(nullptr);
  lab_.reset();
  playback_.clear();
  selection_.hover({});
  selection_.select({});
  moved_at_ = 0;
}

Result<void> WindowSession::loadRecording(const std::string& file) {
  auto recording = readRecording(file);
  if (!recording) return recording.error();
  endExperiment();
  scenario_ = {};
  scenario_.name = recording->header.scenario;
  scenario_.config_text = recording->header.source;
  for (const auto& event : recording->events) playback_.apply(event);
  playback_.pause();
  window_.setDocument(tr("%1 (recording)").arg(QString::fromStdString(scenario_.name)),
                      QString::fromStdString(file));
  window_.notice().hide();
  if (recording->damaged > 0)
    window_.notice().tell(Notice::Tone::note,
                          tr("%n event(s) of the recording were damaged and are left out.", nullptr,
                             static_cast<int>(recording->damaged)));
  clock_.start();
  frames_.start(kFrame);
  return {};
}

/// A file may ask to be reached from other computers. It is asked about; until then nothing listens there.
void WindowSession::askToListen() {
  window_.notice().hide();
  for (const auto& frontend : scenario_.config.frontends)
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
                             if (lab_) lab_->listenAsWritten(true);
                           });
      return;
    }
}

void WindowSession::frame() {
  const auto elapsed = clock_.nsecsElapsed();
  clock_.start();
  takeEvents();
  playback_.advance(elapsed, monotonicNow());
  window_.timeline().setRange(playback_.begin(), playback_.end());
  window_.timeline().setPosition(playback_.time());
  window_.timeline().setLive(playback_.live());
  window_.timeline().setPaused(playback_.paused());
  window_.status().countFrame();
  window_.refresh(playback_.time());
  const int wanted = moving() ? kFrame : kIdleFrame;
  if (frames_.interval() != wanted) frames_.setInterval(wanted);
}

/// At most so many in one frame that a flood cannot starve the window.
void WindowSession::takeEvents() {
  if (!lab_) return;
  constexpr std::size_t kAtOnce = 20'000;
  for (std::size_t taken = 0; taken < kAtOnce;) {
    const auto count = lab_->events().read(buffer_);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& event = buffer_[i];
      playback_.apply(event);
      if (event.witness != Witness::kernel) moved_at_ = event.at;
    }
    taken += count;
    if (count < buffer_.size()) break;
  }
}

bool WindowSession::moving() const {
  if (!playback_.live()) return !playback_.paused() || window_.timeline().underMouse();
  return monotonicNow() - moved_at_ < kSettles;
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
                               .scale = 2,
                               .title = QString::fromStdString(scenario_.name)};
  tellWritten(writePicture(playback_.shown(), playback_.time(), request), file);
}

void WindowSession::saveRecording(const QString& file) {
  const auto save = [&]() -> Result<void> {
    auto writer = RecordingWriter::create(
        file.toStdString(),
        {.program = SWITCHYARD_VERSION, .scenario = scenario_.name, .source = scenario_.config_text});
    if (!writer) return writer.error();
    playback_.history().each([&](const Event& event) { (*writer)->append(event); });
    return (*writer)->finish();
  };
  tellWritten(save(), file);
}

int runWindow(QApplication& application, const std::string& file) {
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
