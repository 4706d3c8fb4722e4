// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/draft.h"

#include <span>
#include <string>
#include <string_view>

namespace switchyard::config {

enum Place : unsigned { kBindLine = 1, kServerLine = 2, kEither = 3 };

/// A `bind`, `server` or `default-server` line while its options are read.
struct Options {
  Draft& draft;
  const Statement& at;
  Place place;
  Bind* bind;          ///< null on server lines
  ServerLine* server;  ///< null on a bind line

  Tls& tls() const { return bind != nullptr ? bind->tls : server->tls; }
};

/// An option that does something here. To add one, add a row to the table in option_table.cpp.
struct Option {
  std::string_view name;
  unsigned places;
  std::size_t values;  ///< words that belong to it
  Needs needs;         ///< what it means nothing without, on the same line
  void (*apply)(Options& options, std::span<const std::string> values);
};

/// Options that HAProxy has and that do nothing here, as in unused.cpp.
struct UnusedOption {
  std::string_view names;  ///< between blanks
  unsigned places;
  std::size_t values;
  Needs needs;  ///< when this is not there, a note says so; else what follows is said
  Diagnostic::Severity severity;
  std::string_view why;
  std::string_view remedy;
};

std::span<const Option> options();
std::span<const UnusedOption> unusedOptions();

}  // namespace switchyard::config
