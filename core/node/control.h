// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace switchyard::node {

/// What the outside tells this process: SIGTERM or SIGINT, and, when the Lab started it, lines on standard
/// input, whose end ends the process at once (as a second signal does). Make it before any thread, so that
/// none takes the signals.
class Control {
 public:
  /// Throws std::system_error when the system refuses the descriptors (unlessRefused).
  explicit Control(bool obeys_lab);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Waits until finish().
  /// @param on_line       a line of standard input, without its end; on run()'s thread
  /// @param on_terminate  the first signal; on run()'s thread, so it must not wait for what run() reports
  void run(const std::function<void(std::string_view)>& on_line, const std::function<void()>& on_terminate);
  void finish();  ///< any thread

 private:
  void readLines(const std::function<void(std::string_view)>& on_line);

  const bool obeys_lab_;
  int signals_ = -1;
  int finished_ = -1;
  std::string line_;  ///< what has come of the next one
};

}  // namespace switchyard::node
