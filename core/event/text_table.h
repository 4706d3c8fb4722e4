// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace switchyard {

/// Turns texts into TextIds for one writer's events about one node: the first use of a text emits its parts.
/// A text's key in the World is (witness, node, id). Longer texts than 1,000 bytes are cut at a character's
/// border. Peers choose texts, so both sides hold the last kMost of one writer about one node: an older one
/// is forgotten, and told again under a new number if it comes back.
class TextTable {
 public:
  static constexpr std::size_t kMost = 256;  ///< as many as a board has built-in servers

  using Emit = std::function<void(const Event&)>;
  TextTable(Witness witness, NodeId node, Emit emit);
  TextTable(TextTable&&) = default;

  TextId id(std::string_view text, std::int64_t at);
  /// Without telling it: 0 when it has to be told first.
  TextId known(std::string_view text) const;

 private:
  Witness witness_;
  NodeId node_;
  Emit emit_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Ids = std::unordered_map<std::string, TextId, Hash, std::equal_to<>>;

  void tell(TextId id, std::string_view text, std::int64_t at);

  Ids ids_;
  std::deque<const std::string*> told_;  ///< keys of ids_, oldest first
  TextId last_ = 0;
};

}  // namespace switchyard
