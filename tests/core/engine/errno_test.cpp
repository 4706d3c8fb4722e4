// SPDX-License-Identifier: GPL-3.0-or-later
// Every system call of the engines fails with every errno: nobody crashes, spins, leaks, or loses a call that
// can be kept.
#include "core/system/shortage.h"
#include "tests/core/engine/system_calls.h"
#include "tests/core/engine/yard.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

using namespace switchyard;
using namespace switchyard::engine_test;
using namespace std::chrono_literals;
using system_calls::SystemCall;

namespace {

/// Those that an engine makes while it serves.
constexpr SystemCall kServing[] = {SystemCall::socket,      SystemCall::connect,    SystemCall::accept4,
                                   SystemCall::recv,        SystemCall::send,       SystemCall::sendmsg,
                                   SystemCall::setsockopt,  SystemCall::getsockopt, SystemCall::getsockname,
                                   SystemCall::getpeername, SystemCall::shutdown,   SystemCall::close,
                                   SystemCall::epoll_ctl,   SystemCall::epoll_wait};

/// One failure of these costs no call: there is another server, or another try, or it does not matter.
bool costsNothing(SystemCall call, int error) {
  switch (call) {
    case SystemCall::recv:
    case SystemCall::send:
    case SystemCall::sendmsg:
      return error == EINTR;     // the connection is lost otherwise
    case SystemCall::epoll_ctl:  // a client that cannot be watched cannot be heard
      return false;
    default:
      return true;
  }
}

std::size_t openDescriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

/// Within TLS the first four: all of them take their time there (the test in chaos).
std::span<const int> usualErrorsOf(SystemCall call, const Shape& shape) {
  const std::span<const int> all = system_calls::errorsOf(call);
  return shape.tls ? all.first(std::min<std::size_t>(all.size(), 4)) : all;
}

constexpr auto kWhile = 60ms;
/// Two loops that rest make some dozens; one that spins makes tens of thousands.
constexpr std::uint64_t kFewCalls = 2'000;

std::uint64_t callsWithin(std::chrono::milliseconds time) {
  const auto before = system_calls::made();
  std::this_thread::sleep_for(time);
  return system_calls::made() - before;
}

/// Calls until one is answered.
bool servesAgain(const Yard& yard) {
  const auto until = std::chrono::steady_clock::now() + tcp_test::kPatience;
  while (std::chrono::steady_clock::now() < until)
    if (yard.call() == Outcome::answered) return true;
  return false;
}

void failsOnce(Yard& yard, SystemCall call, int error, std::uint64_t nth) {
  INFO("use " << nth << " of " << system_calls::nameOf(call) << " fails: " << std::strerror(error));
  yard.disconnect();
  CHECK(yard.awaitServers());  // a check that a busy machine kept waiting may have taken one out
  system_calls::fail(call, error, nth, 1);
  int lost = 0;
  for (int calls = 0; calls < 3; ++calls) {
    const auto outcome = yard.call();
    CHECK(outcome != Outcome::hung);
    lost += outcome == Outcome::answered ? 0 : 1;
    if (system_calls::failures() > 0 && outcome == Outcome::answered) break;
  }
  system_calls::heal();
  CHECK(lost <= (costsNothing(call, error) ? 0 : 1));
}

void failsForAWhile(Yard& yard, SystemCall call, int error) {
  INFO("every " << system_calls::nameOf(call) << " fails: " << std::strerror(error));
  yard.disconnect();
  system_calls::fail(call, error, 1, system_calls::kAlways);
  auto outcome = Outcome::answered;
  std::thread caller([&] { outcome = yard.call(); });
  const auto made = callsWithin(kWhile);
  system_calls::heal();
  caller.join();
  CHECK(made < kFewCalls);
  CHECK(outcome != Outcome::hung);
  CHECK(servesAgain(yard));
  CHECK(yard.awaitServers());
}

/// What lasts for ever would be a lie of the kernel's: an interruption that does not end.
bool mayLast(SystemCall call, int error) {
  return error != EINTR && call != SystemCall::epoll_wait && call != SystemCall::close;
}

const Shape kShapes[] = {{"tcp"}, {"http"}, {"tcp", true}, {"http", true}, {"http", false, true}};

}  // namespace

TEST_CASE("noSystemCallThatFailsOnceCostsMoreThanItsConnection") {
  const auto before = openDescriptors();
  for (const auto& shape : kShapes) {
    INFO("mode " << shape.mode << (shape.tls ? ", TLS" : "") << (shape.checks ? ", checks" : ""));
    Yard yard(shape);
    for (const auto call : kServing)
      for (const int error : usualErrorsOf(call, shape)) failsOnce(yard, call, error, 1);
    CHECK(callsWithin(kWhile) < kFewCalls);
  }
  CHECK(openDescriptors() == before);
}

TEST_CASE("noSystemCallThatFailsForAWhileMakesALoopSpin") {
  const auto before = openDescriptors();
  for (const auto& shape : {kShapes[0], kShapes[1]}) {  // all of them: the test below
    INFO("mode " << shape.mode);
    Yard yard(shape);
    for (const auto call : kServing)
      if (const int error = system_calls::errorsOf(call).front(); mayLast(call, error))
        failsForAWhile(yard, call, error);
  }
  CHECK(openDescriptors() == before);
}

TEST_CASE("everyErrnoOfEverySystemCallAtEachOfItsUses", "[.chaos]") {
  const auto before = openDescriptors();
  for (const auto& shape : kShapes) {
    INFO("mode " << shape.mode << (shape.tls ? ", TLS" : "") << (shape.checks ? ", checks" : ""));
    Yard yard(shape);
    for (const auto call : kServing)
      for (const int error : system_calls::errorsOf(call)) {
        for (const std::uint64_t nth : {1, 2, 3, 4, 5, 7, 10, 20}) failsOnce(yard, call, error, nth);
        if (mayLast(call, error)) failsForAWhile(yard, call, error);
      }
  }
  CHECK(openDescriptors() == before);
}

TEST_CASE("aLoopThatTheSystemRefusesIsAnErrorWithARemedyAndLeavesNothingOpen") {
  std::vector<std::string> refused;
  const auto before = openDescriptors();
  for (const auto call : {SystemCall::epoll_create1, SystemCall::epoll_ctl, SystemCall::eventfd})
    for (const std::uint64_t nth : {1, 2, 3, 4}) {
      INFO("use " << nth << " of " << system_calls::nameOf(call));
      std::thread([&] {
        system_calls::watchThisThread();
        system_calls::fail(call, EMFILE, nth, 1);
        auto loop = unlessRefused("It cannot start", [] { return std::make_unique<Loop>(); });
        system_calls::heal();
        if (loop) {  // Asio can do without some
          bool worked = false;
          (*loop)->post([&] {
            worked = true;
            (*loop)->stop();
          });
          (*loop)->run();
          CHECK(worked);
        } else {
          refused.push_back(loop.error().text());
        }
      }).join();
      CHECK(openDescriptors() == before);
    }
  CHECK(refused.size() >= 5);
  for (const auto& text : refused)
    CHECK(text == "It cannot start: no file descriptor is left. Raise the limit of open files (ulimit -n).");
}

TEST_CASE("aListenerThatTheSystemRefusesIsAnErrorWithARemedy") {
  std::thread([] {
    system_calls::watchThisThread();
    for (const auto call : {SystemCall::socket, SystemCall::bind, SystemCall::listen})
      for (const int error : system_calls::errorsOf(call)) {
        system_calls::fail(call, error, 1, 1);
        const auto listening = listenOn(Endpoint::loopback(0));
        system_calls::heal();
        if (listening || listening.error().remedy.empty())
          FAIL_CHECK(system_calls::nameOf(call) << ": " << std::strerror(error));
      }
  }).join();
}
