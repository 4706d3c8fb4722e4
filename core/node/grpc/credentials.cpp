// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/grpc/credentials.h"

#include <grpcpp/security/tls_credentials_options.h>

namespace switchyard::node {

std::shared_ptr<grpc::ServerCredentials> serverCredentials(const std::optional<std::string>& certificate) {
  if (!certificate) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({*certificate, *certificate});  // one file holds both
  return grpc::SslServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> channelCredentials(const std::optional<Trust>& trust) {
  if (!trust) return grpc::InsecureChannelCredentials();
  if (trust->authorities) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = *trust->authorities;
    return grpc::SslCredentials(options);
  }
  grpc::experimental::TlsChannelCredentialsOptions anybody;
  anybody.set_verify_server_certs(false);
  anybody.set_check_call_host(false);
  return grpc::experimental::TlsCredentials(anybody);
}

}  // namespace switchyard::node
