// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/h2/hpack.h"

#include "core/base/cursor.h"
#include "core/h2/limits.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace switchyard::http2 {
namespace {

/// Blocks of a connection before it gets a memory: one that makes a few calls and rests should stay small.
constexpr std::uint32_t kBlocksBeforeMemory = 8;
constexpr std::size_t kFieldOverhead = 32;  // RFC 9113 §6.5.2

std::uint8_t* bytesOf(std::string_view text) {
  return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}
std::string_view textOf(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// RFC 7541 §5.1; nothing when it is cut, or longer than any that HPACK needs.
std::optional<std::size_t> takeInteger(Cursor& block, int prefix_bits) {
  const auto first = block.byte();
  if (!first) return std::nullopt;
  const auto most = (1U << prefix_bits) - 1;
  std::size_t value = *first & most;
  if (value < most) return value;
  for (int shift = 0; shift <= 28; shift += 7) {
    const auto byte = block.byte();
    if (!byte) return std::nullopt;
    value += std::size_t{*byte & 0x7FU} << shift;
    if ((*byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

/// RFC 7541 §5.2. False when it is cut.
bool skipString(Cursor& block) {
  const auto size = takeInteger(block, 7);
  return size && block.bytes(*size);
}

/// Values that change with each call: indexing them would only push useful ones out of the table.
bool changesWithEachCall(std::string_view name) {
  constexpr std::string_view kNames[] = {"grpc-timeout",   "switchyard-call", "traceparent",
                                         "grpc-trace-bin", "x-request-id",    "grpc-message"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

}  // namespace

std::optional<BlockShape> shapeOf(std::string_view block) {
  BlockShape shape;
  Cursor cursor(block);
  while (const auto first = cursor.peek()) {
    const bool indexed = (*first & 0x80) != 0;
    const bool resizes = (*first & 0xE0) == 0x20;
    const bool inserts = !indexed && (*first & 0x40) != 0;
    const auto number = takeInteger(cursor, indexed ? 7 : inserts ? 6 : resizes ? 5 : 4);
    if (!number) return std::nullopt;
    shape.changes_table |= inserts || resizes;
    if (resizes) continue;
    shape.unindexed.push_back(!indexed && !inserts);
    if (indexed) continue;
    if (*number == 0 && !skipString(cursor)) return std::nullopt;  // its name is not in the table
    if (!skipString(cursor)) return std::nullopt;
  }
  return shape;
}

void putLiteralField(std::string& to, std::string_view name, std::string_view value) {
  to.push_back('\0');
  for (const auto text : {name, value}) {
    auto size = text.size();
    if (size < 127) {
      to.push_back(static_cast<char>(size));
    } else {
      to.push_back('\x7F');
      for (size -= 127; size >= 128; size /= 128) to.push_back(static_cast<char>(size % 128 + 128));
      to.push_back(static_cast<char>(size));
    }
    to.append(text);
  }
}

HeadersRef HeaderStore::share(HeadersRef list) {
  auto& slot = slots_[list->fingerprint % kSlots];
  const auto equal = [](const HeaderList::Field& a, const HeaderList::Field& b) {
    return a.name == b.name && a.value == b.value && a.unindexed == b.unindexed;
  };
  if (!slot || slot->fingerprint != list->fingerprint ||
      !std::equal(slot->fields().begin(), slot->fields().end(), list->fields().begin(), list->fields().end(),
                  equal)) {
    list.mutableList()->shared = true;
    slot = list;
  }
  return slot;
}

HeaderDecoder::~HeaderDecoder() {
  if (inflater_ != nullptr) nghttp2_hd_inflate_del(inflater_);
}

/// Once seen is not enough to be remembered: many blocks are never seen again.
bool HeaderDecoder::seenBefore(std::uint64_t hash) {
  auto& seen = remembered_->seen;
  if (std::find(seen.begin(), seen.end(), hash) != seen.end()) return true;
  seen[remembered_->next_seen++ % seen.size()] = hash;
  return false;
}

HeaderDecoder::Decoded HeaderDecoder::decode(std::string_view block) {
  if (blocks_ < kBlocksBeforeMemory) {
    ++blocks_;
    return inflate(block);
  }
  const auto hash = std::hash<std::string_view>()(block);
  if (!remembered_) remembered_ = std::make_unique<Memory>();
  auto& first = remembered_->slots[hash % kSlots];
  auto& second = remembered_->slots[hash % kSlots ^ 1];
  for (const auto* slot : {&first, &second})
    if (slot->list && slot->block == block) return {Outcome::decoded, slot->list};
  auto decoded = inflate(block);
  if (decoded.outcome != Outcome::decoded || decoded.table_changed || !seenBefore(hash)) return decoded;
  decoded.list = store_.share(std::move(decoded.list));
  second = std::exchange(first, {std::string(block), decoded.list});
  return decoded;
}

HeaderDecoder::Decoded HeaderDecoder::inflate(std::string_view block) {
  if (inflater_ == nullptr && nghttp2_hd_inflate_new(&inflater_) != 0) return {};
  const auto shape = shapeOf(block);
  if (!shape) return {};
  if (shape->changes_table && remembered_)
    for (auto& slot : remembered_->slots) slot = {};

  std::vector<HeaderList::Field> fields;
  std::string bytes;  // nghttp2's own are good only until its next call
  bytes.reserve(block.size() * 4);
  struct Place {
    std::size_t name, value, end;
  };
  std::vector<Place> places;
  std::size_t size = 0;
  const auto* at = bytesOf(block);
  auto left = block.size();
  while (true) {
    nghttp2_nv field;
    int flags = 0;
    const auto used = nghttp2_hd_inflate_hd2(inflater_, &field, &flags, at, left, 1);
    if (used < 0) return {};
    at += used;
    left -= static_cast<std::size_t>(used);
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      size += field.namelen + field.valuelen + kFieldOverhead;
      if (size <= kMaxHeaderList) {
        const auto name = bytes.size();
        bytes.append(textOf(field.name, field.namelen));
        const auto value = bytes.size();
        bytes.append(textOf(field.value, field.valuelen));
        places.push_back({name, value, bytes.size()});
      }
    }
    if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0 && left == 0) return {};
  }
  nghttp2_hd_inflate_end_headers(inflater_);
  if (size > kMaxHeaderList) return {Outcome::too_large, {}, shape->changes_table};
  fields.reserve(places.size());
  const std::string_view all(bytes);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto& [name, value, end] = places[i];
    fields.push_back({all.substr(name, value - name), all.substr(value, end - value),
                      i < shape->unindexed.size() && shape->unindexed[i]});
  }
  return {Outcome::decoded, HeaderList::make(fields), shape->changes_table};
}

HeaderEncoder::~HeaderEncoder() {
  if (deflater_ != nullptr) nghttp2_hd_deflate_del(deflater_);
}

void HeaderEncoder::setTableSize(std::uint32_t size) {
  size = std::min(size, kHeaderTable);
  if (size == table_size_) return;
  table_size_ = size;
  if (deflater_ != nullptr) nghttp2_hd_deflate_change_table_size(deflater_, size);
  remembered_.reset();
}

std::string_view HeaderEncoder::encode(const HeadersRef& list) {
  thread_local std::string block;
  if (!list->shared) {
    deflate(*list, block);
    return block;
  }
  if (!remembered_) remembered_ = std::make_unique<std::array<Slot, kSlots>>();
  const auto place = (list->fingerprint ^ list->fingerprint >> 20) % kSlots;
  auto& first = (*remembered_)[place];
  auto& second = (*remembered_)[place ^ 1];
  for (const auto* slot : {&first, &second})
    if (slot->list.get() == list.get()) return slot->block;
  if (!deflate(*list, block)) second = std::exchange(first, {list, block});
  return block;
}

/// True when it has changed the table, and with it what all that is remembered means.
bool HeaderEncoder::deflate(const HeaderList& list, std::string& block) {
  if (deflater_ == nullptr) {
    nghttp2_hd_deflate_new(&deflater_, kHeaderTable);
    if (table_size_ != kHeaderTable) nghttp2_hd_deflate_change_table_size(deflater_, table_size_);
  }
  thread_local std::vector<nghttp2_nv> fields;
  fields.clear();
  for (const auto& field : list.fields()) {
    const bool indexed = !field.unindexed && !changesWithEachCall(field.name);
    fields.push_back({bytesOf(field.name), bytesOf(field.value), field.name.size(), field.value.size(),
                      static_cast<std::uint8_t>(indexed ? NGHTTP2_NV_FLAG_NONE : NGHTTP2_NV_FLAG_NO_INDEX)});
  }
  block.resize(nghttp2_hd_deflate_bound(deflater_, fields.data(), fields.size()));
  const auto size =
      nghttp2_hd_deflate_hd(deflater_, bytesOf(block), block.size(), fields.data(), fields.size());
  block.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (!remembered_) return true;
  const auto shape = shapeOf(block);
  const bool changed = !shape || shape->changes_table;
  if (changed)
    for (auto& slot : *remembered_) slot = {};
  return changed;
}

}  // namespace switchyard::http2
