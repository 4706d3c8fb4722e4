// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/export_command.h"

#include "app/switchyard/experiment.h"
#include "ui/export/picture.h"

#include <cstdio>

namespace switchyard {
namespace {

struct Subject {
  World world;
  std::string name;
};

Result<Subject> readRecordingAsItEnded(const std::string& file) {
  auto recording = readRecording(file);
  if (!recording) return recording.error();
  Subject subject;
  subject.name = recording->header.scenario;
  for (const auto& event : recording->events) subject.world.apply(event);
  return subject;
}

Result<Subject> stage(const std::string& file) {
  const auto scenario = readScenario(file);
  if (!scenario) return scenario.error();
  Experiment experiment(*scenario, false);
  experiment.stage();
  return Subject{experiment.world(), scenario->name};
}

bool isRecording(const std::string& file) {
  return file.ends_with(".switchyard");
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
  if (const auto usable = checkPicture(request); !usable) return fail(usable.error());
  const auto subject = isRecording(line.file) ? readRecordingAsItEnded(line.file) : stage(line.file);
  if (!subject) return fail(subject.error());
  request.title = QString::fromStdString(subject->name);
  const auto written = writePicture(subject->world, subject->world.now(), request);
  return written ? 0 : fail(written.error());
}

}  // namespace switchyard
