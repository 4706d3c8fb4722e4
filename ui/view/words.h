// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/members.h"
#include "core/world/records.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <string>
#include <string_view>

/// What the window says of the World: the same thing in the same words on canvas, charts, tables and
/// inspector. Translated; figures in the form that all languages read alike (1.5, 12 345).
namespace switchyard::words {

/// A text of the World (UTF-8) as the window's.
QString text(std::string_view utf8);

// Members of the cast.
QString of(NodeState state);                   ///< "draining"
QString of(Cause cause, std::int32_t detail);  ///< "killed", "3 checks failed"; empty for `none`
QString state(NodeState state, Cause cause, std::int32_t detail);  ///< "down: killed"
/// Of a member as it is now, with what keeps it: "healthy", "down: killed", "draining, 2 calls left".
QString state(const Node& node);
QString state(const Server& server);
/// Of what a mark tells: its text, or the state that its member took.
QString mark(const MarkRecord& mark);
QString role(Role role);  ///< "client"
/// What a server was told that the scenario does not say: "takes 300 ms", "20 % fail", "told to drain".
QStringList orders(const Server& server);
/// A command that no state shows: "slower by 100 ms"; empty for the others.
QString command(const CommandRecord& record);

// Connections.
QString of(CloseReason reason);                ///< "the client closed it"; empty for `none`
QString closed(const Connection& connection);  ///< with the system's words for an errno
QString side(Side side);                       ///< "client → LB"
QString ports(const Connection& connection);   ///< ":41820 → :8443", from who opened it
QString joints(const Balancer& balancer);      ///< "6 TCP connections · 3 in, 3 out"
QString errorNumber(std::int32_t number);      ///< errno: "connection refused"; empty for 0

// Calls and picks.
QString of(Exclusion exclusion);                ///< "is draining"; empty for `none`
QString status(std::uint8_t status);            ///< "OK", "UNAVAILABLE"; "lost" for kStatusLost
QString underWay();                             ///< what is said of a call that has not ended
QString stranger();                             ///< what a client outside the cast is called
QString outcome(const CallRecord& call);        ///< its status, or "under way"
QString ofAlgorithm(std::string_view english);  ///< a text of its Explanation
QString algorithm(std::string_view name);       ///< "round robin"; an unknown name as it is
QString mode(Mode mode);                        ///< "TCP", "HTTP/2"

// Figures.
QString connections(std::uint64_t number);   ///< "67 connections"
QString decisions(std::uint64_t number);     ///< "1 decision"
QString calls(std::uint64_t number);         ///< "3 calls"
QString requests(std::uint64_t number);      ///< "3 requests received"
QString count(std::uint64_t value);          ///< "1000", "12 345", "1 234 567"
QString bytes(std::uint64_t value);          ///< "214 B", "1.2 kB", "34 MB"
QString duration(std::int64_t nanoseconds);  ///< "0.4 ms", "12 ms", "1.25 s", "2 min 5 s"
QString stamp(std::int64_t nanoseconds);     ///< time since the run began: "0:12.345"
QString percent(double share);               ///< of 0 to 1: "33 %"
QString rate(double a_second);               ///< "0.5", "12", "1200", without its unit

}  // namespace switchyard::words
