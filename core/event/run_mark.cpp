// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/run_mark.h"

#include <sys/random.h>

#include <algorithm>
#include <charconv>

namespace switchyard {
namespace {

constexpr std::string_view kHexadecimal = "0123456789abcdef";

}  // namespace

RunMark RunMark::random() {
  RunMark mark;
  std::array<unsigned char, kDigits> bytes{};
  while (getrandom(bytes.data(), bytes.size(), 0) < 0) {  // a signal, before the kernel's pool is ready
  }
  std::transform(bytes.begin(), bytes.end(), mark.prefix_.begin(),
                 [](unsigned char byte) { return kHexadecimal[byte % kHexadecimal.size()]; });
  mark.prefix_.back() = '-';
  return mark;
}

std::optional<RunMark> RunMark::parse(std::string_view text) {
  if (text.size() != kDigits || text.find_first_not_of(kHexadecimal) != std::string_view::npos)
    return std::nullopt;
  RunMark mark;
  std::copy(text.begin(), text.end(), mark.prefix_.begin());
  mark.prefix_.back() = '-';
  return mark;
}

std::string RunMark::sign(std::uint64_t number) const {
  return std::string(prefix_.data(), prefix_.size()) + std::to_string(number);
}

std::optional<std::uint64_t> RunMark::read(std::string_view signature) const {
  if (!signature.starts_with(std::string_view(prefix_.data(), prefix_.size()))) return std::nullopt;
  const auto* last = signature.data() + signature.size();
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(signature.data() + prefix_.size(), last, number);
  if (prefix_.back() != '-' || failure != std::errc{} || end != last || number == 0) return std::nullopt;
  return number;
}

}  // namespace switchyard
