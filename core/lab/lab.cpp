// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"

#include "core/base/shortage.h"
#include "core/lab/cast.h"

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
void Lab::run() {
  worker_->post([](Cast& cast) { cast.run(); });
}
void Lab::runSteadily(double rate) {
  worker_->post([rate](Cast& cast) { cast.runSteadily(rate); });
}
void Lab::pause() {
  worker_->post([](Cast& cast) { cast.pause(); });
}
void Lab::send(NodeId client, std::uint64_t calls) {
  worker_->post([=](Cast& cast) { cast.send(client, calls); });
}
void Lab::setRate(NodeId client, double rate) {
  worker_->post([=](Cast& cast) { cast.setRate(client, rate); });
}

NodeId Lab::addServer(NodeId balancer) {
  const auto id = worker_->nextId();
  worker_->post([=](Cast& cast) { cast.addServer(id, balancer); });
  return id;
}
NodeId Lab::addClient(NodeId balancer) {
  const auto id = worker_->nextId();
  worker_->post([=](Cast& cast) { cast.addClient(id, balancer); });
  return id;
}

void Lab::startNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.startNode(node); });
}
void Lab::stopNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.stopNode(node); });
}
void Lab::killNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.killNode(node); });
}
void Lab::freezeNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.freezeNode(node, true); });
}
void Lab::thawNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.freezeNode(node, false); });
}
void Lab::removeNode(NodeId node) {
  worker_->post([=](Cast& cast) { cast.removeNode(node); });
}

void Lab::setBehaviour(NodeId server, ServerBehaviour behaviour) {
  worker_->post([=](Cast& cast) { cast.setBehaviour(server, behaviour); });
}
void Lab::setWeight(NodeId server, std::uint32_t weight) {
  worker_->post([=](Cast& cast) { cast.setWeight(server, weight); });
}
void Lab::setDrain(NodeId server, bool drain) {
  const auto exclusion = drain ? Exclusion::draining : Exclusion::none;
  worker_->post([=](Cast& cast) { cast.setExclusion(server, exclusion); });
}
void Lab::setMaintenance(NodeId server, bool maintenance) {
  const auto exclusion = maintenance ? Exclusion::maintenance : Exclusion::none;
  worker_->post([=](Cast& cast) { cast.setExclusion(server, exclusion); });
}
void Lab::setPolicy(NodeId balancer, std::string balance) {
  worker_->post([=, balance = std::move(balance)](Cast& cast) { cast.setPolicy(balancer, balance); });
}
void Lab::setMode(NodeId balancer, Mode mode) {
  worker_->post([=](Cast& cast) { cast.setMode(balancer, mode); });
}
void Lab::listenAsWritten(bool as_written) {
  worker_->post([=](Cast& cast) { cast.listenAsWritten(as_written); });
}
void Lab::sampleKernelNow() {
  worker_->post([](Cast& cast) { cast.sampleKernel(); });
}

}  // namespace switchyard
