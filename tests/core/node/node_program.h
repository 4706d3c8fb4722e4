// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace switchyard::node_test {

using namespace std::chrono_literals;
constexpr std::chrono::seconds kPatience{20};  ///< for what must happen; far more than it takes

/// A port on 127.0.0.1 that nobody listens on.
std::uint16_t freePort();

/// The run that nodes are of unless a test says otherwise.
inline const std::string kRun = "0123456789abcdef";

/// A switchyard-node process as the Lab holds it: events read from its pipe, commands on its standard input.
class NodeProgram {
 public:
  NodeProgram(NodeId node, std::vector<std::string> arguments, const std::string& run = kRun);
  ~NodeProgram();  ///< kills it
  NodeProgram(const NodeProgram&) = delete;
  NodeProgram& operator=(const NodeProgram&) = delete;

  pid_t pid() const { return pid_; }
  void say(const std::string& command);  ///< one line
  void closeInput();
  void signal(int number);

  std::vector<Event> events() const;  ///< so far
  std::vector<Event> events(Kind kind) const;
  /// Waits until there are `count` events of this kind; false after kPatience.
  bool await(Kind kind, std::size_t count = 1) const;
  bool awaitReady() const { return await(Kind::node_state); }

  /// Waits for its end and for the end of its pipe. The exit status, or minus the signal that ended it.
  int waitForEnd();
  std::string words() const { return words_; }  ///< standard output and error; after waitForEnd()

 private:
  void readEvents(int fd);

  pid_t pid_ = -1;
  int input_ = -1;
  int status_ = 0;
  bool ended_ = false;
  std::string words_;
  mutable std::mutex mutex_;
  mutable std::condition_variable more_;
  std::vector<Event> events_;
  std::thread event_reader_;
  std::thread word_reader_;
};

/// A server that is ready, on a free port.
struct ServerProgram : NodeProgram {
  explicit ServerProgram(std::vector<std::string> options = {}, std::uint16_t port = freePort());
  std::string address() const { return "127.0.0.1:" + std::to_string(port); }
  const std::uint16_t port;
};
constexpr NodeId kServer = 7;

/// A client that is ready and knows its traffic.
struct ClientProgram : NodeProgram {
  struct Traffic {
    std::uint64_t calls = 1;
    int connections = 1;
    int concurrency = 1;
    double rate = 0;
    std::chrono::microseconds deadline = 20s;
  };
  ClientProgram(const std::string& target, const Traffic& traffic, const std::string& run = kRun);
};
constexpr NodeId kClient = 9;

/// Counts by call, so that "exactly once" can be checked.
std::map<CallId, int> callsIn(const std::vector<Event>& events);
bool eachOnce(const std::vector<Event>& events);

/// A switchyard-node as people start it: runs to its end.
struct Finished {
  int status;
  std::string output;
  std::string errors;
};
Finished runNode(std::vector<std::string> arguments, std::vector<std::string> environment = {});

}  // namespace switchyard::node_test
