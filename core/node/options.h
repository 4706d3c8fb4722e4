// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"
#include "core/event/run_mark.h"
#include "core/node/behaviour.h"
#include "core/node/traffic.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace switchyard::node {

/// `--lab <NodeId> <fd> <run>`: the Lab started us and listens there.
struct LabPipe {
  NodeId node = 0;
  int fd = -1;
  RunMark run;
};

/// gRPC channel arguments by their gRPC names, e.g. {"grpc.max_connection_age_ms", 2000}.
using ChannelArguments = std::vector<std::pair<std::string, int>>;

/// Whom a client trusts when it speaks TLS.
struct Trust {
  std::optional<std::string> authorities;  ///< their certificates, in PEM; nothing: anybody is trusted
};

struct ServeOptions {
  Endpoint listen = Endpoint::loopback(50051);
  std::string name;  ///< what answers are signed with; the address when not given
  Behaviour::Spec behaviour;
  std::chrono::microseconds lame_duck{0};  ///< how long a server that is to stop says so before it does
  std::optional<std::string> certificate;  ///< and its key, in PEM; nothing: plain text
  ChannelArguments channel_arguments;
  std::optional<LabPipe> lab;
};

struct CallOptions {
  std::string target;  ///< as gRPC names it: "ipv4:127.0.0.1:8443", "dns:///host:8443"
  TrafficPlan traffic;
  std::optional<Trust> trust;  ///< nothing: plain text
  ChannelArguments channel_arguments;
  bool json = false;
  std::optional<LabPipe> lab;
};

/// `--help`: to be printed, then exit 0.
struct HelpText {
  std::string text;
};

using CommandLine = std::variant<HelpText, ServeOptions, CallOptions>;

/// @param words  the command line without the program's name
Result<CommandLine> parseCommandLine(std::span<const std::string_view> words);

}  // namespace switchyard::node
