// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace switchyard::bench {

/// What waits for a socket: frames, and the zeros that fill the answers. The zeros are sent from one small block that
/// stays in the cache: an answer of 1 MiB is not copied before the kernel copies it.
class Outbox {
 public:
  std::string& text() { return text_; }
  void putZeros(std::size_t count);
  bool flush(int fd);  ///< false when the connection is broken

 private:
  struct Zeros {
    std::size_t after;  ///< they follow this many bytes of the text
    std::size_t left;
  };
  void advance(std::size_t sent);

  std::string text_;
  std::size_t written_ = 0;  ///< of the text
  std::deque<Zeros> zeros_;
};

}  // namespace switchyard::bench
