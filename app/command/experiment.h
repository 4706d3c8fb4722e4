// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command/pump.h"
#include "core/history/recording.h"
#include "core/lab/lab.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace switchyard {

/// One experiment without a window, from its first process to its last event. It ends early when the user
/// interrupts the program (SIGINT, SIGTERM). Used on one thread, which owns the World.
class Experiment {
 public:
  /// The error: there is no laboratory (Lab::make).
  static Result<std::unique_ptr<Experiment>> make(const Scenario& scenario, bool as_written);

  /// Each event also goes to `recording`, which must outlive the experiment.
  void record(RecordingWriter& recording) { recording_ = &recording; }

  /// Brings the cast on and waits until everybody is ready or has failed. Nobody calls.
  void stage();
  /// stage(), then the clients call: each as often as the scenario says, or all for `run_for`. Waits for the
  /// last words of all witnesses and compares with the kernel.
  void run(std::optional<std::chrono::milliseconds> run_for);

  const World& world() const { return world_; }

 private:
  explicit Experiment(std::unique_ptr<Lab> lab);
  void seen(const Event& event);
  void until(const std::function<bool()>& reached, std::optional<std::chrono::milliseconds> at_most);
  bool everybodyIsThere() const;
  bool nobodyCanCall() const;
  bool idle() const;
  void compareWithKernel();

  World world_;
  std::unique_ptr<Lab> lab_;
  Pump pump_;
  RecordingWriter* recording_ = nullptr;
  bool traffic_ended_ = false;
  bool called_ = false;
  std::uint64_t samples_ = 0;
};

}  // namespace switchyard
