// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace switchyard::config {
namespace {

constexpr std::size_t kLongestName = 64;   // longer words are no misspelt keyword
constexpr std::size_t kLongestList = 200;  // bytes
constexpr std::size_t kLongestQuote = 60;  // bytes

/// Damerau's distance with adjacent swaps ("optimal string alignment").
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + wrong});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// Bytes of the UTF-8 character that begins `text` (RFC 3629 §4, without the rarer overlong forms), 0 when it
/// is none.
std::size_t characterLength(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  const std::size_t length = lead < 0x80    ? 1
                             : lead >= 0xF5 ? 0
                             : lead >= 0xF0 ? 4
                             : lead >= 0xE0 ? 3
                             : lead >= 0xC2 ? 2
                                            : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<std::uint8_t>(text[i]) & 0xC0) != 0x80) return 0;
  if (length > 2) {
    const auto second = static_cast<std::uint8_t>(text[1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  }
  return length;
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> names) {
  if (word.empty() || word.size() > kLongestName) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto name : names) {
    const auto longer = std::max(word.size(), name.size()) - std::min(word.size(), name.size());
    if (longer >= least) continue;  // each letter more is one wrong
    const std::size_t wrong = distance(word, name);
    if (wrong >= least || wrong >= name.size()) continue;
    least = wrong;
    best = name;
  }
  return best;
}

std::string didYouMean(std::string_view word, std::span<const std::string_view> names,
                       std::string_view otherwise) {
  const auto name = nearest(word, names);
  return name.empty() ? std::string(otherwise) : "Did you mean '" + std::string(name) + "'?";
}

std::string suggest(std::string_view word, std::span<const std::string_view> names) {
  std::string all;
  for (const auto name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  return didYouMean(word, names, all.size() > kLongestList ? "" : "Use one of: " + all + ".");
}

std::string shown(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string result = "'";
  while (!text.empty()) {
    if (result.size() > kLongestQuote) return result + "…'";
    const auto byte = static_cast<std::uint8_t>(text.front());
    const std::size_t length = characterLength(text);
    if (length == 0 || byte < 0x20 || byte == 0x7F) {
      result += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
      text.remove_prefix(1);
    } else {
      result += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return result + "'";
}

}  // namespace switchyard::config
