// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/calls_model.h"

#include "ui/view/words.h"

#include <algorithm>

namespace switchyard {
namespace {

/// The one method of proto/dnt/demo.proto; nobody tells of another.
QString methodName() {
  return QStringLiteral("SayHello");
}

/// From one stamp to the next; a dash while one of them has not been told.
QString hop(std::int64_t from, std::int64_t to) {
  return from == 0 || to == 0 ? QStringLiteral("–") : words::duration(to - from);
}

RowsModel::Tone toneOf(const CallRecord& call) {
  if (call.underWay()) return RowsModel::Tone::quiet;
  return call.status == 0 ? RowsModel::Tone::good : RowsModel::Tone::bad;
}

}  // namespace

CallsModel::CallsModel(const World& world, QObject* parent)
    : RowsModel(parent),
      world_(world),
      columns_{{.title = tr("Time"), .widest = QStringLiteral("00:00.000"), .mono = true},
               {.title = tr("Client"), .widest = QStringLiteral("client00"), .stretches = true},
               {.title = tr("Method"), .widest = methodName()},
               {.title = tr("Server"), .widest = QStringLiteral("● server01"), .stretches = true},
               {.title = tr("Attempt"), .widest = QStringLiteral("0"), .number = true},
               {.title = tr("Status"), .widest = QStringLiteral("DEADLINE_EXCEEDED"), .stretches = true},
               {.title = tr("There"), .widest = QStringLiteral("000 ms"), .number = true},
               {.title = tr("In server"), .widest = QStringLiteral("000 ms"), .number = true},
               {.title = tr("Back"), .widest = QStringLiteral("000 ms"), .number = true},
               {.title = tr("Whole"), .widest = QStringLiteral("000 ms"), .number = true}} {}

void CallsModel::setFilter(const QString& text) {
  filter_ = text;
}

void CallsModel::refresh(std::int64_t) {
  const CallFilter filter(world_, filter_);
  const auto& calls = world_.calls();
  std::vector<Row> rows;
  matching_ = 0;
  remembered_ = calls.size();
  began_ = world_.began();
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (!filter.matches(*call)) continue;
    if (++matching_ <= kMostRows) rows.push_back(row(*call));
  }
  take(std::move(rows));
}

CallsModel::Row CallsModel::row(const CallRecord& call) const {
  const auto* caller = world_.client(call.client);
  const auto* answerer = world_.server(call.server);
  return {call, caller != nullptr ? words::text(caller->name) : words::stranger(),
          answerer != nullptr ? words::text(answerer->name) : QString(),
          answerer != nullptr ? answerer->place : -1};
}

void CallsModel::take(std::vector<Row> rows) {
  const bool same_rows = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                    [](const Row& a, const Row& b) { return a.call.id == b.call.id; });
  if (!same_rows) beginResetModel();
  rows_ = std::move(rows);
  if (!same_rows) return endResetModel();
  if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QString CallsModel::caption() const {
  if (remembered_ == 0) return {};
  const auto found =
      matching_ == remembered_
          ? tr("last %1 calls").arg(words::count(remembered_))
          : tr("%1 of the last %2 calls").arg(words::count(matching_), words::count(remembered_));
  return matching_ <= kMostRows ? found : tr("%1 · newest %2 shown").arg(found).arg(kMostRows);
}

RowsModel::Cell CallsModel::cell(int row, int column) const {
  const auto& [call, client_name, server_name, server_place] = rows_[static_cast<std::size_t>(row)];
  switch (column) {
    case time:
      return {.text = words::stamp(call.beganAt() - began_), .tone = Tone::quiet};
    case client:
      return {.text = client_name};
    case method:
      return {.text = methodName(), .tone = Tone::quiet};
    case server:
      return {.text = server_name, .place = server_place};
    case attempt:
      return {.text = QString::number(call.attempt), .tone = call.attempt > 1 ? Tone::warn : Tone::quiet};
    case status:
      return {.text = words::outcome(call), .tone = toneOf(call)};
    case there:
      return {.text = hop(call.sent_at, call.received_at)};
    case inside:
      return {.text = hop(call.received_at, call.answered_at)};
    case back:
      return {.text = hop(call.answered_at, call.ended_at)};
    default:
      return {.text = hop(call.sent_at, call.ended_at)};
  }
}

Thing CallsModel::thing(int row) const {
  return Thing::ofCall(rows_[static_cast<std::size_t>(row)].call.id);
}

int CallsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

}  // namespace switchyard
