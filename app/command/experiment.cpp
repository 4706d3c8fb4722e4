// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/experiment.h"

#include "app/program/files.h"
#include "app/program/interrupts.h"

#include <algorithm>
#include <thread>

namespace switchyard {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kPoll{1};
constexpr milliseconds kStart{25'000};     // above what a node may take to become ready
constexpr milliseconds kSettle{2000};      // for the witnesses' last words after the last call
constexpr milliseconds kInFlight{25'000};  // above the default deadline of a call
constexpr milliseconds kKernelAnswer{1000};

template <typename Members>
bool allThere(const Members& members) {
  return std::all_of(members.begin(), members.end(), [](const Node& member) {
    return !member.built_in || (member.state != NodeState::starting && member.state != NodeState::stopped);
  });
}

}  // namespace

Result<std::unique_ptr<Experiment>> Experiment::make(const Scenario& scenario, bool as_written) {
  auto lab =
      Lab::make(scenario, {.node_program = nodeProgram(), .as_written = as_written, .sample_kernel = true});
  if (!lab) return lab.error();
  return std::unique_ptr<Experiment>(new Experiment(std::move(*lab)));
}

Experiment::Experiment(std::unique_ptr<Lab> lab) : lab_(std::move(lab)), pump_(lab_->events(), world_) {
  heedInterrupts();
  pump_.setTap([this](const Event& event) { seen(event); });
}

void Experiment::stage() {
  lab_->start();
  until([this] { return everybodyIsThere(); }, kStart);
}

void Experiment::run(std::optional<milliseconds> run_for) {
  lab_->start();
  lab_->submit(command::Run{});
  if (run_for) {
    until([this] { return everybodyIsThere() && (called_ || nobodyCanCall()); }, kStart);
    until([] { return false; }, *run_for);
    lab_->submit(command::Pause{});
  }
  until([this] { return traffic_ended_; }, std::nullopt);
  until([this] { return idle(); }, kInFlight);
  until([this] { return world_.agreement().complete; }, kSettle);
  compareWithKernel();
}

void Experiment::seen(const Event& event) {
  if (event.kind == Kind::traffic) traffic_ended_ = event.count.value == 0;
  if (event.kind == Kind::call_started) called_ = true;
  if (event.kind == Kind::sockets_sampled) ++samples_;
  if (recording_ != nullptr) recording_->append(event);
}

void Experiment::until(const std::function<bool()>& reached, std::optional<milliseconds> at_most) {
  const auto begin = Clock::now();
  while (!interrupted()) {
    const auto moved = pump_.turn();
    if (reached()) return;
    if (at_most && Clock::now() - begin >= *at_most) return;
    if (moved == 0) std::this_thread::sleep_for(kPoll);
  }
}

bool Experiment::everybodyIsThere() const {
  return !world_.balancers().empty() && allThere(world_.servers()) && allThere(world_.balancers()) &&
         allThere(world_.clients());
}

bool Experiment::nobodyCanCall() const {
  return std::none_of(world_.clients().begin(), world_.clients().end(),
                      [](const Client& client) { return client.state == NodeState::ready; });
}

bool Experiment::idle() const {
  return std::all_of(world_.clients().begin(), world_.clients().end(),
                     [](const Client& client) { return client.in_flight == 0; });
}

void Experiment::compareWithKernel() {
  const auto before = samples_;
  lab_->sampleKernelNow();
  until([&] { return samples_ > before; }, kKernelAnswer);
}

}  // namespace switchyard
