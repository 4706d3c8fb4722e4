// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/grpc/connections.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <climits>
#include <iterator>
#include <utility>

namespace switchyard::node {
namespace {

// gRPC's own 1 s to 2 min would make a restarted server or balancer look dead to a class that is watching.
constexpr int kFirstReconnectMilliseconds = 100;
constexpr int kMostReconnectMilliseconds = 1000;

grpc::ChannelArguments channelArguments(const ChannelArguments& given) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL,
                   1);                              // else channels to one target share one connection
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // http_proxy would be obeyed even for 127.0.0.1
  arguments.SetInt(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, INT_MAX);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMilliseconds);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMostReconnectMilliseconds);
  for (const auto& [name, value] : given) arguments.SetInt(name, value);
  return arguments;
}

}  // namespace

Connections::Connections(std::string target, std::shared_ptr<grpc::ChannelCredentials> credentials,
                         ChannelArguments arguments)
    : target_(std::move(target)), credentials_(std::move(credentials)), arguments_(std::move(arguments)) {}

void Connections::resize(std::size_t count) {
  const auto arguments = channelArguments(arguments_);
  for (; count < stubs_.size(); stubs_.pop_back()) former_.push_back(stubs_.back());
  while (stubs_.size() < count)
    stubs_.push_back(dnt::DemoService::NewStub(grpc::CreateCustomChannel(target_, credentials_, arguments)));
}

void Connections::renew() {
  const auto count = stubs_.size();
  resize(0);
  resize(count);
}

std::vector<std::shared_ptr<dnt::DemoService::Stub>> Connections::takeUnused() {
  const auto unused =
      std::partition(former_.begin(), former_.end(), [](const auto& stub) { return stub.use_count() > 1; });
  std::vector<std::shared_ptr<dnt::DemoService::Stub>> taken(std::make_move_iterator(unused),
                                                             std::make_move_iterator(former_.end()));
  former_.erase(unused, former_.end());
  return taken;
}

}  // namespace switchyard::node
