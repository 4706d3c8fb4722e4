// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::node {

using OptionValues = std::span<const std::string_view>;

/// One option: how it is written, what it means, and what takes its values.
struct Option {
  std::string_view name;                 ///< "--latency"
  std::vector<std::string_view> values;  ///< what follows it, as --help shows it; empty for a switch
  std::string_view help;
  std::function<Result<void>(OptionValues)> take;
};

/// Hands each option's values to its `take`. Understands `--name value` and `--name=value`.
/// The error names the option and the remedy.
Result<void> readOptions(std::span<const Option> options, std::span<const std::string_view> words,
                         std::string_view command);

/// The options, one below the other, as --help prints them.
std::string describeOptions(std::span<const Option> options);

}  // namespace switchyard::node
