// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/history/packed_bytes.h"
#include "core/measure/flat_index.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace switchyard {

/// What the writer and the reader of packed events both remember: the last event of each voice, which is a
/// kind, a witness and a node. Most of what a voice says it has said before, so an event is kept as its
/// difference from the last one of its voice; its stamp as that from the last event of all.
struct Voices {
  static constexpr std::size_t kMost = 1024;

  struct Voice {
    Kind kind;
    Witness witness;
    NodeId node;
  };
  struct Payload {
    std::uint8_t raw[sizeof Event::raw];
  };
  struct Heard {
    Voice voice{};
    Words<Payload> last;
  };

  std::vector<Heard> heard;
  std::int64_t last_at = 0;
};

/// Keeps events in a tenth to a sixth of their size, losslessly: what is read back has the same members and
/// the same 48 bytes of payload, also when the event is not well-formed. An event that is like none before
/// takes at most 80 bytes.
class PackedEvents {
 public:
  /// `expected` bytes are made ready, which is faster when it is about right.
  explicit PackedEvents(std::size_t expected = 0) { packed_.reserve(expected); }
  void append(const Event& event);
  /// Nothing more will be appended: frees what only append() needs.
  void seal();
  /// All until now, sealed.
  PackedEvents snapshot() const {
    PackedEvents copy;
    copy.packed_ = packed_;
    copy.count_ = count_;
    copy.memory_.reset();
    return copy;
  }
  std::size_t count() const { return count_; }
  std::size_t bytes() const { return packed_.bytes().capacity(); }

  /// Reads the events in their order. May go on when more have been appended.
  class Reader {
   public:
    /// False at the end. Always called with the same events.
    bool next(const PackedEvents& events, Event& event);

   private:
    Voices voices_;
    std::size_t offset_ = 0;
  };

 private:
  struct Memory {
    Voices voices;
    FlatIndex places;      ///< voice to its place in voices.heard
    std::size_t next = 0;  ///< where the next new voice goes; the one that was there is forgotten
  };
  std::size_t placeOf(const Voices::Voice& voice, bool& is_new);

  PackedWriter packed_;
  std::size_t count_ = 0;
  std::unique_ptr<Memory> memory_ = std::make_unique<Memory>();
};

}  // namespace switchyard
