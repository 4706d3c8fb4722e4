// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace switchyard {

/// What the user asked for (COMMANDS.md).
struct CommandLine {
  enum class Action { window, run, export_picture, list_lessons, check_lessons, help, version, wrong };
  Action action = Action::window;
  std::string file;     ///< scenario, haproxy.cfg or recording; empty: the article's experiment
  std::string message;  ///< help text, or what is wrong

  // run
  std::optional<std::chrono::milliseconds> run_for;
  std::optional<std::uint64_t> calls;  ///< for each client, instead of what FILE says
  std::string report;
  std::vector<std::string> exports;
  std::string record;
  bool as_written = false;

  // lessons check
  std::vector<std::string> lessons;  ///< by name; empty: all

  // export
  std::string part;  ///< "board", "canvas", or a chart's name
  std::string output;
  double scale = 1;
  std::string theme = "light";
};

/// Never exits; usage errors give Action::wrong with a message that names the option.
CommandLine parseCommandLine(const std::vector<std::string>& arguments);

}  // namespace switchyard
