// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/export_command.h"

#include "app/switchyard/experiment.h"
#include "core/event/history.h"
#include "core/event/recording.h"
#include "ui/export/animation.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"

#include <cstdio>

namespace switchyard {
namespace {

World staged(const Scenario& scenario) {
  Experiment experiment(scenario, false);
  experiment.stage();
  return experiment.world();
}

bool isRecording(const std::string& file) {
  return file.ends_with(".switchyard");
}

Result<void> ofRecording(const std::string& file, PictureRequest& request) {
  auto recording = readRecording(file);
  if (!recording) return recording.error();
  request.title = QString::fromStdString(recording->header.scenario);
  const bool moving = isAnimation(request.file);
  World world;
  History history;
  for (const auto& event : recording->events) {
    world.apply(event);
    if (moving) history.append(event, world);
  }
  return moving ? writeAnimation(movingPart(history, history.end(), request), request)
                : writePicture(world, world.now(), request);
}

Result<void> ofScenario(const std::string& file, PictureRequest& request) {
  const auto scenario = readScenario(file);
  if (!scenario) return scenario.error();
  request.title = QString::fromStdString(scenario->name);
  const auto world = staged(*scenario);
  return writePicture(world, world.now(), request);
}

int fail(const Error& error) {
  std::fprintf(stderr, "switchyard: %s\n", error.text().c_str());
  return 2;
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
  return written ? 0 : fail(written.error());
}

}  // namespace switchyard
