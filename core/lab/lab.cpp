// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"

#include "core/lab/cast.h"
#include "core/system/shortage.h"

#include <signal.h>

#include <atomic>
#include <thread>

namespace switchyard {

class Lab::Worker {
 public:
  Worker(Scenario scenario, Options options)
      : loop_(&ring_),
        last_id_(Cast::sizeOf(scenario)),
        thread_([this, scenario = std::move(scenario), options = std::move(options)] {
          if (options.after.valid()) options.after.wait();
          // Made and ended on the thread that uses it: nodes die with the thread that started them.
          cast_ = std::make_unique<Cast>(loop_, scenario, options);
          loop_.run();
          cast_.reset();
        }) {}

  ~Worker() {
    loop_.stop();
    thread_.join();
  }

  EventRing& ring() { return ring_; }
  NodeId nextId() { return ++last_id_; }

  template <typename Work>
  void post(Work work) {
    loop_.post([this, work = std::move(work)] { work(*cast_); });
  }

 private:
  EventRing ring_;
  Loop loop_;
  std::unique_ptr<Cast> cast_;
  std::atomic<NodeId> last_id_;
  std::thread thread_;
};

Result<std::unique_ptr<Lab>> Lab::make(Scenario scenario, Options options) {
  signal(SIGPIPE, SIG_IGN);  // a node or peer that has gone is an error code, not the end of the app
  return unlessRefused("The laboratory cannot be set up", [&] {
    return std::unique_ptr<Lab>(new Lab(std::make_unique<Worker>(std::move(scenario), std::move(options))));
  });
}

Lab::Lab(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}

Lab::~Lab() = default;

EventRing& Lab::events() {
  return worker_->ring();
}

void Lab::start() {
  worker_->post([](Cast& cast) { cast.start(); });
}

/// Two Labs that were told the same number their members alike.
void Lab::submit(Command command) {
  if (auto* server = std::get_if<command::AddServer>(&command); server != nullptr && server->id == 0)
    server->id = worker_->nextId();
  if (auto* client = std::get_if<command::AddClient>(&command); client != nullptr && client->id == 0)
    client->id = worker_->nextId();
  worker_->post([command = std::move(command)](Cast& cast) { cast.obey(command); });
}

void Lab::sampleKernelNow() {
  worker_->post([](Cast& cast) { cast.sampleKernel(); });
}

}  // namespace switchyard
