// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/problems_model.h"

#include "ui/view/words.h"

#include <algorithm>

namespace switchyard {
namespace {

RowsModel::Tone toneOf(NodeState state) {
  switch (state) {
    case NodeState::ready:
      return RowsModel::Tone::good;
    case NodeState::frozen:
    case NodeState::draining:
      return RowsModel::Tone::warn;
    case NodeState::down:
    case NodeState::failed:
      return RowsModel::Tone::bad;
    case NodeState::stopped:
    case NodeState::starting:
    case NodeState::removed:
      return RowsModel::Tone::quiet;
  }
  return RowsModel::Tone::plain;
}

}  // namespace

ProblemsModel::ProblemsModel(const World& world, QObject* parent)
    : RowsModel(parent),
      world_(world),
      columns_{{.title = tr("Time"), .widest = QStringLiteral("00:00.000"), .mono = true},
               {.title = tr("Who"), .widest = QStringLiteral("client00")},
               {.title = tr("What happened"), .widest = QString(30, QLatin1Char('x')), .stretches = true},
               {.title = tr("What helps"), .widest = QString(40, QLatin1Char('x')), .stretches = true}} {}

QString ProblemsModel::nameOf(NodeId node) const {
  const auto* member = world_.node(node);
  return member == nullptr ? QString() : words::text(member->name);
}

std::vector<ProblemsModel::Row> ProblemsModel::rows() const {
  std::vector<Row> rows;
  for (const auto& problem : world_.problems())
    rows.push_back({problem.at, problem.node, nameOf(problem.node), words::text(problem.what),
                    words::text(problem.remedy), Tone::bad});
  for (const auto& mark : world_.marks()) {
    const bool says_nothing = mark.text.empty() && world_.node(mark.node) == nullptr;
    if (says_nothing) continue;
    rows.push_back({mark.at,
                    mark.node,
                    nameOf(mark.node),
                    words::mark(mark),
                    {},
                    mark.text.empty() ? toneOf(mark.state) : Tone::plain});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.at > b.at; });
  if (rows.size() > kMostRows) rows.resize(kMostRows);
  return rows;
}

void ProblemsModel::refresh(std::int64_t) {
  auto fresh = rows();
  if (fresh == rows_ && began_ == world_.began()) return;
  beginResetModel();
  began_ = world_.began();
  rows_ = std::move(fresh);
  endResetModel();
}

QString ProblemsModel::caption() const {
  const auto problems = world_.problems().size();
  return problems == 0 ? tr("no problems") : tr("%n problems", nullptr, static_cast<int>(problems));
}

RowsModel::Cell ProblemsModel::cell(int row, int column) const {
  const auto& told = rows_[static_cast<std::size_t>(row)];
  switch (column) {
    case time:
      return {.text = words::stamp(told.at - began_), .tone = Tone::quiet};
    case who:
      return {.text = told.who};
    case what:
      return {.text = told.what, .tone = told.tone};
    default:
      return {.text = told.remedy};
  }
}

Thing ProblemsModel::thing(int row) const {
  const auto node = rows_[static_cast<std::size_t>(row)].node;
  return node == 0 ? Thing{} : Thing::of(node);
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

}  // namespace switchyard
