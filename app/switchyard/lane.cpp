// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/lane.h"

#include "app/switchyard/files.h"

namespace switchyard {

void Lane::begin(Scenario scenario) {
  end();
  scenario_ = std::move(scenario);
  lab_.emplace(scenario_,
               Lab::Options{.node_program = nodeProgram(), .as_written = false, .sample_kernel = true});
  lab_->start();
}

Result<Replay> Lane::show(const std::string& file) {
  Playhead playhead;
  const auto apply = [&](std::span<const Event> events) -> const World& {
    for (const auto& event : events) playhead.apply(event);
    return playhead.shown();
  };
  auto read = replay(file, apply, [](double) { return true; });
  if (!read) return read;
  end();
  scenario_ = {};
  scenario_.name = read->header.scenario;
  scenario_.file = file;
  scenario_.config_text = read->header.source;
  playhead_.become(std::move(playhead));
  playhead_.pause();
  return read;
}

void Lane::end() {
  lab_.reset();
  playhead_.become({});
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
