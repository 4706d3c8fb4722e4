// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::config {

/// One line of a haproxy.cfg, cut into words: quotes, escapes and variables resolved (HAProxy 2.6 manual
/// §2.2, §2.3).
struct Words {
  std::vector<std::string> words;
  std::string_view comment;            ///< what follows '#', part of the line that was passed
  std::vector<std::string> unset;      ///< variables that have no value here; they were read as nothing
  std::optional<std::string> problem;  ///< why the line cannot be cut; then `words` is not complete
};

Words splitWords(std::string_view line,
                 const std::function<std::optional<std::string>(const std::string&)>& variable);

}  // namespace switchyard::config
