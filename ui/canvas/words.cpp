// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/words.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace switchyard {
namespace {

int plural(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, 2'000'000'000));
}

QString cause(const Node& node) {
  const auto detail = node.cause_detail;
  switch (node.cause) {
    case Cause::none:
    case Cause::asked:
      return {};
    case Cause::exited:
      return CanvasWords::tr("ended (exit %1)").arg(detail);
    case Cause::signalled:
      return CanvasWords::tr("killed (signal %1)").arg(detail);
    case Cause::port_in_use:
      return CanvasWords::tr("port in use");
    case Cause::no_program:
      return CanvasWords::tr("program not found");
    case Cause::start_failed:
      return CanvasWords::tr("did not start");
    case Cause::connect_failed:
      return CanvasWords::tr("no connection (%1)").arg(QString::fromLocal8Bit(std::strerror(detail)));
    case Cause::checks_failed:
      return CanvasWords::tr("%Ln check(s) failed", nullptr, detail);
    case Cause::ejected:
      return CanvasWords::tr("%Ln error(s) in a row", nullptr, detail);
    case Cause::no_balancer:
      return CanvasWords::tr("no balancer");
  }
  return {};
}

QString draining(const Node& node) {
  if (node.role != Role::server) return CanvasWords::tr("draining");
  const auto left = static_cast<const Server&>(node).in_flight;
  return left == 0 ? CanvasWords::tr("draining") : CanvasWords::tr("draining, %Ln call(s) left", nullptr, plural(left));
}

QString bareState(const Node& node) {
  switch (node.state) {
    case NodeState::stopped:
      return CanvasWords::tr("stopped");
    case NodeState::starting:
      return CanvasWords::tr("starting");
    case NodeState::ready:
      if (!node.built_in) return CanvasWords::tr("observed");
      return node.role == Role::server ? CanvasWords::tr("healthy") : CanvasWords::tr("ready");
    case NodeState::frozen:
      return CanvasWords::tr("frozen");
    case NodeState::draining:
      return draining(node);
    case NodeState::down:
      return CanvasWords::tr("down");
    case NodeState::failed:
      return CanvasWords::tr("failed");
    case NodeState::removed:
      return CanvasWords::tr("removed");
  }
  return {};
}

}  // namespace

QString CanvasWords::number(std::uint64_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

QString CanvasWords::duration(std::int64_t nanoseconds) {
  const double ms = static_cast<double>(nanoseconds) / 1e6;
  const QLocale locale;
  if (ms < 9.95) return tr("%1 ms").arg(locale.toString(ms, 'f', 1));
  if (ms < 999.5) return tr("%1 ms").arg(locale.toString(ms, 'f', 0));
  return tr("%1 s").arg(locale.toString(ms / 1000, 'f', ms < 9'950 ? 1 : 0));
}

QString CanvasWords::rate(double calls) {
  return tr("%1/s").arg(QLocale().toString(calls, 'f', 0));
}

QString CanvasWords::name(const Node& node) {
  return QString::fromStdString(node.name);
}

QString CanvasWords::address(const Endpoint& endpoint) {
  return QString::fromStdString(endpoint.text());
}

QString CanvasWords::state(const Node& node) {
  const auto why = node.state == NodeState::ready ? QString() : cause(node);
  return why.isEmpty() ? bareState(node) : tr("%1: %2", "a state and its cause").arg(bareState(node), why);
}

QString CanvasWords::mode(Mode mode) {
  return mode == Mode::tcp ? QStringLiteral("TCP") : QStringLiteral("HTTP/2");
}

QString CanvasWords::algorithm(const std::string& name) {
  struct Known {
    std::string_view name;
    QString words;
  };
  const std::array known{Known{"roundrobin", tr("round robin")},
                         Known{"static-rr", tr("static round robin")},
                         Known{"leastconn", tr("least connections")},
                         Known{"first", tr("first that is free")},
                         Known{"source", tr("hash of the source")},
                         Known{"random", tr("random")}};
  const auto bare = std::string_view(name).substr(0, name.find_first_of(" ("));
  const auto found = std::find_if(known.begin(), known.end(), [&](const Known& one) { return one.name == bare; });
  return found == known.end() ? QString::fromStdString(name) : found->words;
}

QString CanvasWords::ports(const Connection& connection) {
  const bool down = connection.side == Side::downstream;
  const auto& from = down ? connection.remote : connection.local;
  const auto& to = down ? connection.local : connection.remote;
  return QStringLiteral(":%1 → :%2").arg(from.port).arg(to.port);
}

QString CanvasWords::connections(std::uint64_t count) {
  return tr("%Ln connection(s)", nullptr, plural(count));
}

QString CanvasWords::decisions(std::uint64_t count) {
  return tr("%Ln decision(s)", nullptr, plural(count));
}

QString CanvasWords::joints(const Balancer& balancer) {
  const auto sum = balancer.downstream + balancer.upstream;
  return tr("%Ln TCP connection(s) · %1 in, %2 out", nullptr, plural(sum))
      .arg(number(balancer.downstream), number(balancer.upstream));
}

QString CanvasWords::share(double part, double whole) {
  return tr("%1 %").arg(QLocale().toString(whole > 0 ? 100 * part / whole : 0.0, 'f', 0));
}

}  // namespace switchyard
