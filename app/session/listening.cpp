// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/listening.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct Listening {
  Q_DECLARE_TR_FUNCTIONS(Listening)
};

/// A bind line that asks for more than loopback, by its place in the configuration.
struct Place {
  std::size_t frontend;
  std::size_t bind;
};

std::optional<Place> firstBeyond(const config::Config& config) {
  for (std::size_t frontend = 0; frontend < config.frontends.size(); ++frontend)
    for (std::size_t bind = 0; bind < config.frontends[frontend].binds.size(); ++bind)
      if (!config.frontends[frontend].binds[bind].address.isLoopback()) return Place{frontend, bind};
  return std::nullopt;
}

QString written(const Lane& lane, const Place& place) {
  const auto& bind = lane.scenario().config.frontends[place.frontend].binds[place.bind];
  return bind.every_address ? QStringLiteral("*:%1").arg(bind.address.port)
                            : QString::fromStdString(bind.address.text());
}

}  // namespace

QString questionToListen(const Lanes& lanes) {
  const auto& config = lanes.first().scenario().config;
  const auto place = firstBeyond(config);
  if (!place || lanes.first().listensAsWritten()) return {};
  const auto& frontend = config.frontends[place->frontend];
  auto words = Listening::tr(
                   "%1 asks to listen on %2, where other computers can reach it. It listens on this "
                   "computer only, on 127.0.0.1:%3.")
                   .arg(QString::fromStdString(frontend.name), written(lanes.first(), *place))
                   .arg(frontend.binds[place->bind].address.port);
  if (lanes.comparison())
    words += u' ' + Listening::tr("The second lane would listen on %1.").arg(written(lanes.second(), *place));
  return words;
}

QString whereLanesListen(const Lanes& lanes) {
  const auto place = firstBeyond(lanes.first().scenario().config);
  if (!place || !lanes.comparison() || !lanes.first().listensAsWritten()) return {};
  return Listening::tr("Other computers reach the first lane on %1 and the second on %2.")
      .arg(written(lanes.first(), *place), written(lanes.second(), *place));
}

}  // namespace switchyard
