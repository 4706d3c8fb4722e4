// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/members.h"
#include "core/event/records.h"

#include <QCoreApplication>
#include <QString>

#include <cstdint>

namespace switchyard {

/// What the canvas says, in the user's language.
struct CanvasWords {
  Q_DECLARE_TR_FUNCTIONS(CanvasWords)

 public:
  static QString number(std::uint64_t value);         ///< "12,345"
  static QString duration(std::int64_t nanoseconds);  ///< "0.4 ms", "12 ms", "1.2 s"
  static QString rate(double calls);                  ///< "10/s"
  static QString name(const Node& node);
  static QString address(const Endpoint& endpoint);

  /// The state with its cause: "down: killed (signal 9)", "draining, 2 calls left".
  static QString state(const Node& node);
  static QString mode(Mode mode);  ///< "TCP", "HTTP/2"
  /// "round robin"; a name that is not known as it is.
  static QString algorithm(const std::string& name);

  static QString ports(const Connection& connection);  ///< ":41820 → :8443", from who opened it
  static QString connections(std::uint64_t count);     ///< "67 connections"
  static QString decisions(std::uint64_t count);
  static QString joints(const Balancer& balancer);  ///< "6 TCP connections · 3 in, 3 out"
  static QString share(double part, double whole);  ///< "33 %"
};

}  // namespace switchyard
