// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/export_command.h"

#include "app/command/draw_and_save.h"
#include "app/command/experiment.h"
#include "app/program/interrupts.h"
#include "core/history/history.h"
#include "core/history/replay.h"
#include "ui/export/animation.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"

#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace switchyard {
namespace {

constexpr std::chrono::milliseconds kPoll{1};  // for what another thread encodes

enum class Outcome { whole = 0, of_a_part = 1, nothing = 2 };  // exit statuses

Result<World> staged(const Scenario& scenario) {
  const auto experiment = Experiment::make(scenario, false);
  if (!experiment) return experiment.error();
  (*experiment)->stage();
  return (*experiment)->world();
}

bool isRecording(const std::string& file) {
  return file.ends_with(".switchyard");
}

void say(const std::string& text) {
  std::fprintf(stderr, "switchyard: %s\n", text.c_str());
}

/// A picture of less than the whole run.
void sayWhatIsMissing(const std::string& file, const Replay& replay, const World& world) {
  const auto seconds = QString::number(static_cast<double>(world.now() - world.began()) / 1e9, 'f', 3);
  if (replay.cut)
    say("The recording '" + file + "' has been cut: its end is missing. The " +
        std::to_string(replay.events) + " events that are there, " + seconds.toStdString() +
        " s, are shown.");
  if (replay.damaged > 0)
    say("The recording '" + file + "' is damaged: " + std::to_string(replay.damaged) +
        " of its events cannot be read and are left out.");
}

Result<void> animate(History history, const PictureRequest& request) {
  const auto end = history.end();
  AnimationExport animation(movingPart(std::move(history), end, request), request);
  while (!interrupted()) {
    const auto written = animation.step();
    if (!written) return written.error();
    if (*written) return {};
    std::this_thread::sleep_for(kPoll);
  }
  return Error{"Writing '" + request.file.toStdString() + "' was interrupted.", ""};
}

Result<Outcome> ofRecording(const std::string& file, PictureRequest& request) {
  const bool moving = isAnimation(request.file);
  World world;
  History history;
  const auto apply = [&](std::span<const Event> events) -> const World& {
    for (const auto& event : events) {
      world.apply(event);
      if (moving) history.append(event, world);
    }
    return world;
  };
  heedInterrupts();
  const auto read = replay(file, apply, [](double) { return !interrupted(); });
  if (!read) return read.error();
  request.title = QString::fromStdString(read->header.scenario);
  const auto written = moving ? animate(std::move(history), request) : drawAndSave(world, request);
  if (!written) return written.error();
  sayWhatIsMissing(file, *read, world);
  return read->cut || read->damaged > 0 ? Outcome::of_a_part : Outcome::whole;
}

Result<Outcome> ofScenario(const std::string& file, PictureRequest& request) {
  const auto scenario = readScenario(file);
  if (!scenario) return scenario.error();
  request.title = QString::fromStdString(scenario->name);
  const auto world = staged(*scenario);
  if (!world) return world.error();
  if (const auto written = drawAndSave(*world, request); !written) return written.error();
  return Outcome::whole;
}

int fail(const Error& error) {
  say(error.text());
  return static_cast<int>(Outcome::nothing);
}

}  // namespace

int runExport(const CommandLine& line) {
  PictureRequest request{.part = QString::fromStdString(line.part),
                         .file = QString::fromStdString(line.output),
                         .theme = *Theme::named(QString::fromStdString(line.theme)),
                         .scale = line.scale,
                         .title = {}};
  const bool recording = isRecording(line.file);
  const auto usable = recording && isAnimation(request.file) ? checkPart(request) : checkPicture(request);
  if (!usable) return fail(usable.error());
  const auto written = recording ? ofRecording(line.file, request) : ofScenario(line.file, request);
  return written ? static_cast<int>(*written) : fail(written.error());
}

}  // namespace switchyard
