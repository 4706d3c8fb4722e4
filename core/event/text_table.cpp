// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/text_table.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kLongest = 1000;

bool continuesCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string_view cut(std::string_view text) {
  if (text.size() <= kLongest) return text;
  auto end = kLongest;
  while (end > 0 && continuesCharacter(text[end])) --end;
  return text.substr(0, end);
}

}  // namespace

TextTable::TextTable(Witness witness, NodeId node, Emit emit)
    : witness_(witness), node_(node), emit_(std::move(emit)) {}

TextId TextTable::id(std::string_view text, std::int64_t at) {
  if (text.empty()) return 0;
  text = cut(text);
  const auto next = static_cast<TextId>(ids_.size() + 1);
  const auto [known, is_new] = ids_.try_emplace(std::string(text), next);
  if (!is_new) return known->second;
  for (std::uint8_t part = 0; !text.empty(); ++part) {
    const auto size = std::min(text.size(), TextPart::capacity);
    Event event(at, Kind::text, witness_, node_);
    event.text.id = next;
    event.text.part = part;
    event.text.last = size == text.size();
    event.text.length = static_cast<std::uint8_t>(size);
    std::memcpy(event.text.bytes, text.data(), size);
    emit_(event);
    text.remove_prefix(size);
  }
  return next;
}

}  // namespace switchyard
