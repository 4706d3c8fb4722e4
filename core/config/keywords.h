// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/draft.h"

#include <span>
#include <string_view>

namespace switchyard::config {

/// A keyword that does something here. To add one, add a row to the table in keywords.cpp.
struct Keyword {
  std::string_view name;  ///< one or two words: "timeout connect"
  unsigned sections;      ///< where it may stand
  std::size_t least;      ///< words that must follow
  std::size_t most;       ///< words that may follow
  bool repeats;           ///< more than one such line in a section has a meaning
  std::string_view usage;
  void (*apply)(Draft& draft, const Statement& statement);
};

/// Keywords that HAProxy has and that do nothing here. Rows are in unused.cpp.
struct Unused {
  std::string_view names;  ///< separated by ", "; a name that ends in '*' stands for all that begin so
  unsigned sections;       ///< kGlobal, kProxies or both
  Needs needs;             ///< when this is not there, a note says so; else what follows is said
  Diagnostic::Severity severity;
  std::string_view why;
  std::string_view remedy;
};

std::span<const Keyword> keywords();
std::span<const Unused> unusedKeywords();

/// Applies one line to the section it stands in, or says why it cannot be.
/// @param words at least one
void applyLine(Draft& draft, int line, std::span<const std::string> words);

/// What follows `bind ADDRESS` and `server NAME ADDRESS`.
void applyBind(Draft& draft, const Statement& statement);
void applyServer(Draft& draft, const Statement& statement);
void applyDefaultServer(Draft& draft, const Statement& statement);

// What a line says about calls; in http.cpp.
void setRetries(Draft& draft, const Statement& statement);
void setRetryOn(Draft& draft, const Statement& statement);
void setRedispatch(Draft& draft, const Statement& statement);
void setForwardFor(Draft& draft, const Statement& statement);

// How servers are checked; in health.cpp.
void setHttpCheck(Draft& draft, const Statement& statement);
void setGrpcCheck(Draft& draft, const Statement& statement);
void setPanicThreshold(Draft& draft, const Statement& statement);

// TLS; in tls.cpp.
void setCrtBase(Draft& draft, const Statement& statement);
void setCaBase(Draft& draft, const Statement& statement);
void setServerVerify(Draft& draft, const Statement& statement);
/// Loads the certificates that bind and server lines name.
void loadTls(Draft& draft);

/// Turns the draft into a configuration and says what is only visible as a whole. See the table in
/// checks.cpp.
std::optional<Config> finish(Draft& draft);

}  // namespace switchyard::config
