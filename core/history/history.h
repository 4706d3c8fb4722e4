// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/packed_events.h"
#include "core/history/packed_world.h"
#include "core/world/world.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace switchyard {

/// Everything that happened lately, kept so that any instant of it can be shown again.
///
/// Processes are heard through pipes of their own, so events do not arrive in the order of their stamps. What
/// was shown at an instant is what had been applied then: at(t) is the fold of all events that came before
/// the first one with a later stamp, so before World::now() first exceeded t. A replay and the live run agree
/// by that.
///
/// Kept in chapters: the World at the beginning, packed, and the events since, packed. The oldest chapters
/// are forgotten when the limit is reached. Not thread-safe: one thread owns it, and may give a snapshot() to
/// another one.
class History {
 public:
  struct Limits {
    std::size_t bytes = 120U << 20;  ///< of all chapters; one at least is kept
    std::size_t chapter_events =
        250'000;  ///< as many as can be folded again while a person waits for nothing
  };

  History() : History(Limits()) {}
  explicit History(const Limits& limits) : limits_(limits) {}
  History(History&&) = default;
  History& operator=(History&&) = default;

  /// As it is now, for any thread, for as long as that wants. Copies the last chapter and shares the others,
  /// which never change.
  History snapshot() const;

  /// `event` is the next one that the live World has applied, the first one included; `after` is that World.
  void append(const Event& event, const World& after);

  /// The earliest and latest instant that can be shown, on the clock of Event::at; 0 when empty.
  std::int64_t begin() const;
  std::int64_t end() const { return end_; }
  /// As it was at `time`; what was forgotten shows as at begin().
  World at(std::int64_t time) const;
  /// The first instant after `time` at which something happened that a person sees: no byte counts, no
  /// samples of the kernel's table.
  std::optional<std::int64_t> nextEvent(std::int64_t time) const;
  /// All events that are kept, in the order in which they were applied.
  void each(const std::function<void(const Event&)>& visit) const;
  /// Nothing has been forgotten yet: each() begins with the first event of the run.
  bool complete() const { return forgotten_ == 0; }
  /// Of memory.
  std::size_t bytes() const;

 private:
  friend class Playback;

  struct Chapter {
    explicit Chapter(const World& world) : start(world), start_now(world.now()) {}
    Chapter(const World& world, const Chapter& before)
        : start(world, withMargin(before.start.bytes())),
          start_now(world.now()),
          events(withMargin(before.events.bytes())) {}
    Chapter snapshot() const { return {start, start_now, events.snapshot()}; }
    static std::size_t withMargin(std::size_t bytes) { return bytes + bytes / 20; }
    PackedWorld start;
    std::int64_t start_now;
    PackedEvents events;
    std::size_t bytes() const { return start.bytes() + events.bytes(); }

   private:
    Chapter(PackedWorld first, std::int64_t first_now, PackedEvents all)
        : start(std::move(first)), start_now(first_now), events(std::move(all)) {}
  };

  /// A place between two events.
  struct Place {
    std::uint64_t chapter = 0;  ///< counted from the first ever
    PackedEvents::Reader reader;
  };

  const Chapter& chapter(std::uint64_t number) const { return *chapters_[number - forgotten_]; }
  std::uint64_t chapterAt(std::int64_t time) const;
  bool next(Place& place, Event& event) const;
  void turnOver(const World& world);

  Limits limits_;
  std::deque<std::shared_ptr<Chapter>> chapters_;
  std::uint64_t forgotten_ = 0;   ///< chapters
  std::size_t sealed_bytes_ = 0;  ///< of all chapters but the last
  std::int64_t began_ = 0;
  std::int64_t end_ = 0;
};

/// Shows a History as it was at an instant that moves, in a World that it is lent. Onwards costs no more than
/// the events on the way, at whatever speed; the rest costs a History::at(). Follows a History that grows,
/// which must outlive it, as must the World.
class Playback {
 public:
  /// From now on `world` equals history.at(time()).
  Playback(const History& history, World& world, std::int64_t time);

  std::int64_t time() const { return time_; }
  void seek(std::int64_t time);

 private:
  void open(std::uint64_t chapter);
  void play();

  const History& history_;
  World& world_;
  std::int64_t time_;
  bool opened_ = false;
  History::Place place_;
  std::optional<Event> ahead_;  ///< read, but later than what is shown
};

}  // namespace switchyard
