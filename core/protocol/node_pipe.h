// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What the Lab and a switchyard-node process say to each other.
///
/// The Lab starts a node with `--lab <NodeId> <fd> <run>`. The node writes Events, byte for byte, to that
/// descriptor, and a `node_state` event with state `ready` when it can be used. The Lab writes commands, one
/// a line, to its standard input. When standard input ends, the node ends at once: that is how no orphan
/// survives the app. The kernel helps: the Lab sets PR_SET_PDEATHSIG to SIGKILL in the child, which also ends
/// a frozen one.
///
/// Commands for a client (all durations in microseconds, all keys required):
/// - `traffic calls=100 connections=1 concurrency=2 rate=50 deadline=20000000 name=world`: name is last and
/// may
///   hold spaces
/// - `run`: begin `calls` calls (0: until pause)
/// - `steady rate=1`: begin calls without end at this rate
/// - `pause`: start no further call
/// - `send n=3`: start n calls now, besides whatever runs
/// - `reconnect`: further calls use new connections; the old ones close when their calls have ended
///
/// Commands for a server:
///     behave latency=10000 jitter=2000 fail=0.2
/// SIGTERM: a client ends after its open calls (at most 200 ms), a server shuts down gracefully (at most 2
/// s).
///
/// Each call of a node-client carries the metadata `switchyard-call: <run>-<CallId>` (RunMark). A node-server
/// answers calls of its own run with the metadata `switchyard-server: <run>-<NodeId>`, all others with its
/// name. Whatever another run, or anybody else, writes there is a stranger's, and passed on untouched.

namespace switchyard::node {

/// Exit statuses of switchyard-node, so that the Lab can name the cause.
enum ExitStatus : int { ok = 0, some_calls_failed = 1, usage = 2, port_in_use = 3, cannot_start = 4 };

}  // namespace switchyard::node
