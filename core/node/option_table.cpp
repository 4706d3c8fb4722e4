// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/option_table.h"

#include <algorithm>
#include <set>

namespace switchyard::node {

Result<void> readOptions(std::span<const Option> options, std::span<const std::string_view> words,
                         std::string_view command) {
  const std::string see_help = "`switchyard-node " + std::string(command) + " --help` lists the options.";
  std::set<std::string_view> seen;
  for (std::size_t at = 0; at < words.size();) {
    const auto word = words[at++];
    const auto equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
    const auto name = word.substr(0, equals);

    const auto option = std::find_if(options.begin(), options.end(),
                                     [name](const Option& known) { return known.name == name; });
    if (option == options.end()) return Error{"There is no option \"" + std::string(name) + "\".", see_help};
    if (!seen.insert(name).second) return Error{std::string(name) + " is given twice.", "Leave one out."};

    std::vector<std::string_view> values;
    if (equals != std::string_view::npos) values.push_back(word.substr(equals + 1));
    while (values.size() < option->values.size() && at < words.size()) values.push_back(words[at++]);
    if (values.size() < option->values.size())
      return Error{std::string(name) + " needs " + std::string(option->values[values.size()]) + " behind it.",
                   see_help};
    if (values.size() > option->values.size())
      return Error{std::string(name) + " takes no value.", "Write it alone, without \"=\"."};

    if (const auto taken = option->take(values); !taken)
      return Error{std::string(name) + ": " + taken.error().what, taken.error().remedy};
  }
  return {};
}

std::string describeOptions(std::span<const Option> options) {
  const auto written = [](const Option& option) {
    std::string text(option.name);
    for (const auto value : option.values) text.append(" ").append(value);
    return text;
  };
  std::size_t width = 0;
  for (const auto& option : options) width = std::max(width, written(option).size());
  std::string text;
  for (const auto& option : options) {
    auto line = "  " + written(option);
    line.resize(width + 4, ' ');
    text += line + std::string(option.help) + "\n";
  }
  return text;
}

}  // namespace switchyard::node
