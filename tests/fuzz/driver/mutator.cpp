// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver/mutator.h"

#include <algorithm>

namespace switchyard::fuzz {
namespace {

constexpr std::size_t kMostChanges = 6;
constexpr std::size_t kLongestPart = 256;

}  // namespace

std::size_t Mutator::below(std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
}

std::string Mutator::mutate(std::string input, const std::string& other) {
  for (auto changes = 1 + below(kMostChanges); changes > 0; --changes) changeOnce(input, other);
  input.resize(std::min(input.size(), kLongest));
  return input;
}

/// The ends of ranges: of bytes, of HPACK's prefixes, of lengths in one byte.
char Mutator::interesting() {
  constexpr unsigned char kEnds[] = {0, 1, 0x0F, 0x10, 0x1F, 0x20, 0x3F, 0x40, 0x7E, 0x7F, 0x80, 0xFE, 0xFF};
  return static_cast<char>(kEnds[below(sizeof kEnds)]);
}

std::string Mutator::partOf(const std::string& text) {
  if (text.empty()) return {};
  const auto from = below(text.size());
  return text.substr(from, 1 + below(std::min(text.size() - from, kLongestPart)));
}

void Mutator::changeOnce(std::string& input, const std::string& other) {
  const auto at = below(input.size() + 1);  // may be its end
  const bool inside = at < input.size();
  switch (below(9)) {
    case 0:
      if (inside) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
      return;
    case 1:
      if (inside) input[at] = static_cast<char>(below(256));
      return;
    case 2:
      if (inside) input[at] = interesting();
      return;
    case 3:
      if (inside) input[at] = static_cast<char>(input[at] + static_cast<char>(below(9)) - 4);
      return;
    case 4:
      input.insert(at, 1 + below(4), interesting());
      return;
    case 5:
      if (inside) input.erase(at, 1 + below(std::min(input.size() - at, kLongestPart)));
      return;
    case 6: {
      const auto part = partOf(below(2) == 0 ? input : other);
      input.insert(at, part);
      return;
    }
    case 7:
      input.resize(at);  // cut
      return;
    case 8:
      if (!words_.empty()) input.insert(at, words_[below(words_.size())]);
      return;
  }
}

}  // namespace switchyard::fuzz
