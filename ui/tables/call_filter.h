// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <QString>

#include <array>
#include <vector>

namespace switchyard {

/// Which calls a user means by some words: each must be part of the client's name, the server's name or the
/// outcome ("srv02 unavail"). Looks names up once, so that asking about 50,000 calls is quick.
class CallFilter {
 public:
  CallFilter(const World& world, const QString& text);

  bool matches(const CallRecord& call) const;

 private:
  struct Word {
    std::vector<bool> nodes;  ///< by NodeId
    std::array<bool, 256> statuses{};
    bool under_way = false;
    bool strangers = false;
  };

  std::vector<Word> words_;
};

}  // namespace switchyard
