// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/json.h"

#include "core/base/numbers.h"
#include "core/base/spelling.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace switchyard::json {
namespace {

using config::shown;

constexpr std::size_t kDeepest = 32;

/// Where the parser is. It reads at most one character ahead, behind a number; so a line end that was just
/// read does not count yet.
struct Position {
  int lines = 0;  ///< line ends read, but for the last character
  char last = 0;
  int line() const { return lines + 1; }
};

/// An input iterator that keeps count of lines, because nlohmann's SAX interface tells none.
struct Counter {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  Position* position;

  reference operator*() const { return *at; }
  Counter& operator++() {
    position->lines += position->last == '\n' ? 1 : 0;
    position->last = *at++;
    return *this;
  }
  Counter operator++(int) {
    Counter before = *this;
    ++*this;
    return before;
  }
  friend bool operator!=(const Counter& a, const Counter& b) { return a.at != b.at; }
};

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const Position& position, Problems& problems) : position_(position), problems_(problems) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return add(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) override { return add(value); }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value::Object{}); }
  bool start_array(std::size_t) override { return open(Value::Array{}); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    auto& members = std::get<Value::Object>(open_.back().data);
    for (const auto& [known, value] : members)
      if (known == name) {
        problems_.add(position_.line(), "The key " + shown(name) + " is written twice.",
                      "Remove one of them.");
        return false;
      }
    members.push_back({std::move(name), Value{}});
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception&) override {
    problems_.add(position_.line(),
                  token.empty() ? "The JSON ends too early." : "This is no JSON at " + shown(token) + ".",
                  "Look for a missing or superfluous comma, quote or bracket.");
    return false;
  }

  Value take() { return std::move(whole_); }

 private:
  template <typename Data>
  bool add(Data data) {
    put(Value{std::move(data), position_.line()});
    return true;
  }

  template <typename Data>
  bool open(Data data) {
    if (open_.size() == kDeepest) {
      problems_.add(position_.line(), "Brackets are more than 32 deep.", "Is it a scenario at all?");
      return false;
    }
    open_.push_back(Value{std::move(data), position_.line()});
    return true;
  }

  bool close() {
    Value value = std::move(open_.back());
    open_.pop_back();
    put(std::move(value));
    return true;
  }

  void put(Value value) {
    if (open_.empty())
      whole_ = std::move(value);
    else if (auto* items = std::get_if<Value::Array>(&open_.back().data))
      items->push_back(std::move(value));
    else
      std::get<Value::Object>(open_.back().data).back().value = std::move(value);
  }

  const Position& position_;
  Problems& problems_;
  std::vector<Value> open_;  ///< objects and arrays we are in, the innermost last
  Value whole_;
};

nlohmann::json toJson(const Value& value) {
  if (const auto* boolean = value.boolean()) return *boolean;
  if (const auto* number = value.number()) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (std::trunc(*number) == *number && std::abs(*number) < kExact)
      return static_cast<std::int64_t>(*number);
    return *number;
  }
  if (const auto* string = value.string()) return *string;
  nlohmann::json result;
  if (const auto* items = value.array()) {
    result = nlohmann::json::array();
    for (const auto& item : *items) result.push_back(toJson(item));
  } else if (const auto* members = value.object()) {
    result = nlohmann::json::object();
    for (const auto& [name, member] : *members) result[name] = toJson(member);
  }
  return result;
}

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
}

std::string plain(double number) {
  return std::trunc(number) == number ? std::to_string(static_cast<std::int64_t>(number))
                                      : nlohmann::json(number).dump();
}

}  // namespace

std::string Value::text() const {
  return toJson(*this).dump();
}

std::string Problems::text(std::string_view file) const {
  auto sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  std::string all;
  for (const auto& problem : sorted) all += (all.empty() ? "" : "\n") + problem.text(file);
  return all;
}

std::optional<Value> parse(std::string_view text, Problems& problems) {
  Position position;
  Builder builder(position, problems);
  const Counter begin{text.data(), &position};
  const Counter end{text.data() + text.size(), &position};
  if (!nlohmann::json::sax_parse(begin, end, &builder)) return std::nullopt;
  return builder.take();
}

Fields::Fields(Problems& problems, const Value& value, std::string what)
    : problems_(problems), members_(value.object()), what_(std::move(what)), line_(value.line) {
  if (members_ == nullptr)
    problems_.add(line_, shown(value.text()) + " is not " + what_ + ".",
                  "Write an object: { \"key\": value, … }.");
}

void Fields::refuse(std::string_view name, const Value& value, std::string remedy) {
  problems_.add(value.line, "'" + std::string(name) + "' cannot be " + shown(value.text()) + ".",
                std::move(remedy));
}

const Value* Fields::find(std::string_view name) {
  known_.push_back(name);
  if (members_ == nullptr) return nullptr;
  const auto found = std::find_if(members_->begin(), members_->end(),
                                  [&](const auto& member) { return member.name == name; });
  return found == members_->end() ? nullptr : &found->value;
}

const Value* Fields::need(std::string_view name, std::string_view example) {
  const auto* value = find(name);
  if (value == nullptr && members_ != nullptr)
    problems_.add(line_, "The key '" + std::string(name) + "' is missing in " + what_ + ".",
                  "Write it as in " + std::string(example) + ".");
  return value;
}

void Fields::read(std::string_view name, std::string& out, std::size_t longest) {
  const auto* value = find(name);
  if (value == nullptr) return;
  const auto* text = value->string();
  if (text != nullptr && !text->empty() && text->size() <= longest && isPrintable(*text))
    out = *text;
  else
    refuse(name, *value,
           "Write a text of 1 to " + std::to_string(longest) + " bytes, without control characters.");
}

void Fields::read(std::string_view name, bool& out) {
  const auto* value = find(name);
  if (value == nullptr) return;
  if (const auto* boolean = value->boolean())
    out = *boolean;
  else
    refuse(name, *value, "Write true or false.");
}

void Fields::read(std::string_view name, double& out, double low, double high) {
  const auto* value = find(name);
  if (value == nullptr) return;
  const auto* number = value->number();
  if (number != nullptr && *number >= low && *number <= high)
    out = *number;
  else
    refuse(name, *value, "Write a number from " + plain(low) + " to " + plain(high) + ".");
}

bool Fields::whole(std::string_view name, double low, double high, double& out) {
  const auto* value = find(name);
  if (value == nullptr) return false;
  const auto* number = value->number();
  if (number != nullptr && *number >= low && *number <= high && std::trunc(*number) == *number) {
    out = *number;
    return true;
  }
  refuse(name, *value, "Write a whole number from " + plain(low) + " to " + plain(high) + ".");
  return false;
}

bool Fields::time(std::string_view name, std::chrono::microseconds low, std::chrono::microseconds high,
                  std::chrono::microseconds& out) {
  const auto* value = find(name);
  if (value == nullptr) return false;
  const auto* text = value->string();
  const auto parsed = text != nullptr ? config::parseMicroseconds(*text) : std::nullopt;
  if (parsed && *parsed >= low && *parsed <= high) {
    out = *parsed;
    return true;
  }
  const auto told = [](std::chrono::microseconds time) {
    return time.count() == 0 ? "0s" : config::timeText(std::chrono::ceil<config::Milliseconds>(time));
  };
  refuse(name, *value,
         "Write a time from " + told(low) + " to " + told(high) +
             " in quotes, as in \"100ms\" (us, ms, s, m, h).");
  return false;
}

void Fields::readShare(std::string_view name, double& out) {
  const auto* value = find(name);
  if (value == nullptr) return;
  double percent = -1;
  if (const auto* text = value->string(); text != nullptr && text->ends_with('%')) {
    std::string_view rest(*text);
    percent = takeNumber(rest).value_or(-1);
    if (rest != "%") percent = -1;
  }
  if (percent >= 0 && percent <= 100)
    out = percent / 100;
  else
    refuse(name, *value, "Write a share from 0% to 100% in quotes, as in \"20%\".");
}

void Fields::finish() {
  if (members_ == nullptr) return;
  for (const auto& [name, value] : *members_)
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      std::string all;
      for (const auto known : known_) all += (all.empty() ? "" : ", ") + std::string(known);
      problems_.add(value.line, "There is no key " + shown(name) + " in " + what_ + ".",
                    config::didYouMean(name, known_, "It may have: " + all + "."));
    }
}

}  // namespace switchyard::json
