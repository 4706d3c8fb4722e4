// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history.h"

#include <algorithm>

namespace switchyard {
namespace {

/// What a person sees happen, as against what is counted, named or sampled.
bool isSeen(const Event& event) {
  switch (event.kind) {
    case Kind::text:
    case Kind::connection_traffic:
    case Kind::streams_forwarded:
    case Kind::decision_more:
    case Kind::events_dropped:
    case Kind::socket_seen:
    case Kind::socket_gone:
    case Kind::sockets_sampled:
    case Kind::connection_owner:
    case Kind::http2_counted:
      return false;
    default:
      return isWellFormed(event);
  }
}

/// True when a World's clock exceeds `time` once it has applied `event`, given that it did not before.
bool isAfter(const Event& event, std::int64_t time) {
  return event.at > time && isWellFormed(event);
}

}  // namespace

void History::append(const Event& event, const World& after) {
  if (chapters_.empty()) chapters_.push_back(std::make_shared<Chapter>(World()));
  auto& events = chapters_.back()->events;
  events.append(event);
  began_ = after.began();
  end_ = after.now();
  if (events.count() >= limits_.chapter_events) turnOver(after);
}

void History::turnOver(const World& world) {
  auto& last = *chapters_.back();
  last.events.seal();
  sealed_bytes_ += last.bytes();
  chapters_.push_back(std::make_shared<Chapter>(world, last));
  while (chapters_.size() > 1 && bytes() > limits_.bytes) {
    sealed_bytes_ -= chapters_.front()->bytes();
    chapters_.pop_front();
    ++forgotten_;
  }
}

History History::snapshot() const {
  History copy(limits_);
  copy.chapters_ = chapters_;
  if (!chapters_.empty()) copy.chapters_.back() = std::make_shared<Chapter>(chapters_.back()->snapshot());
  copy.forgotten_ = forgotten_;
  copy.sealed_bytes_ = sealed_bytes_;
  copy.began_ = began_;
  copy.end_ = end_;
  return copy;
}

std::int64_t History::begin() const {
  return chapters_.empty() ? 0 : std::max(began_, chapters_.front()->start_now);
}

std::size_t History::bytes() const {
  return chapters_.empty() ? 0 : sealed_bytes_ + chapters_.back()->bytes();
}

/// The last chapter that begins no later, or else the first.
std::uint64_t History::chapterAt(std::int64_t time) const {
  const auto later = std::upper_bound(chapters_.begin(), chapters_.end(), time,
                                      [](std::int64_t t, const auto& one) { return t < one->start_now; });
  const auto place = later == chapters_.begin() ? 0 : later - chapters_.begin() - 1;
  return forgotten_ + static_cast<std::uint64_t>(place);
}

bool History::next(Place& place, Event& event) const {
  while (place.chapter - forgotten_ < chapters_.size()) {
    if (place.reader.next(chapter(place.chapter).events, event)) return true;
    if (place.chapter - forgotten_ + 1 == chapters_.size()) return false;  // more may come
    place = {place.chapter + 1, {}};
  }
  return false;
}

World History::at(std::int64_t time) const {
  World world;
  Playback(*this, world, time);
  return world;
}

std::optional<std::int64_t> History::nextEvent(std::int64_t time) const {
  if (chapters_.empty()) return std::nullopt;
  Place place{chapterAt(time), {}};
  auto now = chapter(place.chapter).start_now;
  Event event;
  while (next(place, event)) {
    if (isWellFormed(event)) now = std::max(now, event.at);
    if (now > time && isSeen(event)) return now;
  }
  return std::nullopt;
}

void History::each(const std::function<void(const Event&)>& visit) const {
  Place place{forgotten_, {}};
  Event event;
  while (next(place, event)) visit(event);
}

Playback::Playback(const History& history, World& world, std::int64_t time)
    : history_(history), world_(world), time_(time) {
  seek(time);
}

void Playback::seek(std::int64_t time) {
  const bool back = time < time_;
  time_ = time;
  if (history_.chapters_.empty()) return;
  const auto chapter = history_.chapterAt(time);
  if (back || !opened_ || chapter != place_.chapter) open(chapter);
  play();
}

void Playback::open(std::uint64_t chapter) {
  history_.chapter(chapter).start.unpackInto(world_);
  place_ = {chapter, {}};
  ahead_.reset();
  opened_ = true;
}

void Playback::play() {
  const auto until = std::max(time_, history_.chapters_.front()->start_now);
  if (ahead_) {
    if (isAfter(*ahead_, until)) return;
    world_.apply(*ahead_);
    ahead_.reset();
  }
  Event event;
  while (history_.next(place_, event)) {
    if (isAfter(event, until)) {
      ahead_ = event;
      return;
    }
    world_.apply(event);
  }
}

}  // namespace switchyard
