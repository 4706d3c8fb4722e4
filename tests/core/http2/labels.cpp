// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/labels.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace switchyard::http2_test {
namespace {

constexpr std::size_t kWord = 8;
constexpr std::string_view kFolder = "/label/";

/// 1 byte of direction, 2 of client, 2 of stream, 3 of the word's number.
std::uint64_t wordOf(const Label& label, std::uint64_t number) {
  return std::uint64_t{static_cast<std::uint8_t>(label.direction)} << 56 | std::uint64_t{label.client} << 40 |
         std::uint64_t{label.stream & 0xFFFFU} << 24 | (number & 0xFF'FFFFU);
}

std::uint32_t number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

/// Two words that follow each other say whose they are, wherever they begin.
std::string whoseAre(std::string_view bytes) {
  for (std::size_t at = 0; at < kWord && at + 2 * kWord <= bytes.size(); ++at) {
    const auto word = bytes.substr(at, kWord);
    const auto next = bytes.substr(at + kWord, kWord);
    const auto place = number(word.substr(5));
    const auto direction = number(word.substr(0, 1));
    if (word.substr(0, 5) != next.substr(0, 5) || number(next.substr(5)) != place + 1) continue;
    if (direction != 1 && direction != 2) continue;
    std::ostringstream text;
    text << "those of the " << (direction == 1 ? "request " : "answer ") << number(word.substr(1, 2)) << "."
         << number(word.substr(3, 2)) << " from byte " << place * kWord;
    return text.str();
  }
  return "that are nobody's";
}

}  // namespace

std::string Label::bytes(std::uint64_t position, std::size_t size) const {
  std::string made;
  made.reserve(size);
  for (auto at = position; made.size() < size; ++at)
    made += static_cast<char>(wordOf(*this, at / kWord) >> (56 - at % kWord * 8));
  return made;
}

std::string Label::text() const {
  return std::to_string(client) + "." + std::to_string(stream);
}

std::optional<Label> Label::fromPath(std::string_view path) {
  if (!path.starts_with(kFolder)) return std::nullopt;
  path.remove_prefix(kFolder.size());
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  Label label;
  const auto* end = path.data() + path.size();
  std::from_chars(path.data(), path.data() + dot, label.client);
  std::from_chars(path.data() + dot + 1, end, label.stream);
  return label.path() == std::string(kFolder) + std::string(path) ? std::optional(label) : std::nullopt;
}

std::optional<std::string> foreignIn(std::string_view bytes, std::uint64_t position, const Label& owner) {
  const auto right = owner.bytes(position, bytes.size());
  if (bytes == right) return std::nullopt;
  const auto differs = static_cast<std::size_t>(
      std::mismatch(bytes.begin(), bytes.end(), right.begin()).first - bytes.begin());
  return owner.text() + " got, from its byte " + std::to_string(position + differs) + " on, " +
         whoseAre(bytes.substr(differs));
}

}  // namespace switchyard::http2_test
