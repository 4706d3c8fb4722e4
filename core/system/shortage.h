// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <system_error>
#include <type_traits>

namespace switchyard {

/// Whether this errno of a system call on a connection says that we lack what it takes: a file descriptor,
/// memory, a local port. The other side is then not to blame, and a moment later all may be well.
bool isShortage(int error);

/// What is lacking, for the end of a sentence ("no file descriptor is left"), and what can be done about it.
/// Of any other errno: the system's own words.
Error shortage(int error);

/// What `make` returns; or an Error, when the system refuses it something and Asio or the standard library
/// throw: descriptors, threads. Destroys what was made until then.
/// @param doing the beginning of the sentence: "The balancer cannot start"
template <typename Make>
Result<std::invoke_result_t<Make>> unlessRefused(const std::string& doing, Make make) {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Make>>) {
      make();
      return {};
    } else {
      return make();
    }
  } catch (const std::system_error& refused) {
    auto lack = shortage(refused.code().value());
    return Error{doing + ": " + lack.what + ".", std::move(lack.remedy)};
  }
}

}  // namespace switchyard
