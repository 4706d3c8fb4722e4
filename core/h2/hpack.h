// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/headers.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct nghttp2_hd_inflater;
struct nghttp2_hd_deflater;

namespace switchyard::http2 {

/// Header lists that have been seen more than once, so that equal lists of different connections are one
/// object. Holds at most kSlots; a newer list takes an older one's place.
class HeaderStore {
 public:
  HeadersRef share(HeadersRef list);

 private:
  static constexpr std::size_t kSlots = 256;
  std::array<HeadersRef, kSlots> slots_;
};

/// Decodes the header blocks of one direction of a connection (RFC 7541), with nghttp2's inflater. While no
/// block has changed the dynamic table, the same bytes mean the same list: blocks that are seen again are
/// remembered, at most kSlots of them.
class HeaderDecoder {
 public:
  explicit HeaderDecoder(HeaderStore& store) : store_(store) {}
  ~HeaderDecoder();
  HeaderDecoder(const HeaderDecoder&) = delete;
  HeaderDecoder& operator=(const HeaderDecoder&) = delete;

  enum class Outcome : std::uint8_t { decoded, too_large, broken };
  struct Decoded {
    Outcome outcome = Outcome::broken;
    HeadersRef list;
    bool table_changed = false;
  };
  Decoded decode(std::string_view block);

 private:
  static constexpr std::size_t kSlots = 16;
  struct Slot {
    std::string block;
    HeadersRef list;
  };
  struct Memory {
    std::array<Slot, kSlots>
        slots;  ///< each block has two places, so that two that come in turn do not fight
    std::array<std::uint64_t, 8> seen{};  ///< hashes of the last blocks that are not remembered
    std::size_t next_seen = 0;
  };

  Decoded inflate(std::string_view block);
  bool seenBefore(std::uint64_t hash);

  HeaderStore& store_;
  nghttp2_hd_inflater* inflater_ = nullptr;
  std::unique_ptr<Memory> remembered_;  ///< made when a connection is worth it
  std::uint32_t blocks_ = 0;
};

/// Encodes header lists for one direction of a connection, with nghttp2's deflater. Remembers how shared
/// lists were encoded while the dynamic table does not change.
class HeaderEncoder {
 public:
  HeaderEncoder() = default;
  ~HeaderEncoder();
  HeaderEncoder(const HeaderEncoder&) = delete;
  HeaderEncoder& operator=(const HeaderEncoder&) = delete;

  /// The block, good until the next call.
  std::string_view encode(const HeadersRef& list);
  /// The peer's SETTINGS_HEADER_TABLE_SIZE; we use at most kHeaderTable.
  void setTableSize(std::uint32_t size);

 private:
  static constexpr std::size_t kSlots = 16;
  struct Slot {
    HeadersRef list;
    std::string block;
  };

  bool deflate(const HeaderList& list, std::string& block);

  nghttp2_hd_deflater* deflater_ = nullptr;
  std::uint32_t table_size_ = 4096;
  std::unique_ptr<std::array<Slot, kSlots>> remembered_;  ///< each list has two places
};

/// How the fields of a header block are represented (RFC 7541 §6), found without decoding them.
struct BlockShape {
  bool changes_table = false;   ///< it inserts into the dynamic table or changes its size
  std::vector<bool> unindexed;  ///< for each field: a literal that was kept out of the table
};
/// Nothing when the block is cut: then it cannot be decoded.
std::optional<BlockShape> shapeOf(std::string_view block);

/// Appends a field as a literal that touches no table (RFC 7541 §6.2.2), for all blocks of a connection
/// alike.
void putLiteralField(std::string& to, std::string_view name, std::string_view value);

}  // namespace switchyard::http2
