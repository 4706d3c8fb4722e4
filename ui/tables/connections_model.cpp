// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/connections_model.h"

#include "ui/view/words.h"

#include <algorithm>
#include <tuple>

namespace switchyard {
namespace {

QString longestReason() {
  QString longest;
  for (int value = 0; value <= static_cast<int>(CloseReason::error); ++value)
    if (const auto words = words::of(static_cast<CloseReason>(value)); words.size() > longest.size())
      longest = words;
  return longest;
}

/// The end that opened it, and the end that it was opened to: so that both halves read in the same direction.
const Endpoint& from(const Connection& one) {
  return one.side == Side::downstream ? one.remote : one.local;
}
const Endpoint& to(const Connection& one) {
  return one.side == Side::downstream ? one.local : one.remote;
}
std::uint64_t bytesSent(const Connection& one) {
  return one.side == Side::downstream ? one.received : one.sent;
}
std::uint64_t bytesReceived(const Connection& one) {
  return one.side == Side::downstream ? one.sent : one.received;
}

/// Negative, zero or positive, as `a` comes before, with or after `b` in this column.
int compare(const Connection& a, const Connection& b, int column) {
  const auto sign = [](const auto& one, const auto& other) { return one < other ? -1 : other < one ? 1 : 0; };
  switch (column) {
    case ConnectionsModel::side:
      return sign(a.side, b.side);
    case ConnectionsModel::local:
      return sign(from(a), from(b));
    case ConnectionsModel::remote:
      return sign(to(a), to(b));
    case ConnectionsModel::state:
      return sign(std::pair(a.closed_at, a.reason), std::pair(b.closed_at, b.reason));
    case ConnectionsModel::streams:
      return sign(a.streams, b.streams);
    case ConnectionsModel::sent:
      return sign(bytesSent(a), bytesSent(b));
    case ConnectionsModel::received:
      return sign(bytesReceived(a), bytesReceived(b));
    default:
      return sign(a.server, b.server);
  }
}

bool same(const Connection& a, const Connection& b) {
  return a.balancer == b.balancer && a.id == b.id;
}

}  // namespace

ConnectionsModel::ConnectionsModel(const World& world, QObject* parent)
    : RowsModel(parent),
      world_(world),
      columns_{{.title = tr("Side"), .widest = words::side(Side::upstream)},
               {.title = tr("Local"), .widest = QStringLiteral("127.0.0.1:50051"), .mono = true},
               {.title = tr("Remote"), .widest = QStringLiteral("127.0.0.1:50051"), .mono = true},
               {.title = tr("State"), .widest = longestReason(), .stretches = true},
               {.title = tr("Streams"), .widest = QStringLiteral("000 000"), .number = true},
               {.title = tr("Sent"), .widest = QStringLiteral("000 kB"), .number = true},
               {.title = tr("Received"), .widest = tr("Received"), .number = true},
               {.title = tr("Server"), .widest = QStringLiteral("● server01"), .stretches = true}} {}

void ConnectionsModel::refresh(std::int64_t time) {
  time_ = time;
  auto fresh = rows(time);
  if (sorted_by_) inOrder(fresh);
  take(std::move(fresh));
}

std::vector<ConnectionsModel::Row> ConnectionsModel::rows(std::int64_t time) {
  std::vector<Row> rows;
  established_ = 0;
  const auto shown = [&](const Connection& one) { return one.open() || one.closed_at + kGhostTime >= time; };
  const auto other_half = [&](const Connection& one) -> const Connection* {
    const auto* other = one.joined == 0 ? nullptr : world_.connection(one.balancer, one.joined);
    return other != nullptr && shown(*other) ? other : nullptr;
  };
  const auto add = [&](const Connection& connection) {
    const auto* bound = world_.server(connection.server);
    rows.push_back({connection, bound != nullptr ? words::text(bound->name) : QString(),
                    bound != nullptr ? bound->place : -1});
  };
  for (const auto& connection : world_.connections()) {
    if (connection.open()) ++established_;
    const auto* other = other_half(connection);
    if (!shown(connection) || (connection.side == Side::upstream && other != nullptr)) continue;
    add(connection);
    if (other != nullptr) add(*other);
  }
  return rows;
}

QString ConnectionsModel::caption() const {
  const auto established = tr("%1 established").arg(words::count(established_));
  const auto agreement = world_.agreement();
  if (world_.kernelSamples() == 0) return established;
  const auto kernel = agreement.kernel ? tr("matches the kernel")
                                       : tr("the kernel shows %1 of %2")
                                             .arg(words::count(agreement.kernel_connections),
                                                  words::count(agreement.board_connections));
  return tr("%1 · %2").arg(established, kernel);
}

void ConnectionsModel::inOrder(std::vector<Row>& rows) const {
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    const int sign = compare(a.connection, b.connection, *sorted_by_);
    return order_ == Qt::AscendingOrder ? sign < 0 : sign > 0;
  });
}

void ConnectionsModel::take(std::vector<Row> rows) {
  const bool same_rows =
      std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                 [](const Row& a, const Row& b) { return same(a.connection, b.connection); });
  if (!same_rows) beginResetModel();
  rows_ = std::move(rows);
  if (!same_rows) return endResetModel();
  if (!rows_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

RowsModel::Cell ConnectionsModel::cell(int row, int column) const {
  const auto& [connection, name, place] = rows_[static_cast<std::size_t>(row)];
  switch (column) {
    case side:
      return {.text = words::side(connection.side), .tone = Tone::quiet};
    case local:
      return {.text = words::text(from(connection).text())};
    case remote:
      return {.text = words::text(to(connection).text())};
    case state:
      return connection.open()
                 ? Cell{.text = QStringLiteral("ESTABLISHED"),
                        .help = tr("open for %1").arg(words::duration(time_ - connection.opened_at))}
                 : Cell{.text = words::of(connection.reason),
                        .help = tr("closed: %1, after %2")
                                    .arg(words::closed(connection),
                                         words::duration(connection.closed_at - connection.opened_at))};
    case streams:
      return {.text = words::count(connection.streams)};
    case sent:
      return {.text = words::bytes(bytesSent(connection))};
    case received:
      return {.text = words::bytes(bytesReceived(connection))};
    default:
      return {.text = name, .place = place};
  }
}

Thing ConnectionsModel::thing(int row) const {
  const auto& connection = rows_[static_cast<std::size_t>(row)].connection;
  return Thing::of(connection.balancer, connection.id);
}

bool ConnectionsModel::ghost(int row) const {
  return !rows_[static_cast<std::size_t>(row)].connection.open();
}

int ConnectionsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

void ConnectionsModel::sort(int column, Qt::SortOrder order) {
  sorted_by_ = column < 0 ? std::nullopt : std::optional(column);
  order_ = order;
  refresh(time_);
}

}  // namespace switchyard
