// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/system/shortage.h"

#include <chrono>
#include <future>
#include <string>
#include <utility>

namespace switchyard {

/// Something that another thread computes. Used on one thread; its end waits for what is being computed.
/// @tparam T  a Result: when the system refuses the thread, that is its Error
template <typename T>
class Pending {
 public:
  /// @param doing  the beginning of the Error's sentence: "The picture cannot be written"
  template <typename Work>
  void begin(const std::string& doing, Work work) {
    const auto begun =
        unlessRefused(doing, [&] { future_ = std::async(std::launch::async, std::move(work)); });
    if (begun) return;
    std::promise<T> refused;
    refused.set_value(begun.error());
    future_ = refused.get_future();
  }
  bool underWay() const { return future_.valid(); }
  bool ready() const { return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
  T take() { return future_.get(); }

 private:
  std::future<T> future_;
};

}  // namespace switchyard
