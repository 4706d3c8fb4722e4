// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_card.h"

#include "ui/view/words.h"

#include <QPainter>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kFoot = 12;
constexpr int kColumn = 84;  // pixels at scale 1, of a lane

QString quantile(const World& world, double share) {
  return world.latency().count() == 0 ? QStringLiteral("–")
                                      : words::duration(world.latency().quantile(share));
}

template <typename Count>
std::uint64_t sum(const World& world, Count count) {
  std::uint64_t all = 0;
  for (const auto& client : world.clients()) all += count(client);
  return all;
}

std::uint64_t decisions(const World& world) {
  std::uint64_t all = 0;
  for (const auto& balancer : world.balancers()) all += balancer.picks;
  return all;
}

QString joints(const World& world) {
  std::uint64_t in = 0, out = 0;
  for (const auto& balancer : world.balancers()) {
    in += balancer.downstream;
    out += balancer.upstream;
  }
  return words::count(in) + QStringLiteral(" + ") + words::count(out);
}

std::uint64_t callsOf(const Server& server) {
  return server.built_in ? server.received : server.forwarded;
}

double share(const World& world, const Server& server) {
  std::uint64_t most = 0;
  for (const auto& other : world.servers()) most = std::max(most, callsOf(other));
  return most == 0 ? 0 : static_cast<double>(callsOf(server)) / static_cast<double>(most);
}

}  // namespace

CompareCard::CompareCard(const World& first, const World& second, const Theme& theme, QWidget* parent)
    : Card(theme, tr("Side by side"), parent),
      first_(first),
      second_(second),
      pace_([this] { tellAnew(); }) {}

void CompareCard::setComparison(const Comparison& comparison) {
  comparison_ = comparison;
  tellAnew();
}

void CompareCard::refresh(std::int64_t) {
  pace_.ask();
}

void CompareCard::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  tellAnew();
}

CompareCard::Cell CompareCard::fairness(const World& world) {
  const bool called = std::any_of(world.servers().begin(), world.servers().end(),
                                  [](const Server& server) { return server.received > 0; });
  if (!called) return {QStringLiteral("–")};
  return {QString::number(world.fairness(), 'f', 2), evennessOf(world.fairness())};
}

CompareCard::Cell CompareCard::agreement(const World& world) {
  const bool agree = world.agreement().calls && world.droppedEvents() == 0;
  return agree ? Cell{tr("yes"), Evenness::even} : Cell{tr("no"), Evenness::very_uneven};
}

void CompareCard::tellAnew() {
  const auto figures = [this](const QString& name, auto figure) {
    rows_.push_back({.name = name, .first = {figure(first_)}, .second = {figure(second_)}, .server = {}});
  };
  const auto counts = [&](const QString& name, auto count) {
    figures(name, [&](const World& world) { return words::count(count(world)); });
  };
  const auto section = [this](const QString& name) {
    rows_.push_back({.name = name, .first = {}, .second = {}, .server = {}, .heading = true});
  };
  rows_.clear();
  rows_.push_back(
      {.name = tr("Fairness"), .first = fairness(first_), .second = fairness(second_), .server = {}});
  counts(tr("Decisions"), decisions);
  figures(tr("Connections in + out"), joints);
  section(tr("Latency"));
  figures(tr("p50"), [](const World& world) { return quantile(world, 0.5); });
  figures(tr("p90"), [](const World& world) { return quantile(world, 0.9); });
  figures(tr("p99"), [](const World& world) { return quantile(world, 0.99); });
  addServers();
  section(tr("Calls"));
  counts(tr("Sent"),
         [](const World& world) { return sum(world, [](const Client& one) { return one.sent; }); });
  counts(tr("OK"), [](const World& world) { return sum(world, [](const Client& one) { return one.ok; }); });
  counts(tr("Failed"), [](const World& world) {
    return sum(world, [](const Client& one) { return one.failed + one.lost; });
  });
  rows_.push_back({.name = tr("Witnesses agree"),
                   .first = agreement(first_),
                   .second = agreement(second_),
                   .server = {}});
  setAccessibleDescription(text());
  update();
}

/// The lanes have the same cast, so a server's twin has its NodeId.
void CompareCard::addServers() {
  rows_.push_back(
      {.name = tr("Requests per server"), .first = {}, .second = {}, .server = {}, .heading = true});
  for (const auto& server : first_.servers()) {
    const auto* twin = second_.server(server.id);
    if (server.state == NodeState::removed) continue;
    rows_.push_back({.name = words::text(server.name),
                     .first = {words::count(callsOf(server))},
                     .second = {twin == nullptr ? QStringLiteral("–") : words::count(callsOf(*twin))},
                     .server = server.place,
                     .first_share = share(first_, server),
                     .second_share = twin == nullptr ? 0 : share(second_, *twin)});
  }
}

QString CompareCard::text() const {
  QStringList lines{comparison_.title()};
  for (const auto& row : rows_)
    lines << (row.heading ? row.name
                          : QStringLiteral("%1: %2, %3").arg(row.name, row.first.text, row.second.text));
  return lines.join(u'\n');
}

int CompareCard::rowHeight(const Row& row, bool dense) const {
  if (row.heading) return scaled(dense ? 28 : 36);
  if (dense) return scaled(23);
  return scaled(row.server ? 44 : 28);
}

int CompareCard::right(int lane) const {
  return width() - kPadding - (lane == 0 ? scaled(kColumn) + 12 : 0);
}

void CompareCard::paintEvent(QPaintEvent* event) {
  Card::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  int y = kHeader + 4;
  const auto font = theme().text(Theme::Size::tiny, QFont::DemiBold);
  painter.setFont(font);
  painter.setPen(theme().accent);
  for (const int lane : {0, 1}) {
    const auto title = lane == 0 ? comparison_.first.title() : comparison_.second.title();
    const QRect box(right(lane) - scaled(kColumn), y, scaled(kColumn), scaled(20));
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(title, Qt::ElideRight, box.width()));
  }
  y += scaled(24);
  int needed = y;
  for (const auto& row : rows_) needed += rowHeight(row, false);
  const bool dense = needed > height() - kFoot;
  for (const auto& row : rows_) {
    const int high = rowHeight(row, dense);
    if (y + high > height() - kFoot) {
      painter.drawText(kPadding, height() - kFoot, QStringLiteral("…"));
      return;
    }
    paintRow(painter, row, y, high);
    if (row.server && !dense) paintBars(painter, row, y + scaled(30));
    y += high;
  }
}

void CompareCard::paintRow(QPainter& painter, const Row& row, int y, int high) const {
  const QRect line(kPadding, y, right(0) - scaled(kColumn) - kPadding, std::min(high, scaled(28)));
  if (row.heading) {
    painter.setFont(theme().text(Theme::Size::tiny, QFont::DemiBold));
    painter.setPen(theme().quiet);
    painter.drawText(line.translated(0, high - line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     row.name.toUpper());
    return;
  }
  const auto font = theme().text(Theme::Size::small, row.server ? QFont::DemiBold : QFont::Normal);
  painter.setFont(font);
  painter.setPen(row.server ? theme().serverInk(*row.server) : theme().quiet);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(font).elidedText(row.name, Qt::ElideRight, line.width()));
  paintCell(painter, row, row.first, QRect(right(0) - scaled(kColumn), y, scaled(kColumn), line.height()));
  paintCell(painter, row, row.second, QRect(right(1) - scaled(kColumn), y, scaled(kColumn), line.height()));
}

void CompareCard::paintCell(QPainter& painter, const Row& row, const Cell& cell, const QRect& box) const {
  painter.setFont(theme().text(Theme::Size::normal, QFont::DemiBold));
  painter.setPen(cell.tone    ? colourOf(*cell.tone, theme())
                 : row.server ? theme().serverInk(*row.server)
                              : theme().ink);
  painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, cell.text);
}

/// Each lane's share of its busiest server, the first lane's from its column's left.
void CompareCard::paintBars(QPainter& painter, const Row& row, int y) const {
  const int high = scaled(6);
  painter.setPen(Qt::NoPen);
  for (const int lane : {0, 1}) {
    const QRectF track(right(lane) - scaled(kColumn), y, scaled(kColumn), high);
    painter.setBrush(theme().sunken);
    painter.drawRoundedRect(track, high / 2.0, high / 2.0);
    const double share = lane == 0 ? row.first_share : row.second_share;
    if (share <= 0) continue;
    painter.setBrush(theme().server(*row.server));
    painter.drawRoundedRect(
        QRectF(track.topLeft(), QSizeF(std::max<double>(high, track.width() * share), high)), high / 2.0,
        high / 2.0);
  }
}

}  // namespace switchyard
