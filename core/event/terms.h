// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace switchyard {

// The words that events are told in. Recordings hold their numbers: new ones go to the end.

/// Who saw it. Three independent witnesses, the kernel's socket table, and the lab that moves the cast.
enum class Witness : std::uint8_t { lab, client, balancer, server, kernel };

enum class Role : std::uint8_t { client, balancer, server };

enum class Mode : std::uint8_t { tcp, http };

enum class NodeState : std::uint8_t { stopped, starting, ready, frozen, draining, down, failed, removed };

/// Why a node is in its state; the World turns it into words.
enum class Cause : std::uint8_t {
  none,
  asked,      ///< the user did it
  exited,     ///< the process ended by itself; `detail` is its exit status
  signalled,  ///< the process was killed; `detail` is the signal
  port_in_use,
  no_program,
  start_failed,
  connect_failed,  ///< the balancer could not connect; `detail` is errno
  checks_failed,   ///< active health checks; `detail` is how many
  ejected,         ///< passive health; `detail` is how many errors
  no_balancer,     ///< a client whose balancer does not listen
};

/// As the balancer sees it: towards clients, towards servers.
enum class Side : std::uint8_t { downstream, upstream };

/// Why a connection ended.
enum class CloseReason : std::uint8_t {
  none,
  client_closed,
  server_closed,
  reset,
  idle_timeout,
  connect_failed,
  connect_timeout,
  no_server,
  limit,
  drained,
  stopped,
  error,
};

/// Why a candidate was not eligible for a pick.
enum class Exclusion : std::uint8_t {
  none,
  down,
  draining,
  maintenance,
  full,
  already_tried,
  zero_weight,
  backup,
};
/// Of a server: may whoever runs it ask for that?
constexpr bool mayBeAsked(Exclusion exclusion) {
  return exclusion == Exclusion::none || exclusion == Exclusion::draining ||
         exclusion == Exclusion::maintenance;
}

}  // namespace switchyard
