// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/packed_world.h"

#include <algorithm>
#include <concepts>
#include <iterator>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace switchyard {
namespace {

constexpr unsigned kZeroBits = 3;
constexpr std::uint64_t kMostZeros = (1U << kZeroBits) - 1;

template <typename T>
concept Number = std::integral<T> || std::is_enum_v<T>;

/// Tells its members, as World does.
template <typename T>
concept Composed = requires(T& value) {
  T::fields(value);
};

template <typename T>
concept Pair = requires(T& value) {
  value.first, value.second;
}
&&!Composed<T>;

template <typename T>
concept Range = std::ranges::range<T>;

template <typename T>
concept Growing = Range<T> && requires(T& range) {
  range.resize(1);
};

template <typename T>
concept Keyed = Range<T> && requires {
  typename T::key_type;
};

/// Packed word by word.
template <typename T>
concept Record = std::is_trivially_copyable_v<T> && !Number<T> && !Composed<T> && !Pair<T> && !Range<T>;

class Packer {
 public:
  explicit Packer(PackedWriter& to) : to_(to) {}

  template <Number T>
  void put(T value) {
    to_.number(static_cast<std::uint64_t>(value));
  }
  template <Composed T>
  void put(const T& value) {
    std::apply([this](const auto&... members) { (this->put(members), ...); }, T::fields(value));
  }
  template <Pair T>
  void put(const T& pair) {
    put(pair.first);
    put(pair.second);
  }
  template <Record T>
  void put(const T& record) {
    put(Words<T>(record), Words<T>());
  }
  template <Range T>
  void put(const T& range) {
    using Element = std::ranges::range_value_t<T>;
    put(std::ranges::size(range));
    if constexpr (std::same_as<T, std::string>) {
      to_.raw(range.data(), range.size());
    } else if constexpr (Number<Element> && !Keyed<T>) {
      putNumbers(range);
    } else if constexpr (Record<Element> && !Keyed<T>) {
      Words<Element> before;
      for (const auto& element : range)
        put(Words<Element>(element), std::exchange(before, Words<Element>(element)));
    } else {
      for (const auto& element : range) put(element);
    }
  }

 private:
  template <typename T>
  void put(const Words<T>& now, const Words<T>& before) {
    const auto changed = now.differences(before);
    to_.number(changed);
    to_.changedWords(changed, now, before);
  }
  /// Each with the number of zeros before it, seven at most.
  template <typename T>
  void putNumbers(const T& numbers) {
    std::uint64_t zeros = 0, left = std::ranges::size(numbers);
    for (const auto number : numbers) {
      if (--left > 0 && number == 0 && zeros < kMostZeros) {
        ++zeros;
        continue;
      }
      to_.number(std::uint64_t{number} << kZeroBits | zeros);
      zeros = 0;
    }
  }

  PackedWriter& to_;
};

class Unpacker {
 public:
  explicit Unpacker(PackedReader from) : from_(from) {}

  template <Number T>
  void take(T& value) {
    value = static_cast<T>(from_.number());
  }
  template <Composed T>
  void take(T& value) {
    std::apply([this](auto&... members) { (this->take(members), ...); }, T::fields(value));
    if constexpr (requires { value.restoreIndex(); }) value.restoreIndex();
  }
  template <Pair T>
  void take(T& pair) {
    take(pair.first);
    take(pair.second);
  }
  template <Record T>
  void take(T& record) {
    Words<T> words;
    take(words);
    words.copyTo(record);
  }
  template <Keyed T>
  void take(T& range) {
    range.clear();
    for (auto left = from_.number(); left > 0; --left) range.insert(range.end(), element<T>());
  }
  template <Range T>
  requires(!Keyed<T>) void take(T& range) {
    using Element = std::ranges::range_value_t<T>;
    const auto size = from_.number();
    if constexpr (Growing<T>) range.resize(size);
    if constexpr (std::same_as<T, std::string>) {
      from_.raw(range.data(), size);
    } else if constexpr (Number<Element>) {
      takeNumbers(range);
    } else if constexpr (Record<Element>) {
      Words<Element> words;
      for (auto& element : range) {
        take(words);
        words.copyTo(element);
      }
    } else {
      for (auto& element : range) take(element);
    }
  }

 private:
  template <typename T>
  void take(Words<T>& words) {
    from_.changedWords(from_.number(), words);
  }
  template <typename T>
  void takeNumbers(T& numbers) {
    std::ranges::fill(numbers, 0);
    for (auto next = numbers.begin(); next != numbers.end(); ++next) {
      const auto packed = from_.number();
      next += static_cast<std::ptrdiff_t>(packed & kMostZeros);
      *next = static_cast<std::ranges::range_value_t<T>>(packed >> kZeroBits);
    }
  }
  template <typename T>
  auto element() {
    typename T::key_type key{};
    take(key);
    if constexpr (requires { typename T::mapped_type; }) {
      typename T::mapped_type value{};
      take(value);
      return std::pair(std::move(key), std::move(value));
    } else {
      return key;
    }
  }

  PackedReader from_;
};

}  // namespace

PackedWorld::PackedWorld(const World& world, std::size_t expected) {
  packed_.reserve(expected);
  Packer(packed_).put(world);
  packed_.shrink();
}

void PackedWorld::unpackInto(World& world) const {
  Unpacker(PackedReader(packed_.bytes().data())).take(world);
}

}  // namespace switchyard
