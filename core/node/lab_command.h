// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/node/behaviour.h"
#include "core/node/traffic.h"

#include <string_view>
#include <variant>

namespace switchyard::node {

// What the Lab may ask for; see core/protocol/node_pipe.h.
struct Run {};
struct Pause {};
struct Reconnect {};
struct Steady {
  double rate;
};
struct Send {
  std::uint64_t calls;
};
using ClientCommand = std::variant<TrafficPlan, Run, Steady, Pause, Send, Reconnect>;
using ServerCommand = Behaviour::Spec;

/// One line without its end. The error quotes the line.
Result<ClientCommand> parseClientCommand(std::string_view line);
Result<ServerCommand> parseServerCommand(std::string_view line);

}  // namespace switchyard::node
