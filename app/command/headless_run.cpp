// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/headless_run.h"

#include "app/command/draw_and_save.h"
#include "app/command/experiment.h"
#include "app/program/interrupts.h"
#include "core/report/report.h"
#include "core/system/output_file.h"
#include "ui/export/picture.h"

#include <cstdio>
#include <memory>
#include <vector>

namespace switchyard {
namespace {

void say(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

void applyOverrides(Scenario& scenario, const CommandLine& line) {
  for (auto& client : scenario.clients) {
    if (line.calls) client.traffic.calls = *line.calls;
    if (line.run_for) client.traffic.calls = 0;
  }
}

void sayWhoListens(const Scenario& scenario) {
  for (const auto& frontend : scenario.config.frontends)
    for (const auto& bind : frontend.binds) {
      const auto where = bind.every_address ? "*:" + std::to_string(bind.address.port) : bind.address.text();
      say(scenario.config_file + ":" + std::to_string(bind.line) + ": note: '" + frontend.name +
          "' listens on " + where +
          (bind.address.isLoopback() ? ", this computer only." : ", where other computers can reach it."));
    }
}

void explain(const Scenario& scenario, const CommandLine& line) {
  for (const auto& diagnostic : scenario.diagnostics) say(diagnostic.text(scenario.config_file));
  if (line.as_written) return sayWhoListens(scenario);
  for (const auto& frontend : scenario.config.frontends)
    for (const auto& bind : frontend.binds)
      if (!bind.address.isLoopback())
        say(scenario.config_file + ":" + std::to_string(bind.line) + ": note: '" + frontend.name +
            "' asks to listen beyond this computer; it listens on 127.0.0.1:" +
            std::to_string(bind.address.port) + " only. --listen-as-written listens as the file says.");
}

std::vector<PictureRequest> pictures(const CommandLine& line, const Scenario& scenario) {
  std::vector<PictureRequest> requests;
  for (const auto& file : line.exports)
    requests.push_back({.part = QStringLiteral("board"),
                        .file = QString::fromStdString(file),
                        .theme = *Theme::named(QString::fromStdString(line.theme)),
                        .scale = line.scale,
                        .title = QString::fromStdString(scenario.name)});
  return requests;
}

Result<std::unique_ptr<RecordingWriter>> recordingFor(const CommandLine& line, const Scenario& scenario) {
  if (line.record.empty()) return std::unique_ptr<RecordingWriter>();
  return RecordingWriter::create(
      line.record,
      {.program = SWITCHYARD_VERSION, .scenario = scenario.name, .source = scenario.config_text});
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += (text.empty() ? "" : " ") + line;
  return text;
}

int unusable(const Error& error) {
  say(error.text());
  return 2;
}

}  // namespace

int runHeadless(const CommandLine& line) {
  auto scenario = readScenario(line.file);
  if (!scenario) return unusable(scenario.error());
  if (scenario->clients.empty() && (line.calls || line.run_for))
    return unusable({line.file + " has no client that could call.", "Leave --calls and --for out."});
  applyOverrides(*scenario, line);
  explain(*scenario, line);
  const auto requests = pictures(line, *scenario);
  for (const auto& request : requests)
    if (const auto usable = checkPicture(request); !usable) return unusable(usable.error());
  heedInterrupts();  // from here on there is something to leave in good order
  auto recording = recordingFor(line, *scenario);
  if (!recording) return unusable(recording.error());

  const auto made = Experiment::make(*scenario, line.as_written);
  if (!made) return unusable(made.error());
  auto& experiment = **made;
  if (*recording) experiment.record(**recording);
  experiment.run(line.run_for);

  int failed = 0;
  const auto finish = [&](const Result<void>& written) {
    if (!written) failed = unusable(written.error());
  };
  if (*recording) finish((*recording)->finish());
  const auto& world = experiment.world();
  for (const auto& problem : world.problems()) say("problem: " + Error{problem.what, problem.remedy}.text());
  const auto report = interruptibly([&] { return makeReport(world, *scenario); });
  std::fputs(report.table.c_str(), stdout);
  std::fflush(stdout);
  if (!report.holds()) say("switchyard: The run does not hold. " + joined(report.shortfalls));

  if (!line.report.empty()) finish(writeFile(line.report, report.json));
  for (const auto& request : requests) finish(drawAndSave(world, request));
  if (failed != 0) return failed;
  return report.holds() && !interrupted() ? 0 : 1;
}

}  // namespace switchyard
