// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/grpc/server.h"

#include "core/node/grpc/credentials.h"
#include "core/node/grpc/demo_service.h"
#include "core/node/log.h"
#include "core/system/errno_words.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

namespace switchyard::node {
namespace {

constexpr std::chrono::seconds kPatience{2};

/// Why the address cannot be listened on: gRPC only says that it failed.
StartFailure explain(const Endpoint& address, const std::string& grpc_says) {
  sockaddr_storage raw{};
  const auto length = address.toSockaddr(raw);
  const int probe = socket(raw.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool free = bind(probe, reinterpret_cast<sockaddr*>(&raw), length) == 0 && listen(probe, 1) == 0;
  const int why = free ? 0 : errno;
  if (probe >= 0) close(probe);

  const auto port = std::to_string(address.port);
  switch (why) {
    case EADDRINUSE:
      return {{"Port " + port + " on " + address.host() + " is in use.",
               "Stop the program that listens there (`ss -ltnp 'sport = :" + port +
                   "'` shows it) or choose another port."},
              port_in_use};
    case EACCES:
      return {{"Port " + port + " is reserved for the administrator.", "Choose a port from 1024 up."},
              cannot_start};
    case EADDRNOTAVAIL:
      return {{address.host() + " is not an address of this computer.",
               "`ip address` lists them; 127.0.0.1 is always one."},
              cannot_start};
    case 0:
      return {{"gRPC cannot listen on " + address.text() + ".", grpc_says}, cannot_start};
    default:
      return {{"Cannot listen on " + address.text() + ": " + errnoWords(why) + ".", ""}, cannot_start};
  }
}

}  // namespace

struct Server::State {
  State(const ServeOptions& options, EventWriter& events)
      : lame_duck(options.lame_duck),
        behaviour(options.behaviour),
        service(options.name, behaviour, events) {}

  std::chrono::microseconds lame_duck;
  Behaviour behaviour;
  DemoService service;
  std::unique_ptr<grpc::Server> grpc;
};

Server::Started Server::start(const ServeOptions& options, EventWriter& events) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  auto state = std::make_unique<State>(options, events);

  grpc::ServerBuilder builder;
  // gRPC would share the port with whoever listens there already, and the kernel would split the connections.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  for (const auto& [name, value] : options.channel_arguments) builder.AddChannelArgument(name, value);
  int port = 0;
  builder.AddListeningPort(options.listen.text(), serverCredentials(options.certificate), &port);
  builder.RegisterService(&state->service);

  MutedLog grpc_log;
  state->grpc = builder.BuildAndStart();
  if (!state->grpc || port == 0) return explain(options.listen, grpc_log.last());

  state->grpc->GetHealthCheckService()->SetServingStatus(dnt::DemoService::service_full_name(), true);
  auto listens = options.listen;
  listens.port = static_cast<std::uint16_t>(port);
  return std::unique_ptr<Server>(new Server(std::move(state), listens));
}

Server::Server(std::unique_ptr<State> state, const Endpoint& listens)
    : state_(std::move(state)), listens_(listens) {}

Server::~Server() {
  stop();
}

void Server::behave(const Behaviour::Spec& spec) {
  state_->behaviour.set(spec);
}

void Server::stop() {
  state_->grpc->GetHealthCheckService()->Shutdown();
  // gRPC cancels a call that comes in just then: balancers need time to hear of it.
  std::this_thread::sleep_for(std::exchange(state_->lame_duck, {}));
  state_->grpc->Shutdown(std::chrono::system_clock::now() + kPatience);
}

}  // namespace switchyard::node
