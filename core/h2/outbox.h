// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/receive_buffer.h"
#include "core/tls/transport.h"

#include <cstddef>
#include <cstdint>
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

/// What waits to be written to one connection, in order: bytes of its own, and bytes on loan from the buffer
/// that they were received in. When they are recalled it writes what the socket takes and copies the rest.
class Outbox final : private ReceiveBuffer::Borrower {
 public:
  /// Both must outlive it.
  Outbox(BufferPool& pool, Transport& transport) : pool_(pool), transport_(transport) {}

  bool empty() const { return size() == 0; }
  std::size_t size() const { return bytes_.size() - written_ + referenced_; }

  /// Append here, and only append.
  std::string& bytes() {
    if (bytes_.capacity() <= kInline) bytes_ = pool_.take();
    return bytes_;
  }
  /// Adds bytes without copying them.
  void refer(const ReceiveBuffer::Loan& loan);

  /// The socket takes bytes, as far as is known: at first it does not.
  bool writable() const { return writable_; }
  void becameWritable() { writable_ = true; }
  std::uint64_t sent() const { return sent_; }           ///< bytes, so far
  enum class Sent : std::uint8_t { all, some, failed };  ///< failed: see errno
  Sent send();
  /// Forgets what waits: nobody will take it.
  void clear();

 private:
  static constexpr std::size_t kInline = 15;  ///< what a std::string holds without a buffer
  struct Reference {
    std::size_t at;  ///< before this byte of bytes_
    std::string_view bytes;
  };

  void recalled() override;
  void copyReferences();
  Sent write();
  void wrote(std::size_t count);

  BufferPool& pool_;
  Transport& transport_;
  std::string bytes_;
  std::size_t written_ = 0;  ///< of bytes_
  std::vector<Reference> references_;
  std::size_t referenced_ = 0;  ///< bytes
  std::uint64_t sent_ = 0;
  bool writable_ = false;
  int failure_ = 0;  ///< errno of a write; 0: none has failed
};

}  // namespace switchyard::http2
