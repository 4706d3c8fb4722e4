// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace switchyard::fuzz {

/// Makes inputs that are almost like those that it is given.
class Mutator {
 public:
  /// @param words of the language that is read; may be empty
  Mutator(std::uint64_t seed, std::vector<std::string> words) : random_(seed), words_(std::move(words)) {}

  /// A few changes to `input`, `other`'s bytes among them. At most kLongest bytes.
  std::string mutate(std::string input, const std::string& other);
  std::size_t below(std::size_t count);  ///< 0 … count - 1; `count` is not 0

  static constexpr std::size_t kLongest = 8192;

 private:
  void changeOnce(std::string& input, const std::string& other);
  std::string partOf(const std::string& text);
  char interesting();

  std::mt19937_64 random_;
  std::vector<std::string> words_;
};

}  // namespace switchyard::fuzz
