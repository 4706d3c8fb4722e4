// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/receive_buffer.h"

#include <sanitizer/asan_interface.h>

#include <cassert>
#include <functional>

namespace switchyard {

ReceiveBuffer::ReceiveBuffer(std::size_t size) : bytes_(size) {
  ASAN_POISON_MEMORY_REGION(bytes_.data(), bytes_.size());
}

ReceiveBuffer::~ReceiveBuffer() {
  assert(!reading_ && borrowers_.empty());
  ASAN_UNPOISON_MEMORY_REGION(bytes_.data(), bytes_.size());
}

std::optional<ReceiveBuffer::Loan> ReceiveBuffer::lend(std::string_view bytes) {
  const std::less_equal<const char*> not_behind;  // also of bytes that lie elsewhere
  const auto* begin = bytes_.data();
  if (!not_behind(begin, bytes.data()) || !not_behind(bytes.data() + bytes.size(), begin + filled_))
    return std::nullopt;
  return Loan(*this, bytes);
}

ReceiveBuffer::Reading::Reading(ReceiveBuffer& buffer) : buffer_(buffer) {
  assert(!buffer_.reading_);
  buffer_.reading_ = true;
  ASAN_UNPOISON_MEMORY_REGION(buffer_.bytes_.data(), buffer_.bytes_.size());
}

std::string_view ReceiveBuffer::Reading::filled(std::size_t size) {
  buffer_.filled_ = size;
  return {buffer_.bytes_.data(), size};
}

ReceiveBuffer::Reading::~Reading() {
  buffer_.filled_ = 0;  // nothing more is lent
  while (auto* borrower = buffer_.borrowers_.takeFirst()) borrower->recalled();
  ASAN_POISON_MEMORY_REGION(buffer_.bytes_.data(), buffer_.bytes_.size());
  buffer_.reading_ = false;
}

}  // namespace switchyard
