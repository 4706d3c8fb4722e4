// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view/words.h"

#include "core/balance/explanation.h"
#include "core/event/status.h"
#include "core/system/errno_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <csignal>

namespace switchyard::words {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

QString signalWords(std::int32_t number) {
  switch (number) {
    case SIGKILL:
      return Words::tr("killed");
    case SIGSEGV:
    case SIGABRT:
    case SIGBUS:
      return Words::tr("crashed (signal %1)").arg(number);
    default:
      return Words::tr("ended by signal %1").arg(number);
  }
}

/// What decides about singular and plural.
int plural(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, 2'000'000'000));
}

QString callsLeft(const QString& state, std::uint64_t calls) {
  return calls == 0 ? state : Words::tr("%1, %n calls left", nullptr, plural(calls)).arg(state);
}

QString standing(const Node& node) {
  return node.state == NodeState::ready && !node.built_in ? Words::tr("observed")
                                                          : state(node.state, node.cause, node.cause_detail);
}

}  // namespace

QString text(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString of(NodeState state) {
  switch (state) {
    case NodeState::stopped:
      return Words::tr("stopped");
    case NodeState::starting:
      return Words::tr("starting");
    case NodeState::ready:
      return Words::tr("ready");
    case NodeState::frozen:
      return Words::tr("frozen");
    case NodeState::draining:
      return Words::tr("draining");
    case NodeState::down:
      return Words::tr("down");
    case NodeState::failed:
      return Words::tr("failed");
    case NodeState::removed:
      return Words::tr("removed");
  }
  return {};
}

QString of(Cause cause, std::int32_t detail) {
  switch (cause) {
    case Cause::none:
      return {};
    case Cause::asked:
      return Words::tr("asked for");
    case Cause::exited:
      return detail == 0 ? Words::tr("its program ended")
                         : Words::tr("its program ended with %1").arg(detail);
    case Cause::signalled:
      return signalWords(detail);
    case Cause::port_in_use:
      return Words::tr("its port is in use");
    case Cause::no_program:
      return Words::tr("its program was not found");
    case Cause::start_failed:
      return Words::tr("did not start");
    case Cause::connect_failed:
      return detail == 0 ? Words::tr("cannot connect") : errorNumber(detail);
    case Cause::checks_failed:
      return Words::tr("%n checks failed", nullptr, detail);
    case Cause::ejected:
      return Words::tr("ejected after %n errors", nullptr, detail);
    case Cause::no_balancer:
      return Words::tr("its balancer does not listen");
  }
  return {};
}

QString state(NodeState state, Cause cause, std::int32_t detail) {
  const auto why = cause == Cause::asked ? QString() : of(cause, detail);
  return why.isEmpty() ? of(state) : Words::tr("%1: %2", "state: cause").arg(of(state), why);
}

QString state(const Node& node) {
  return standing(node);
}

QString state(const Server& server) {
  if (server.state == NodeState::ready && server.built_in) return Words::tr("healthy");
  const auto words = standing(server);
  return server.state == NodeState::draining ? callsLeft(words, server.in_flight) : words;
}

QString mark(const MarkRecord& mark) {
  return mark.text.empty() ? state(mark.state, mark.cause, mark.detail) : text(mark.text);
}

QString role(Role role) {
  switch (role) {
    case Role::client:
      return Words::tr("client");
    case Role::balancer:
      return Words::tr("load balancer");
    case Role::server:
      return Words::tr("server");
  }
  return {};
}

QString of(CloseReason reason) {
  switch (reason) {
    case CloseReason::none:
      return {};
    case CloseReason::client_closed:
      return Words::tr("the client closed it");
    case CloseReason::server_closed:
      return Words::tr("the server closed it");
    case CloseReason::reset:
      return Words::tr("reset by the far end");
    case CloseReason::idle_timeout:
      return Words::tr("idle for too long");
    case CloseReason::connect_failed:
      return Words::tr("could not connect");
    case CloseReason::connect_timeout:
      return Words::tr("no answer in time");
    case CloseReason::no_server:
      return Words::tr("no server was available");
    case CloseReason::limit:
      return Words::tr("the limit was reached");
    case CloseReason::drained:
      return Words::tr("drained");
    case CloseReason::stopped:
      return Words::tr("the balancer stopped");
    case CloseReason::error:
      return Words::tr("failed");
  }
  return {};
}

QString closed(const Connection& connection) {
  const auto why = of(connection.reason);
  const auto number = errorNumber(connection.error);
  return number.isEmpty() ? why : Words::tr("%1: %2", "reason: error").arg(why, number);
}

QString side(Side side) {
  return side == Side::downstream ? Words::tr("client → LB") : Words::tr("LB → server");
}

QString ports(const Connection& connection) {
  const bool down = connection.side == Side::downstream;
  const auto& from = down ? connection.remote : connection.local;
  const auto& to = down ? connection.local : connection.remote;
  return QStringLiteral(":%1 → :%2").arg(from.port).arg(to.port);
}

QString joints(const Balancer& balancer) {
  const auto sum = balancer.downstream + balancer.upstream;
  return Words::tr("%1 TCP connections · %2 in, %3 out", nullptr, plural(sum))
      .arg(count(sum), count(balancer.downstream), count(balancer.upstream));
}

QString errorNumber(std::int32_t number) {
  if (number == 0) return {};
  const auto words = text(errnoWords(number));
  return words.left(1).toLower() + words.mid(1);
}

QString of(Exclusion exclusion) {
  switch (exclusion) {
    case Exclusion::none:
      return {};
    case Exclusion::down:
      return Words::tr("is down");
    case Exclusion::draining:
      return Words::tr("is draining");
    case Exclusion::maintenance:
      return Words::tr("is in maintenance");
    case Exclusion::full:
      return Words::tr("is full (maxconn)");
    case Exclusion::already_tried:
      return Words::tr("was already tried");
    case Exclusion::zero_weight:
      return Words::tr("has weight 0");
    case Exclusion::backup:
      return Words::tr("is a backup");
  }
  return {};
}

QString status(std::uint8_t status) {
  return status == kStatusLost ? Words::tr("lost") : text(statusName(status));
}

QString underWay() {
  return Words::tr("under way");
}

QString stranger() {
  return Words::tr("another client");
}

QString outcome(const CallRecord& call) {
  return call.underWay() ? underWay() : status(call.status);
}

QString ofAlgorithm(std::string_view english) {
  return QCoreApplication::translate("Algorithm", std::string(english).c_str());
}

QString algorithm(std::string_view name) {
  const auto title = explanationOf(name).title;
  return title.empty() ? text(name) : ofAlgorithm(title);
}

QString mode(Mode mode) {
  return mode == Mode::tcp ? QStringLiteral("TCP") : QStringLiteral("HTTP/2");
}

QString connections(std::uint64_t number) {
  return Words::tr("%1 connections", nullptr, plural(number)).arg(count(number));
}

QString decisions(std::uint64_t number) {
  return Words::tr("%1 decisions", nullptr, plural(number)).arg(count(number));
}

QString calls(std::uint64_t number) {
  return Words::tr("%1 calls", nullptr, plural(number)).arg(count(number));
}

QString requests(std::uint64_t number) {
  return Words::tr("%1 requests received", nullptr, plural(number)).arg(count(number));
}

QString count(std::uint64_t value) {
  auto digits = QString::number(value);
  if (digits.size() <= 4) return digits;
  for (auto place = digits.size() - 3; place > 0; place -= 3) digits.insert(place, QChar(0x202F));
  return digits;
}

QString bytes(std::uint64_t value) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  auto scaled = static_cast<double>(value);
  std::size_t unit = 0;
  while (scaled >= 999.5 && unit + 1 < std::size(kUnits)) {
    scaled /= 1000;
    ++unit;
  }
  const int decimals = unit > 0 && scaled < 9.95 ? 1 : 0;
  return QStringLiteral("%1 %2").arg(QString::number(scaled, 'f', decimals), QLatin1String(kUnits[unit]));
}

QString duration(std::int64_t nanoseconds) {
  const auto ms = static_cast<double>(nanoseconds) / 1e6;
  if (ms < 0.0995) return QStringLiteral("%1 ms").arg(ms, 0, 'f', 2);
  if (ms < 9.95) return QStringLiteral("%1 ms").arg(ms, 0, 'f', 1);
  if (ms < 999.5) return QStringLiteral("%1 ms").arg(ms, 0, 'f', 0);
  if (ms < 59'950) return QStringLiteral("%1 s").arg(ms / 1000, 0, 'f', ms < 9'995 ? 2 : 1);
  const auto seconds = std::llround(ms / 1000);
  return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

QString stamp(std::int64_t nanoseconds) {
  const auto ms = nanoseconds / 1'000'000;
  const auto two = [](std::int64_t value) {
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
  };
  const auto minutes = ms / 60'000;
  const auto hours = minutes < 60 ? QString() : QStringLiteral("%1:").arg(minutes / 60);
  return hours + (hours.isEmpty() ? QString::number(minutes) : two(minutes % 60)) + QLatin1Char(':') +
         two(ms / 1000 % 60) + QStringLiteral(".%1").arg(ms % 1000, 3, 10, QLatin1Char('0'));
}

QString percent(double share) {
  return QStringLiteral("%1 %").arg(share * 100, 0, 'f', 0);
}

QString rate(double a_second) {
  if (a_second > 0 && a_second < 9.95) return QString::number(a_second, 'f', 1);
  return count(static_cast<std::uint64_t>(std::llround(a_second)));
}

}  // namespace switchyard::words
