// SPDX-License-Identifier: GPL-3.0-or-later
// For LD_PRELOAD: a program that may have FEW_THREADS threads beside its first, as RLIMIT_NPROC would let it,
// which root is exempt from.
#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

namespace {

std::atomic<int> left{[] {
  const char* limit = std::getenv("FEW_THREADS");
  return limit == nullptr ? 1 << 20 : std::atoi(limit);
}()};

struct Work {
  void* (*routine)(void*);
  void* argument;
};

void* work(void* given) {
  const auto own = *std::unique_ptr<Work>(static_cast<Work*>(given));
  auto* result = own.routine(own.argument);
  ++left;
  return result;
}

}  // namespace

extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*routine)(void*),
                              void* argument) {
  static const auto next = reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
  if (left.fetch_sub(1) <= 0) {
    ++left;
    return EAGAIN;
  }
  auto given = std::make_unique<Work>(Work{routine, argument});
  const int error = next(thread, attributes, &work, given.get());
  if (error == 0)
    static_cast<void>(given.release());
  else
    ++left;
  return error;
}
