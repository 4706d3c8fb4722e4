// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/control.h"
#include "core/node/grpc/client.h"
#include "core/node/grpc/server.h"
#include "core/node/log.h"
#include "core/node/options.h"
#include "core/node/tally.h"
#include "core/protocol/node_pipe.h"
#include "core/system/program.h"
#include "core/system/shortage.h"
#include "core/system/threads.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

namespace switchyard::node {
namespace {

/// As many as gRPC 1.51 and a node begin before the first call; it has a poller for each two processors.
std::size_t threadsToBegin() {
  constexpr std::size_t kOthers = 12, kMostPollers = 16;
  return kOthers + std::min<std::size_t>(std::thread::hardware_concurrency() / 2, kMostPollers);
}

/// A pipe that is not there would swallow every event.
bool isOpen(const std::optional<LabPipe>& lab) {
  if (!lab || fcntl(lab->fd, F_GETFD) >= 0) return true;
  logError({"--lab: descriptor " + std::to_string(lab->fd) + " is not open.",
            "The Lab passes the end of a pipe here."});
  return false;
}

EventWriter openEvents(Witness witness, const std::optional<LabPipe>& lab) {
  return lab ? EventWriter(witness, lab->node, lab->fd, lab->run) : EventWriter(witness, 0, -1);
}

void tellReady(EventWriter& events) {
  auto ready = events.event(monotonicNow(), Kind::node_state);
  ready.state = {NodeState::ready, Cause::none, 0, getpid()};
  events.add(ready);
  events.flush();
}

int serve(ServeOptions options) {
  if (options.name.empty()) options.name = options.listen.text();
  Control control(options.lab.has_value());
  auto events = openEvents(Witness::server, options.lab);
  auto started = Server::start(options, events);
  if (const auto* failure = std::get_if<StartFailure>(&started)) {
    logError(failure->error);
    return failure->status;
  }
  auto& server = *std::get<std::unique_ptr<Server>>(started);
  tellReady(events);
  if (!options.lab) std::cout << options.name << " listens on " << server.listens().text() << std::endl;

  std::jthread stopping;
  control.run(
      [&](std::string_view line) {
        const auto command = parseServerCommand(line);
        command ? server.behave(*command) : logError(command.error());
      },
      [&] {
        stopping = std::jthread([&] {
          server.stop();
          control.finish();
        });
      });
  return ok;
}

int callForLab(const CallOptions& options) {
  Control control(true);
  auto events = openEvents(Witness::client, options.lab);
  Client client(options, events, nullptr, [] {});
  tellReady(events);

  std::jthread stopping;
  control.run(
      [&](std::string_view line) {
        const auto command = parseClientCommand(line);
        command ? client.obey(*command) : logError(command.error());
      },
      [&] {
        stopping = std::jthread([&] {
          client.stop();
          control.finish();
        });
      });
  return ok;
}

int call(const CallOptions& options) {
  Control control(false);
  EventWriter nobody = openEvents(Witness::client, std::nullopt);
  Tally tally;
  bool interrupted = false;
  {
    Client client(options, nobody, &tally, [&] { control.finish(); });
    client.obey(Run{});
    std::jthread stopping;
    control.run([](std::string_view) {},
                [&] {
                  interrupted = true;
                  stopping = std::jthread([&] {
                    client.stop();
                    control.finish();
                  });
                });
  }
  std::cout << (options.json ? tally.json(options.traffic.connections) : tally.table()) << std::flush;
  const bool complete = !interrupted || options.traffic.calls == 0;
  return complete && tally.allOk() ? ok : some_calls_failed;
}

int obey(const CommandLine& command) {
  if (const auto* options = std::get_if<ServeOptions>(&command))
    return isOpen(options->lab) ? serve(*options) : usage;
  const auto& options = std::get<CallOptions>(command);
  if (!isOpen(options.lab)) return usage;
  return options.lab ? callForLab(options) : call(options);
}

int run(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const auto command = parseCommandLine(words);
  if (!command) {
    logError(command.error());
    return usage;
  }
  if (const auto* help = std::get_if<HelpText>(&*command)) {
    std::cout << help->text;
    return ok;
  }
  if (const auto enough = canHaveThreads("gRPC cannot start", threadsToBegin()); !enough) {
    logError(enough.error());
    return cannot_start;
  }
  adoptGrpcLog();
  const auto status = unlessRefused("The node cannot go on", [&] { return obey(*command); });
  if (status) return *status;
  logError(status.error());
  return cannot_start;
}

}  // namespace
}  // namespace switchyard::node

int main(int argc, char** argv) {
  switchyard::beginProgram();
  return switchyard::endProgram("switchyard-node", switchyard::node::run(argc, argv));
}
