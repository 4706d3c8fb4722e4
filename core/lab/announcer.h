// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/command/command.h"
#include "core/event/text_table.h"
#include "core/net/loop.h"

#include <map>
#include <string>

namespace switchyard {

/// Writes the Lab's own events: who is in the cast, in what state, and what went wrong. Used on the loop
/// only.
class Announcer {
 public:
  explicit Announcer(Loop& loop) : loop_(loop) {}

  struct Introduction {
    Role role = Role::server;
    Mode mode = Mode::tcp;
    bool built_in = true;
    std::string name;
    Endpoint address;
    std::uint32_t weight = 1;
    NodeId balancer = 0;
    std::string algorithm;
  };
  void added(NodeId node, const Introduction& who);
  void state(NodeId node, NodeState state, Cause cause, std::int32_t detail = 0, std::int32_t pid = 0);
  void commanded(const Command& command);
  void behaviour(NodeId server, const Behaviour& behaviour, bool written);
  void rate(NodeId client, double rate, bool written);
  void healed(std::uint64_t unhealed);
  void weight(NodeId server, std::uint32_t weight);
  void policy(NodeId balancer, Mode mode, const std::string& algorithm);
  void traffic(bool running);
  void problem(NodeId node, const Error& error);

 private:
  TextId text(NodeId node, const std::string& words);
  Event event(Kind kind, NodeId node) const;

  Loop& loop_;
  std::map<NodeId, TextTable> texts_;
};

}  // namespace switchyard
