// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/h2/outbox.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace switchyard::http2 {
namespace {

constexpr std::size_t kFirstCapacity = 4096;
constexpr std::size_t kPiecesAtOnce = 64;
constexpr std::size_t kWorthMoving = 64 * 1024;  // written bytes at the front of a buffer

}  // namespace

std::string BufferPool::take() {
  std::string buffer;
  if (spare_.empty()) {
    buffer.reserve(kFirstCapacity);
  } else {
    buffer = std::move(spare_.back());
    spare_.pop_back();
  }
  return buffer;
}

void BufferPool::give(std::string buffer) {
  const bool worth_keeping = buffer.capacity() >= kFirstCapacity && buffer.capacity() <= kMostKept;
  if (spare_.size() >= kMostSpare || !worth_keeping) return;
  buffer.clear();
  spare_.push_back(std::move(buffer));
}

void Outbox::refer(const ReceiveBuffer::Loan& loan) {
  borrow(loan);
  references_.push_back({bytes_.size(), loan.bytes()});
  referenced_ += loan.bytes().size();
}

/// What the write comes to is told by the next send().
void Outbox::recalled() {
  send();
  copyReferences();
}

void Outbox::copyReferences() {
  if (references_.empty()) return;
  auto copy = pool_.take();
  auto from = written_;
  for (const auto& reference : references_) {
    copy.append(bytes_, from, reference.at - from).append(reference.bytes);
    from = reference.at;
  }
  copy.append(bytes_, from);
  references_.clear();
  referenced_ = 0;
  pool_.give(std::exchange(bytes_, std::move(copy)));
  written_ = 0;
}

void Outbox::clear() {
  giveBack();
  references_.clear();
  referenced_ = 0;
  pool_.give(std::exchange(bytes_, {}));
  written_ = 0;
}

Outbox::Sent Outbox::send() {
  if (empty()) return Sent::all;
  if (!writable_) return Sent::some;
  if (failure_ == 0) {
    const auto result = write();
    writable_ = result != Sent::some;
    if (result != Sent::failed) return result;
    failure_ = errno;
  }
  errno = failure_;
  return Sent::failed;
}

Outbox::Sent Outbox::write() {
  while (!empty()) {
    std::array<iovec, kPiecesAtOnce> pieces;
    std::size_t count = 0;
    std::size_t offered = 0;
    const auto add = [&](const char* data, std::size_t size) {
      if (size == 0) return;
      pieces[count++] = {const_cast<char*>(data), size};
      offered += size;
    };
    auto from = written_;
    bool complete = true;
    for (const auto& reference : references_) {
      complete = count + 3 <= pieces.size();
      if (!complete) break;
      add(bytes_.data() + from, reference.at - from);
      add(reference.bytes.data(), reference.bytes.size());
      from = reference.at;
    }
    if (complete) add(bytes_.data() + from, bytes_.size() - from);
    const auto sent = transport_.write({pieces.data(), count});
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::some : Sent::failed;
    wrote(static_cast<std::size_t>(sent));
    if (static_cast<std::size_t>(sent) < offered) return Sent::some;
  }
  return Sent::all;
}

void Outbox::wrote(std::size_t count) {
  sent_ += count;
  auto done = references_.begin();
  for (; count > 0 && done != references_.end(); ++done) {
    const auto own = std::min(count, done->at - written_);
    written_ += own;
    count -= own;
    const auto foreign = std::min(count, done->bytes.size());
    done->bytes.remove_prefix(foreign);
    referenced_ -= foreign;
    count -= foreign;
    if (written_ < done->at || !done->bytes.empty()) break;
  }
  references_.erase(references_.begin(), done);
  if (references_.empty()) giveBack();
  written_ += count;
  if (empty()) {
    pool_.give(std::exchange(bytes_, {}));
    written_ = 0;
  } else if (references_.empty() && written_ > kWorthMoving && written_ * 2 > bytes_.size()) {
    bytes_.erase(0, written_);
    written_ = 0;
  }
}

}  // namespace switchyard::http2
