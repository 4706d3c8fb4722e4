// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace switchyard::json {

struct Member;

/// A JSON value that knows its line, so that an error can name it.
struct Value {
  using Array = std::vector<Value>;
  using Object = std::vector<Member>;  ///< in order of the file

  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> data;
  int line = 0;

  const bool* boolean() const { return std::get_if<bool>(&data); }
  const double* number() const { return std::get_if<double>(&data); }
  const std::string* string() const { return std::get_if<std::string>(&data); }
  const Array* array() const { return std::get_if<Array>(&data); }
  const Object* object() const { return std::get_if<Object>(&data); }
  std::string text() const;  ///< as JSON, on one line
};

struct Member {
  std::string name;
  Value value;
};

/// Errors in one file, in the order they were found.
class Problems {
 public:
  void add(int line, std::string what, std::string remedy) {
    list_.push_back({config::Diagnostic::Severity::error, line, std::move(what), std::move(remedy)});
  }
  bool none() const { return list_.empty(); }
  std::string text(std::string_view file) const;  ///< a line each, sorted by line

 private:
  std::vector<config::Diagnostic> list_;
};

/// RFC 8259, UTF-8, objects at most 32 deep. Says what is wrong and returns nothing when it is not JSON.
std::optional<Value> parse(std::string_view text, Problems& problems);

/// The members of one object, each asked for by its name and checked; finish() complains about those nobody
/// asked for. A member that is absent leaves `out` as it is.
class Fields {
 public:
  /// @param what what the object is, for messages: "a client"
  Fields(Problems& problems, const Value& value, std::string what);

  const Value* find(std::string_view name);
  const Value* need(std::string_view name, std::string_view example);  ///< an error when absent

  void read(std::string_view name, std::string& out,
            std::size_t longest);  ///< printable, at least one character
  void read(std::string_view name, bool& out);
  void read(std::string_view name, double& out, double low, double high);
  template <typename Whole>
  void readWhole(std::string_view name, Whole& out, double low, double high);
  template <typename Duration>
  void readTime(std::string_view name, Duration& out, Duration low, Duration high);
  void readShare(std::string_view name, double& out);  ///< "20%"

  int line() const { return line_; }
  void finish();

 private:
  void refuse(std::string_view name, const Value& value, std::string remedy);
  bool whole(std::string_view name, double low, double high, double& out);
  bool time(std::string_view name, std::chrono::microseconds low, std::chrono::microseconds high,
            std::chrono::microseconds& out);

  Problems& problems_;
  const Value::Object* members_ = nullptr;  ///< null when the value is no object, which was said
  std::string what_;
  int line_;
  std::vector<std::string_view> known_;
};

template <typename Whole>
void Fields::readWhole(std::string_view name, Whole& out, double low, double high) {
  if (double number = 0; whole(name, low, high, number)) out = static_cast<Whole>(number);
}

template <typename Duration>
void Fields::readTime(std::string_view name, Duration& out, Duration low, Duration high) {
  if (std::chrono::microseconds found{0}; time(name, low, high, found))
    out = std::chrono::ceil<Duration>(found);
}

}  // namespace switchyard::json
