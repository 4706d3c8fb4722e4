// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/linked_list.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace switchyard {

/// The one buffer that all connections of a balancer read into, one after the other. What is in it belongs to
/// whoever is reading (a Reading), until the Reading ends. Whoever wants to keep some of it longer than a
/// call borrows it (a Loan) and is told to give it back before the bytes change. AddressSanitizer is told
/// that between two Readings there is nothing to see here.
class ReceiveBuffer {
 public:
  class Borrower;
  class Reading;

  /// Bytes of the buffer that a Borrower may keep. Only lend() makes one.
  class Loan {
   public:
    std::string_view bytes() const { return bytes_; }

   private:
    friend class ReceiveBuffer;
    Loan(ReceiveBuffer& lender, std::string_view bytes) : lender_(lender), bytes_(bytes) {}

    ReceiveBuffer& lender_;
    std::string_view bytes_;
  };

  explicit ReceiveBuffer(std::size_t size);
  ~ReceiveBuffer();
  ReceiveBuffer(const ReceiveBuffer&) = delete;
  ReceiveBuffer& operator=(const ReceiveBuffer&) = delete;

  /// Nothing when `bytes` are not what has just been read, so that they are somebody else's to keep.
  std::optional<Loan> lend(std::string_view bytes);

 private:
  std::vector<char> bytes_;
  std::size_t filled_ = 0;  ///< by the Reading
  bool reading_ = false;
  LinkedList<Borrower> borrowers_;
};

/// Keeps bytes of a ReceiveBuffer for a while; one that dies has given them back.
class ReceiveBuffer::Borrower : private Link {
 protected:
  Borrower() = default;
  ~Borrower() = default;
  void borrow(const Loan& loan) { loan.lender_.borrowers_.append(*this); }
  void giveBack() { leave(); }

 private:
  friend class ReceiveBuffer;
  friend class LinkedList<Borrower>;

  /// The bytes change when this returns; it has given them back already, and nothing can be borrowed.
  virtual void recalled() = 0;
};

/// One filling of the buffer; there is one at a time. When it ends, all that was lent has come back.
class ReceiveBuffer::Reading {
 public:
  explicit Reading(ReceiveBuffer& buffer);
  ~Reading();
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  std::span<char> room() const { return buffer_.bytes_; }
  /// The first `size` bytes have been written.
  std::string_view filled(std::size_t size);

 private:
  ReceiveBuffer& buffer_;
};

}  // namespace switchyard
