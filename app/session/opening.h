// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/playhead.h"
#include "core/history/replay.h"
#include "core/scenario/scenario.h"
#include "core/system/pending.h"

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>

namespace switchyard {

/// A recording that has been read: its run, live, and what is to be said of it.
struct Replayed {
  Replay replay;
  std::unique_ptr<Playhead> run;
};

/// What a file holds.
using Content = std::variant<Scenario, Replayed>;

/// Reads a scenario, a haproxy.cfg or a recording in a thread of its own, because name servers and long files
/// take their time. Its end waits for that thread, which hears of it soon. Used on one thread.
class Opening {
 public:
  explicit Opening(std::string file);
  ~Opening() { giveUp(); }

  const std::string& file() const { return file_; }
  double progress() const { return progress_; }  ///< from 0 to 1; 0 while it is not known
  void giveUp() { stop_.request_stop(); }
  bool givenUp() const { return stop_.stop_requested(); }
  bool done() const { return content_.ready(); }
  Result<Content> take() { return content_.take(); }  ///< once, when done

 private:
  Result<Content> read();

  const std::string file_;
  std::stop_source stop_;
  std::atomic<double> progress_{0};
  Pending<Result<Content>> content_;
};

}  // namespace switchyard
