// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts.h"

#include "ui/charts/connection_flow.h"
#include "ui/charts/fairness.h"
#include "ui/charts/latency.h"
#include "ui/charts/requests_per_second.h"
#include "ui/charts/requests_per_server.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct Charts {
  Q_DECLARE_TR_FUNCTIONS(Charts)
};

template <typename What>
ChartCard* make(const World& world, const Theme& theme, Selection& selection) {
  return new What(world, theme, selection);
}

}  // namespace

std::vector<Chart> charts() {
  using enum Chart::Deck;
  return {
      {QStringLiteral("requests-per-server"), shares, Charts::tr("Requests per server"),
       make<RequestsPerServerChart>},
      {QStringLiteral("fairness"), shares, Charts::tr("Fairness"), make<FairnessChart>},
      {QStringLiteral("requests-per-second"), times, Charts::tr("Requests per second"),
       make<RequestsPerSecondChart>},
      {QStringLiteral("latency"), times, Charts::tr("Latency"), make<LatencyChart>},
      {QStringLiteral("connections"), times, Charts::tr("Connections"), make<ConnectionFlowChart>},
  };
}

}  // namespace switchyard
