// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/command/command.h"
#include "core/event/ring.h"
#include "core/scenario/scenario.h"

#include <future>
#include <memory>
#include <string>

namespace switchyard {

/// The laboratory: the cast of servers, balancers and clients as real processes and sockets, and the commands
/// that move it. Runs one worker thread (engine and process supervision). Its functions may be called from
/// any one thread, return at once, and are answered by events in the ring. Destroying the Lab ends every
/// process and socket it made.
class Lab {
 public:
  struct Options {
    std::string node_program;  ///< path of switchyard-node
    bool as_written = false;   ///< listen where the file says, also beyond loopback; else on loopback only
    bool sample_kernel = true;
    /// When this is there, whoever had our ports has left them; nothing: they are free.
    std::shared_future<void> after = {};
  };

  /// Makes everybody known; start() follows. The error: the system refuses descriptors or a thread.
  static Result<std::unique_ptr<Lab>> make(Scenario scenario, Options options);
  ~Lab();
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  /// The only source of the World. One reader: the thread that owns the World.
  EventRing& events();

  void start();                  ///< servers, then balancers, then clients (idle)
  void submit(Command command);  ///< obeyed in their order; one that fits nobody, or not now, is not
  void sampleKernelNow();        ///< ends with a sockets_sampled event

 private:
  class Worker;
  explicit Lab(std::unique_ptr<Worker> worker);
  std::unique_ptr<Worker> worker_;
};

}  // namespace switchyard
