// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace switchyard::bench {

/// What an attacker sends, prepared, so that sending costs it next to nothing.
struct Attack {
  std::string name;
  std::string opening;   ///< preface, SETTINGS and what must come before
  std::string repeated;  ///< sent after it
  bool endless = true;   ///< `repeated` may be sent again on the same connection: it opens no streams
};

/// Eight: rapid reset, four that make the proxy reset (CVE-2025-8671), floods of SETTINGS, PING and PRIORITY.
std::vector<std::string> attackNames();
Attack prepare(std::string_view name);

}  // namespace switchyard::bench
