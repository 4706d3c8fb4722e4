// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace switchyard {

/// What went wrong, and what the user can do about it. Both are full sentences without a final newline.
struct Error {
  std::string what;    ///< "Port 8443 on 127.0.0.1 is in use."
  std::string remedy;  ///< "Stop the program that listens there (ss -ltnp shows it) or change the bind line."

  /// One line for a terminal: what, then the remedy.
  std::string text() const { return remedy.empty() ? what : what + " " + remedy; }
};

/// A value or the Error that explains why there is none (C++23's std::expected, as far as we need it).
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }
  const Error& error() const { return std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// A Result for work that yields nothing: empty on success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}

  explicit operator bool() const { return !failed_; }
  const Error& error() const {
    assert(failed_);
    return error_;
  }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace switchyard
