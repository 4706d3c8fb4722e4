// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace switchyard {

/// Turns texts into TextIds for one writer's events about one node: the first use of a text emits its parts.
/// A text's key in the World is (witness, node, id). Longer texts than 1,000 bytes are cut at a character's
/// border.
class TextTable {
 public:
  using Emit = std::function<void(const Event&)>;
  TextTable(Witness witness, NodeId node, Emit emit);

  TextId id(std::string_view text, std::int64_t at);

 private:
  Witness witness_;
  NodeId node_;
  Emit emit_;
  std::unordered_map<std::string, TextId> ids_;
};

}  // namespace switchyard
