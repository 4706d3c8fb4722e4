// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison.h"

#include "ui/view/words.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct CompareWords {
  Q_DECLARE_TR_FUNCTIONS(Compare)
};

}  // namespace

QString LaneSetup::title() const {
  if (mode) return *mode == Mode::tcp ? CompareWords::tr("Connections") : CompareWords::tr("Requests");
  auto name = words::algorithm(algorithm);
  return name.replace(0, 1, name.left(1).toUpper());
}

QString Comparison::title() const {
  return CompareWords::tr("%1 vs %2").arg(first.title(), second.title());
}

const std::vector<Comparison>& Comparison::all() {
  static const std::vector<Comparison> kAll{
      {{Mode::tcp, {}}, {Mode::http, {}}},
      {{{}, "roundrobin"}, {{}, "leastconn"}},
      {{{}, "roundrobin"}, {{}, "random"}},
      {{{}, "leastconn"}, {{}, "random"}},
  };
  return kAll;
}

}  // namespace switchyard
