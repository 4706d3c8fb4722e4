// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace switchyard {

/// Do the witnesses agree? Clients, balancers, servers and the kernel are asked independently; this compares
/// them.
///
/// For each client of the cast:
///  1. what no server received, failed:        sent − handled − unobserved ≤ failed + lost
///  2. nothing was forwarded that was not sent:  forwarded ≤ sent + cut
///     (`cut`: forwarded, but no server had it when its connection ended; gRPC may send such a call again by
///     itself)
///  3. whatever servers received of it came over a connection of a balancer:  handled = arrived
/// For each connection: what a server received over it was forwarded over it.  arrived ≤ streams
/// For each server:
///  4. each OK answer that clients had from it, it gave:     ok_at_clients ≤ ok (left out when it was killed
///  with
///     SIGKILL: its last words may be lost)
///  5. each OK answer that it gave reached its client, or that call failed there:  ok ≤ ok_at_clients +
///  failed + lost
/// So with no failures at all, one call more or less at any one witness breaks a rule.
///
/// Calls under way, and what happened in the last half second (words of the other witnesses may still be on
/// their way; balancers tell their counts ten times a second), are allowed for; at rest nothing is. Calls of
/// clients outside the cast are counted apart: what became of them is not known. Servers that do not report
/// (not built in) are taken at the balancers' word. A client that calls directly (balancer 0) has no rules 2
/// and 3.
struct Agreement {
  // Calls of the clients of the cast.
  std::uint64_t clients_sent = 0;
  std::uint64_t balancer_forwarded = 0;
  std::uint64_t servers_handled = 0;
  std::uint64_t unobserved = 0;  ///< of the forwarded, those to servers that do not report
  // Calls of strangers.
  std::uint64_t strangers_forwarded = 0;
  std::uint64_t strangers_handled = 0;

  bool at_rest = true;   ///< no client of the cast has a call under way
  bool complete = true;  ///< at rest, and every rule holds with nothing allowed for: the final word on a run
  bool calls = true;  ///< no rule is broken beyond what is allowed for: what a status bar shows all the time

  std::uint64_t kernel_connections = 0;  ///< of those on the board, how many the kernel's last sample shows
  std::uint64_t board_connections = 0;   ///< connections the balancers said were open then
  bool kernel = true;                    ///< no difference in the last two samples (KernelTable)
};

}  // namespace switchyard
