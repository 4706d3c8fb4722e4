// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/opening.h"

#include "core/system/resolver.h"

#include <span>
#include <utility>

namespace switchyard {
namespace {

Result<Content> replayed(const std::string& file, const std::function<bool(double)>& go_on) {
  auto run = std::make_unique<Playhead>();
  const auto apply = [&](std::span<const Event> events) -> const World& {
    for (const auto& event : events) run->apply(event);
    return run->shown();
  };
  auto read = replay(file, apply, go_on);
  if (!read) return read.error();
  return Content(Replayed{std::move(*read), std::move(run)});
}

}  // namespace

Opening::Opening(std::string file) : file_(std::move(file)) {
  content_.begin("'" + file_ + "' cannot be read", [this] { return read(); });
}

Result<Content> Opening::read() {
  const auto stop = stop_.get_token();
  if (file_.ends_with(".switchyard"))
    return replayed(file_, [&](double done) {
      progress_ = done;
      return !stop.stop_requested();
    });
  config::Surroundings surroundings;
  surroundings.resolve = [stop](const std::string& host) { return resolve(host, stop); };
  auto scenario = readScenario(file_, surroundings);
  if (!scenario) return scenario.error();
  return Content(std::move(*scenario));
}

}  // namespace switchyard
