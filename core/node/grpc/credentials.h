// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/options.h"

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <optional>

namespace switchyard::node {

/// What a server shows. Nothing in `certificate`: plain text.
std::shared_ptr<grpc::ServerCredentials> serverCredentials(const std::optional<std::string>& certificate);

/// Whom a client trusts. Nothing in `trust`: plain text.
std::shared_ptr<grpc::ChannelCredentials> channelCredentials(const std::optional<Trust>& trust);

}  // namespace switchyard::node
