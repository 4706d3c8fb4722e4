// SPDX-License-Identifier: GPL-3.0-or-later
// What members were told beyond what the scenario says, in words.
#include "core/command/command.h"
#include "ui/view/words.h"

#include <QCoreApplication>

namespace switchyard::words {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Words)
};

std::int64_t nanoseconds(std::chrono::microseconds time) {
  return std::chrono::nanoseconds(time).count();
}

QString failing(double share) {
  return Words::tr("%1 fail", "share of calls").arg(percent(share));
}

QString taking(std::int64_t latency) {
  return Words::tr("takes %1").arg(duration(latency));
}

QString excluded(Exclusion exclusion) {
  switch (exclusion) {
    case Exclusion::draining:
      return Words::tr("told to drain");
    case Exclusion::maintenance:
      return Words::tr("in maintenance");
    default:
      return Words::tr("picked again");
  }
}

/// Of what leaves no mark of its own; empty for the others.
struct CommandWords {
  QString operator()(const command::Slow& slow) const {
    return Words::tr("slower by %1").arg(duration(nanoseconds(slow.by)));
  }
  QString operator()(const command::SetLatency& set) const { return taking(nanoseconds(set.latency)); }
  QString operator()(const command::SetFailures& set) const { return failing(set.share); }
  QString operator()(const command::SetWeight& set) const {
    return Words::tr("weight %1").arg(count(set.weight));
  }
  QString operator()(const command::SetExclusion& set) const { return excluded(set.exclusion); }
  QString operator()(const command::SetRate& set) const {
    return set.rate > 0 ? Words::tr("%1 calls a second").arg(rate(set.rate))
                        : Words::tr("calls as fast as answers come");
  }
  template <typename Other>
  QString operator()(const Other&) const {
    return {};
  }
};

}  // namespace

QString command(const CommandRecord& record) {
  const auto command = commandFrom(record);
  return command ? std::visit(CommandWords(), *command) : QString();
}

QStringList orders(const Server& server) {
  QStringList told;
  const auto& now = server.behaviour;
  if (server.isSlowed()) told << taking(now.latency);
  if (now.fail != server.written.fail) told << failing(now.fail);
  const bool is_seen = server.state == NodeState::draining;
  if (now.exclusion != server.written.exclusion && !is_seen) told << excluded(now.exclusion);
  return told;
}

}  // namespace switchyard::words
