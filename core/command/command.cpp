// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/command/command.h"

#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace switchyard {
namespace {

using std::chrono::microseconds;

template <typename One>
auto fieldsOf(One& command) {
  if constexpr (requires { One::fields(command); })
    return One::fields(command);
  else
    return std::tie();
}

template <typename One>
constexpr bool kHasText = std::is_same_v<std::remove_const_t<One>, command::SetPolicy>;

std::uint64_t wordOf(double value) {
  return std::bit_cast<std::uint64_t>(value);
}
std::uint64_t wordOf(microseconds value) {
  return static_cast<std::uint64_t>(value.count());
}
template <typename Value>
std::uint64_t wordOf(Value value) {
  return static_cast<std::uint64_t>(value);
}

bool fromWord(std::uint64_t word, double& value) {
  value = std::bit_cast<double>(word);
  return std::isfinite(value) && value >= 0;
}
bool fromWord(std::uint64_t word, microseconds& value) {
  value = microseconds(static_cast<microseconds::rep>(word));
  return value.count() >= 0;
}
bool fromWord(std::uint64_t word, Mode& value) {
  value = static_cast<Mode>(word);
  return word <= static_cast<std::uint64_t>(Mode::http);
}
bool fromWord(std::uint64_t word, Exclusion& value) {
  value = static_cast<Exclusion>(word);
  return word <= static_cast<std::uint64_t>(Exclusion::backup) && mayBeAsked(value);
}
template <std::unsigned_integral Number>
bool fromWord(std::uint64_t word, Number& value) {
  value = static_cast<Number>(word);
  return word <= std::numeric_limits<Number>::max();
}

template <typename One>
std::optional<Command> valueFrom(const CommandRecord& record) {
  One one{};
  if constexpr (requires { one.node; }) one.node = record.node;
  if constexpr (kHasText<One>) one.balance = record.text;
  const auto* word = record.command.values;
  const bool possible =
      std::apply([&](auto&... field) { return (fromWord(*word++, field) && ...); }, fieldsOf(one));
  if (!possible) return std::nullopt;
  return one;
}

template <std::size_t... places>
std::optional<Command> valueAt(std::size_t place, const CommandRecord& record,
                               std::index_sequence<places...>) {
  std::optional<Command> found;
  ((place == places ? void(found = valueFrom<std::variant_alternative_t<places, Command>>(record)) : void()),
   ...);
  return found;
}

}  // namespace

NodeId nodeOf(const Command& command) {
  return std::visit(
      [](const auto& one) {
        if constexpr (requires { one.node; })
          return one.node;
        else
          return NodeId{0};
      },
      command);
}

Commanded asCommanded(const Command& command, const std::function<TextId(const std::string&)>& text) {
  Commanded told{};
  told.verb = static_cast<std::uint8_t>(command.index());
  std::visit(
      [&](const auto& one) {
        if constexpr (kHasText<std::remove_reference_t<decltype(one)>>) told.text = text(one.balance);
        auto* word = told.values;
        const auto fields = fieldsOf(one);
        static_assert(std::tuple_size_v<decltype(fields)> <= Commanded::kMostValues);
        std::apply([&](const auto&... field) { ((*word++ = wordOf(field)), ...); }, fields);
      },
      command);
  return told;
}

std::optional<Command> commandFrom(const CommandRecord& record) {
  return valueAt(record.command.verb, record, std::make_index_sequence<std::variant_size_v<Command>>());
}

}  // namespace switchyard
