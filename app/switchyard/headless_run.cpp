// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/headless_run.h"

#include "app/switchyard/files.h"
#include "app/switchyard/pictures.h"
#include "app/switchyard/pump.h"
#include "core/event/recording.h"
#include "core/event/world.h"
#include "core/lab/lab.h"
#include "core/lab/report.h"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

namespace switchyard {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kPoll{1};
constexpr milliseconds kSettle{2000};      // for the witnesses' last words after the last call
constexpr milliseconds kInFlight{25'000};  // above the default deadline of a call
constexpr milliseconds kKernelAnswer{1000};

std::atomic<bool> interrupted{false};

void onInterrupt(int) {
  interrupted = true;
}

void say(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

/// One experiment from its first process to its last event.
class Experiment {
 public:
  Experiment(const Scenario& scenario, const CommandLine& line)
      : lab_(scenario, {.node_program = nodeProgram(), .as_written = line.as_written, .sample_kernel = true}),
        pump_(lab_.events(), world_) {}

  /// Each event also goes to `recording`, which must outlive the experiment.
  void record(RecordingWriter& recording) { recording_ = &recording; }

  void run(std::optional<milliseconds> run_for) {
    pump_.setTap([this](const Event& event) { seen(event); });
    lab_.start();
    lab_.run();
    if (run_for) {
      until([this] { return called_; }, kInFlight);
      until([] { return false; }, *run_for);
      lab_.pause();
    }
    until([this] { return traffic_ended_; }, std::nullopt);
    until([this] { return idle(); }, kInFlight);
    until([this] { return world_.agreement().complete; }, kSettle);
    compareWithKernel();
  }

  const World& world() const { return world_; }

 private:
  void seen(const Event& event) {
    if (event.kind == Kind::traffic) traffic_ended_ = event.count.value == 0;
    if (event.kind == Kind::call_started) called_ = true;
    if (event.kind == Kind::sockets_sampled) ++samples_;
    if (recording_ != nullptr) recording_->append(event);
  }

  template <typename Condition>
  void until(Condition reached, std::optional<milliseconds> at_most) {
    const auto begin = Clock::now();
    while (!interrupted) {
      const auto moved = pump_.turn();
      if (reached()) return;
      if (at_most && Clock::now() - begin >= *at_most) return;
      if (moved == 0) std::this_thread::sleep_for(kPoll);
    }
  }

  bool idle() const {
    return std::all_of(world_.clients().begin(), world_.clients().end(),
                       [](const Client& client) { return client.in_flight == 0; });
  }

  void compareWithKernel() {
    const auto before = samples_;
    lab_.sampleKernelNow();
    until([&] { return samples_ > before; }, kKernelAnswer);
  }

  World world_;
  Lab lab_;
  Pump pump_;
  RecordingWriter* recording_ = nullptr;
  bool traffic_ended_ = false;
  bool called_ = false;
  std::uint64_t samples_ = 0;
};

void applyOverrides(Scenario& scenario, const CommandLine& line) {
  for (auto& client : scenario.clients) {
    if (line.calls) client.traffic.calls = *line.calls;
    if (line.run_for) client.traffic.calls = 0;
  }
}

void explain(const Scenario& scenario, const CommandLine& line) {
  for (const auto& diagnostic : scenario.diagnostics) say(diagnostic.text(scenario.config_file));
  if (line.as_written) return;
  for (const auto& frontend : scenario.config.frontends)
    for (const auto& bind : frontend.binds)
      if (!bind.address.isLoopback())
        say(scenario.config_file + ":" + std::to_string(bind.line) + ": note: '" + frontend.name +
            "' asks to listen beyond this computer; it listens on 127.0.0.1:" +
            std::to_string(bind.address.port) + " only. --listen-as-written listens as the file says.");
}

}  // namespace

int runHeadless(const CommandLine& line) {
  auto scenario = readScenario(line.file);
  if (!scenario) {
    say(scenario.error().text());
    return 2;
  }
  applyOverrides(*scenario, line);
  explain(*scenario, line);
  for (const auto& file : line.exports)
    if (const auto known = checkPictureName(file); !known) {
      say(known.error().text());
      return 2;
    }

  std::unique_ptr<RecordingWriter> recording;
  if (!line.record.empty()) {
    auto opened = RecordingWriter::create(line.record, *scenario);
    if (!opened) {
      say(opened.error().text());
      return 2;
    }
    recording = std::move(*opened);
  }

  struct sigaction on_interrupt {};
  on_interrupt.sa_handler = onInterrupt;
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);

  Experiment experiment(*scenario, line);
  if (recording) experiment.record(*recording);
  experiment.run(line.run_for);

  const auto& world = experiment.world();
  for (const auto& problem : world.problems()) say("problem: " + Error{problem.what, problem.remedy}.text());
  const auto report = makeReport(world, *scenario);
  std::fputs(report.table.c_str(), stdout);
  std::fflush(stdout);

  int status = report.holds && !interrupted ? 0 : 1;
  const auto fail = [&](const Result<void>& written) {
    if (written) return;
    say(written.error().text());
    status = 2;
  };
  if (!line.report.empty()) fail(writeFile(line.report, report.json));
  if (recording) fail(recording->finish());
  for (const auto& file : line.exports)
    fail(exportPicture(world, *scenario,
                       {.part = "board", .file = file, .theme = line.theme, .scale = line.scale}));
  return status;
}

}  // namespace switchyard
