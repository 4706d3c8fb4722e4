// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <asio/posix/stream_descriptor.hpp>
#include <system_error>

namespace switchyard {

/// Gives a descriptor that a system call has just returned to Asio. Where there is none (-1, errno set), or
/// Asio cannot watch it, the error says why, and nothing is left open.
std::error_code hold(asio::posix::stream_descriptor& into, int fd);

}  // namespace switchyard
