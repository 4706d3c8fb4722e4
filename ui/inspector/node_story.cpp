// SPDX-License-Identifier: GPL-3.0-or-later
// A member of the cast: what it is, what it counted, what happened to it.
#include "core/evidence/answers.h"
#include "ui/inspector/story.h"
#include "ui/view/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <map>

namespace switchyard {
namespace {

constexpr std::size_t kMostMoments = 6;

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

/// The last states that it took, and what it was told, latest first.
std::vector<Story::Moment> momentsOf(const World& world, NodeId node) {
  std::multimap<std::int64_t, QString, std::greater<>> moments;
  std::size_t states = 0;
  const auto& marks = world.marks();
  for (auto mark = marks.rbegin(); mark != marks.rend() && states < kMostMoments; ++mark) {
    if (mark->node != node) continue;
    moments.emplace(mark->at, words::mark(*mark));
    ++states;
  }
  for (const auto& command : world.commands())
    if (const auto told = command.node == node ? words::command(command) : QString(); !told.isEmpty())
      moments.emplace(command.at, told);
  std::vector<Story::Moment> story;
  for (const auto& [at, what] : moments)
    if (story.size() < kMostMoments) story.push_back({words::stamp(at - world.began()), what});
  return story;
}

/// "300 ms (scenario: 200 ms)", or just what it is when the scenario says the same.
QString besideWritten(const QString& now, const QString& written) {
  return now == written ? now : InspectorWords::tr("%1 (scenario: %2)").arg(now, written);
}

/// What it was told to do, where that is anything.
void addOrders(Story& story, const Server& server) {
  const auto& now = server.behaviour;
  const auto& written = server.written;
  if (now.latency != 0 || server.isSlowed())
    story.facts.push_back({InspectorWords::tr("Works for"),
                           besideWritten(words::duration(now.latency), words::duration(written.latency))});
  if (now.fail != 0 || written.fail != 0)
    story.facts.push_back(
        {InspectorWords::tr("Fails"), besideWritten(words::percent(now.fail), words::percent(written.fail))});
  if (now.exclusion != Exclusion::none)
    story.facts.push_back({InspectorWords::tr("Not picked"), words::of(now.exclusion)});
}

Story begin(const World& world, const Node& node, const QString& kind, const QString& state) {
  Story story;
  story.kind = kind;
  story.title = words::text(node.name);
  story.state = state;
  story.facts.push_back({InspectorWords::tr("Address"), words::text(node.address.text()), true});
  if (node.pid != 0) story.facts.push_back({InspectorWords::tr("Process"), QString::number(node.pid), true});
  story.history = momentsOf(world, node.id);
  return story;
}

QString byStatus(const std::map<std::uint8_t, std::uint64_t>& counts) {
  QStringList parts;
  for (const auto& [status, count] : counts) parts << words::status(status) + u' ' + words::count(count);
  return parts.join(QStringLiteral(", "));
}

void addLatency(Story& story, const Histogram& latency) {
  if (latency.count() == 0) return;
  story.facts.push_back({InspectorWords::tr("Latency p50"), words::duration(latency.quantile(0.5))});
  story.facts.push_back({InspectorWords::tr("Latency p99"), words::duration(latency.quantile(0.99))});
}

void addFailures(Story& story, const std::map<std::uint8_t, std::uint64_t>& by_status) {
  if (!by_status.empty()) story.facts.push_back({InspectorWords::tr("Failures"), byStatus(by_status)});
}

}  // namespace

Story tellServer(const World& world, const Server& server) {
  auto story = begin(world, server, InspectorWords::tr("Server"), words::state(server));
  story.place = server.place;
  if (!server.built_in)
    story.words =
        InspectorWords::tr("Another program: it does not report its calls; the balancer counts them.");
  story.facts.push_back(
      {InspectorWords::tr("Weight"),
       besideWritten(QString::number(server.weight), QString::number(server.written_weight))});
  addOrders(story, server);
  story.facts.push_back({InspectorWords::tr("Picked"), words::count(server.picks)});
  story.facts.push_back({InspectorWords::tr("Connections"),
                         InspectorWords::tr("%1 now, %2 at most")
                             .arg(words::count(server.connections), words::count(server.peak_connections))});
  story.facts.push_back(
      {InspectorWords::tr("Calls"), words::count(server.built_in ? server.received : server.forwarded)});
  story.facts.push_back({InspectorWords::tr("In flight"), words::count(server.in_flight)});
  if (server.lost > 0) story.facts.push_back({InspectorWords::tr("Lost"), words::count(server.lost)});
  addFailures(story, server.by_status);
  addLatency(story, server.latency);
  return story;
}

Story tellClient(const World& world, const Client& client) {
  auto story = begin(world, client, InspectorWords::tr("Client"), words::state(client));
  story.facts.push_back({InspectorWords::tr("Sent"), words::count(client.sent)});
  story.facts.push_back({InspectorWords::tr("OK"), words::count(client.ok)});
  story.facts.push_back({InspectorWords::tr("Failed"), words::count(client.failed)});
  story.facts.push_back({InspectorWords::tr("In flight"), words::count(client.in_flight)});
  story.facts.push_back({InspectorWords::tr("Connections"), words::count(client.connections)});
  addFailures(story, client.by_status);
  addLatency(story, client.latency);
  QStringList answers;
  for (const auto& [server, count] : answersTo(world, client))
    answers << words::text(server) + u' ' + words::count(count);
  if (client.by_other_names > 0)
    answers << InspectorWords::tr("%1 more by further names").arg(words::count(client.by_other_names));
  if (!answers.isEmpty())
    story.words = InspectorWords::tr("Answered by %1.").arg(answers.join(QStringLiteral(", ")));
  return story;
}

Story tellBalancer(const World& world, const Balancer& balancer) {
  auto story = begin(world, balancer, InspectorWords::tr("Load balancer"), words::state(balancer));
  story.words = balancer.mode == Mode::tcp
                    ? InspectorWords::tr(
                          "It picks a server once for each TCP connection; every call on that "
                          "connection follows it.")
                    : InspectorWords::tr("It picks a server for each call, whatever connection it came by.");
  story.facts.push_back({InspectorWords::tr("Algorithm"), words::algorithm(balancer.algorithm)});
  story.facts.push_back({InspectorWords::tr("Connections"),
                         InspectorWords::tr("%1 in, %2 out")
                             .arg(words::count(balancer.downstream), words::count(balancer.upstream))});
  story.facts.push_back({InspectorWords::tr("Decisions"), words::count(balancer.picks)});
  if (balancer.failed_picks > 0)
    story.facts.push_back({InspectorWords::tr("Without a server"), words::count(balancer.failed_picks)});
  story.facts.push_back({InspectorWords::tr("Forwarded"), words::count(balancer.forwarded)});
  if (balancer.retries > 0)
    story.facts.push_back({InspectorWords::tr("Retries"), words::count(balancer.retries)});
  story.choices = explainLast(world, balancer);
  return story;
}

}  // namespace switchyard
