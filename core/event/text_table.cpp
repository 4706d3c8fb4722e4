// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/text_table.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kLongest = TextPart::capacity * TextPart::most;

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

TextId TextTable::known(std::string_view text) const {
  const auto known = ids_.find(cut(text));
  return known == ids_.end() ? 0 : known->second;
}

TextId TextTable::id(std::string_view text, std::int64_t at) {
  if (text.empty()) return 0;
  text = cut(text);
  if (const auto known = ids_.find(text); known != ids_.end()) return known->second;
  if (told_.size() == kMost) {
    ids_.erase(*told_.front());
    told_.pop_front();
  }
  if (++last_ == 0) ++last_;  // after four thousand million of them
  told_.push_back(&ids_.emplace(text, last_).first->first);
  tell(last_, text, at);
  return last_;
}

void TextTable::tell(TextId id, std::string_view text, std::int64_t at) {
  for (std::uint8_t part = 0; !text.empty(); ++part) {
    const auto size = std::min(text.size(), TextPart::capacity);
    Event event(at, Kind::text, witness_, node_);
    event.text.id = id;
    event.text.part = part;
    event.text.last = size == text.size();
    event.text.length = static_cast<std::uint8_t>(size);
    std::memcpy(event.text.bytes, text.data(), size);
    emit_(event);
    text.remove_prefix(size);
  }
}

}  // namespace switchyard
