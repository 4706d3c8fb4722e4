// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/options.h"
#include "dnt/demo.grpc.pb.h"

#include <grpcpp/security/credentials.h>

#include <memory>
#include <string>
#include <vector>

namespace switchyard::node {

/// gRPC channels to one target, each with a TCP connection of its own.
class Connections {
 public:
  Connections(std::string target, std::shared_ptr<grpc::ChannelCredentials> credentials,
              ChannelArguments arguments);

  /// Keeps those that are there, so that a change does not cost their connections. Calls under way on dropped
  /// ones end first.
  void resize(std::size_t count);
  /// The same number of new ones. Calls under way on the old ones end first.
  void renew();
  bool areFormer() const { return !former_.empty(); }
  /// Those that are not used any more and that no call holds. Drop them outside of any callback: gRPC ends
  /// the program when a channel goes within the last callback on it.
  [[nodiscard]] std::vector<std::shared_ptr<dnt::DemoService::Stub>> takeUnused();
  std::size_t size() const { return stubs_.size(); }
  std::shared_ptr<dnt::DemoService::Stub> at(std::size_t index) const {
    return stubs_[index % stubs_.size()];
  }

 private:
  const std::string target_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;
  const ChannelArguments arguments_;
  std::vector<std::shared_ptr<dnt::DemoService::Stub>> stubs_;
  std::vector<std::shared_ptr<dnt::DemoService::Stub>> former_;
};

}  // namespace switchyard::node
