// SPDX-License-Identifier: GPL-3.0-or-later
// One event: a number (bit 0: a new voice, bits 1 to 6: which words of the payload differ, above: the place
// of its voice); the voice if it is new; the stamp; the words that differ.
#include "core/history/packed_events.h"

#include <cassert>

namespace switchyard {
namespace {

constexpr unsigned kWords = Words<Voices::Payload>::kCount;
constexpr std::uint64_t kAllWords = (1U << kWords) - 1;

std::uint64_t keyOf(const Voices::Voice& voice) {
  return std::uint64_t{1} << 32 | std::uint64_t{static_cast<std::uint8_t>(voice.kind)} << 24 |
         std::uint64_t{static_cast<std::uint8_t>(voice.witness)} << 16 | voice.node;
}

Words<Voices::Payload> payloadOf(const Event& event) {
  Words<Voices::Payload> payload;
  std::memcpy(payload.words.data(), event.raw, sizeof event.raw);
  return payload;
}

/// Stamps of hostile recordings may be as far apart as can be.
std::int64_t minus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

std::size_t PackedEvents::placeOf(const Voices::Voice& voice, bool& is_new) {
  auto& [voices, places, next] = *memory_;
  const auto known = places.find(keyOf(voice));
  is_new = !known;
  if (known) return *known;
  const auto place = next;
  next = (next + 1) % Voices::kMost;
  if (place == voices.heard.size())
    voices.heard.emplace_back();
  else
    places.erase(keyOf(voices.heard[place].voice));
  voices.heard[place].voice = voice;
  places.set(keyOf(voice), place);
  return place;
}

void PackedEvents::append(const Event& event) {
  assert(memory_ != nullptr);
  auto& voices = memory_->voices;
  bool is_new = false;
  const Voices::Voice voice{event.kind, event.witness, event.node};
  const auto place = placeOf(voice, is_new);
  auto& before = voices.heard[place].last;
  const auto now = payloadOf(event);
  const auto changed = now.differences(before);

  packed_.number((std::uint64_t{place} << kWords | changed) << 1 | std::uint64_t{is_new});
  if (is_new) packed_.raw(&voice, sizeof voice);
  packed_.signedNumber(minus(event.at, voices.last_at));
  packed_.changedWords(changed, now, before);
  before = now;
  voices.last_at = event.at;
  ++count_;
}

void PackedEvents::seal() {
  packed_.shrink();
  memory_.reset();
}

bool PackedEvents::Reader::next(const PackedEvents& events, Event& event) {
  const auto& bytes = events.packed_.bytes();
  if (offset_ == bytes.size()) return false;
  PackedReader reader(bytes.data() + offset_);
  const auto head = reader.number();
  const auto place = head >> (kWords + 1);
  if (place == voices_.heard.size()) voices_.heard.emplace_back();
  auto& [voice, payload] = voices_.heard[place];
  if ((head & 1) != 0) reader.raw(&voice, sizeof voice);
  voices_.last_at = plus(voices_.last_at, reader.signedNumber());
  reader.changedWords(head >> 1 & kAllWords, payload);

  event.at = voices_.last_at;
  event.kind = voice.kind;
  event.witness = voice.witness;
  event.node = voice.node;
  std::memcpy(event.raw, payload.words.data(), sizeof event.raw);
  offset_ = static_cast<std::size_t>(reader.position() - bytes.data());
  return true;
}

}  // namespace switchyard
