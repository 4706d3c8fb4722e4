// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace switchyard::node {

/// One line to standard error: "switchyard-node: <what> <remedy>".
void logError(const Error& error);

/// From now on gRPC's own messages, too, are one such line each. GRPC_VERBOSITY and GRPC_TRACE work as ever.
void adoptGrpcLog();

/// While it lives, gRPC's messages are kept instead of printed. One at a time.
class MutedLog {
 public:
  MutedLog();
  ~MutedLog();
  MutedLog(const MutedLog&) = delete;
  MutedLog& operator=(const MutedLog&) = delete;

  std::string last() const;  ///< gRPC's last message, shortened to a line
};

}  // namespace switchyard::node
