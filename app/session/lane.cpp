// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/lane.h"

#include "app/program/files.h"

#include <system_error>
#include <utility>

namespace switchyard {

Result<void> Lane::begin(Scenario scenario, bool as_written) {
  std::promise<void> vacated;
  auto lab = Lab::make(scenario, {.node_program = nodeProgram(),
                                  .as_written = as_written,
                                  .sample_kernel = true,
                                  .after = vacated.get_future().share()});
  if (!lab) return lab.error();
  end(std::move(vacated));
  scenario_ = std::move(scenario);
  as_written_ = as_written;
  lab_ = std::move(*lab);
  lab_->start();
  return {};
}

void Lane::listenAsWritten() {
  if (!lab_) return;
  as_written_ = true;
  lab_->submit(command::ListenAsWritten{});
}

void Lane::show(const std::string& file, Replayed recording) {
  end();
  scenario_ = {};
  scenario_.name = recording.replay.header.scenario;
  scenario_.file = file;
  scenario_.config_text = recording.replay.header.source;
  playhead_.exchange(*recording.run);
  playhead_.pause();
}

/// A window must not wait for processes, nor for a long run's memory to be given back.
void Lane::end(std::promise<void> vacated) {
  auto run = std::make_unique<Playhead>();
  playhead_.exchange(*run);
  auto leave = [before = ended_, lab = std::move(lab_), run = std::move(run),
                vacated = std::move(vacated)]() mutable {
    lab.reset();
    run.reset();
    if (before.valid()) before.wait();
    vacated.set_value();
  };
  try {
    ended_ = std::async(std::launch::async, std::move(leave)).share();
  } catch (const std::system_error&) {  // no thread is left: it has ended with the task that had none
    ended_ = {};
  }
}

std::int64_t Lane::takeEvents() {
  constexpr std::size_t kAtOnce = 20'000;
  std::int64_t seen = 0;
  if (!lab_) return seen;
  for (std::size_t taken = 0; taken < kAtOnce;) {
    const auto count = lab_->events().read(buffer_);
    for (std::size_t i = 0; i < count; ++i) {
      playhead_.apply(buffer_[i]);
      if (buffer_[i].witness != Witness::kernel) seen = buffer_[i].at;
    }
    taken += count;
    if (count < buffer_.size()) break;
  }
  return seen;
}

}  // namespace switchyard
