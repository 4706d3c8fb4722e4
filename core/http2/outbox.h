// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/transport.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::http2 {

/// Spare buffers, so that connections that write again and again do not allocate, and resting ones hold none.
class BufferPool {
 public:
  std::string take();
  void give(std::string buffer);

 private:
  static constexpr std::size_t kMostSpare = 64;
  static constexpr std::size_t kMostKept = 64 * 1024;  ///< a larger buffer goes back to the heap
  std::vector<std::string> spare_;
};

/// What waits to be written to one connection, in order: bytes of its own, and references to bytes that
/// somebody else holds for a while.
class Outbox {
 public:
  explicit Outbox(BufferPool& pool) : pool_(pool) {}

  bool empty() const { return size() == 0; }
  std::size_t size() const { return bytes_.size() - written_ + referenced_; }

  /// Append here, and only append.
  std::string& bytes() {
    if (bytes_.capacity() <= kInline) bytes_ = pool_.take();
    return bytes_;
  }
  /// Adds bytes without copying them; settle() must come before they change.
  void refer(std::string_view bytes);
  bool hasReferences() const { return !references_.empty(); }
  /// Copies what is still referred to.
  void settle();

  enum class Sent : std::uint8_t { all, some, failed };  ///< failed: see errno
  Sent send(Transport& transport);

 private:
  static constexpr std::size_t kInline = 15;  ///< what a std::string holds without a buffer
  struct Reference {
    std::size_t at;  ///< before this byte of bytes_
    std::string_view bytes;
  };

  void wrote(std::size_t count);

  BufferPool& pool_;
  std::string bytes_;
  std::size_t written_ = 0;  ///< of bytes_
  std::vector<Reference> references_;
  std::size_t referenced_ = 0;  ///< bytes
};

}  // namespace switchyard::http2
