// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/histogram.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace switchyard::node {

/// The name of a gRPC status code as gRPC writes it, "UNAVAILABLE".
std::string statusName(int code);

/// Counts of a `switchyard-node call` without a Lab, for its last words. Thread-safe.
class Tally {
 public:
  void started();
  /// @param message  the status's explanation; the first of each code is shown
  /// @param server   as it signed its answer; the first kMostNames are counted by themselves
  void ended(int status, std::string_view message, std::string_view server, std::int64_t nanoseconds);

  bool allOk() const;
  std::string table() const;
  std::string json(std::uint32_t connections) const;

 private:
  static constexpr std::size_t kMostNames = 256;
  struct Failures {
    std::uint64_t count = 0;
    std::string example;
  };
  void countAnswer(const std::string& server);

  mutable std::mutex mutex_;
  std::uint64_t sent_ = 0;
  std::uint64_t ok_ = 0;
  std::map<int, Failures> failures_;
  std::map<std::string, std::uint64_t, std::less<>> by_server_;
  std::uint64_t by_other_names_ = 0;
  Histogram latency_;
};

}  // namespace switchyard::node
