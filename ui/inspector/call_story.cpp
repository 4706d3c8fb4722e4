// SPDX-License-Identifier: GPL-3.0-or-later
// A call's ladder: what each of its three witnesses saw, and when.
#include "ui/inspector/story.h"
#include "ui/view/words.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

using Column = Story::Hop::Column;

/// Adds the way between two stamps; nothing when the first witness has not spoken.
void addHop(Story& story, Column from, Column to, std::int64_t begin, std::int64_t end,
            const QString& at_work) {
  if (begin == 0) return;
  const std::int64_t took = end == 0 ? -1 : end - begin;
  const auto time = took < 0 ? words::underWay() : words::duration(took);
  story.ladder.push_back({.from = from,
                          .to = to,
                          .took = took,
                          .words = at_work.isEmpty() || took < 0 ? time : at_work.arg(time)});
}

void addLadder(Story& story, const CallRecord& call) {
  const auto works = InspectorWords::tr("works %1");
  const auto waits = InspectorWords::tr("picks and passes on: %1");
  story.has_balancer = call.balancer != 0 || call.routed_at != 0;
  if (call.routed_at != 0) {
    addHop(story, Column::client, Column::balancer, call.sent_at, call.routed_at, {});
    addHop(story, Column::balancer, Column::server, call.routed_at, call.received_at, {});
  } else {
    addHop(story, Column::client, Column::server, call.sent_at, call.received_at, {});
  }
  addHop(story, Column::server, Column::server, call.received_at, call.answered_at, works);
  if (call.finished_at != 0) {
    addHop(story, Column::server, Column::balancer, call.answered_at, call.finished_at, {});
    addHop(story, Column::balancer, Column::client, call.finished_at, call.ended_at, {});
  } else {
    addHop(story, Column::server, Column::client, call.answered_at, call.ended_at, {});
  }
}

QString whyHere(const World& world, const CallRecord& call) {
  const auto* server = world.server(call.server);
  if (server == nullptr)
    return call.underWay() ? InspectorWords::tr("No server has received it yet.")
                           : InspectorWords::tr("No server has received it.");
  const auto name = words::text(server->name);
  if (call.routed_at != 0)
    return call.attempt > 1 ? InspectorWords::tr("The balancer chose %1 for this call, at attempt %2.")
                                  .arg(name)
                                  .arg(call.attempt)
                            : InspectorWords::tr("The balancer chose %1 for this call.").arg(name);
  if (const auto* upstream = world.connection(call.balancer, call.upstream))
    return InspectorWords::tr("No decision was taken for this call: its connection was bound to %1 at %2.")
        .arg(name, words::stamp(upstream->opened_at - world.began()));
  return InspectorWords::tr("It reached %1 directly.").arg(name);
}

void addFacts(Story& story, const World& world, const CallRecord& call) {
  const auto began = world.began();
  if (call.sent_at != 0)
    story.facts.push_back({InspectorWords::tr("Sent"), words::stamp(call.sent_at - began)});
  if (call.sent_at != 0 && call.ended_at != 0)
    story.facts.push_back({InspectorWords::tr("Took"), words::duration(call.ended_at - call.sent_at)});
  if (const auto* downstream = world.connection(call.balancer, call.downstream))
    story.facts.push_back({InspectorWords::tr("Came by"), words::text(downstream->remote.text()), true});
  if (const auto* upstream = world.connection(call.balancer, call.upstream))
    story.facts.push_back({InspectorWords::tr("Went by"), words::text(upstream->local.text()), true});
  if (call.attempt > 1)
    story.facts.push_back({InspectorWords::tr("Attempts"), QString::number(call.attempt)});
}

/// Between its last decision and its way to the server: until a connection was open, or a stream free.
QString waitStory(const World& world, const CallRecord& call, const DecisionRecord& decision) {
  constexpr std::int64_t kAtOnce = 1'000'000;  // nanoseconds
  const auto waited = call.routed_at - decision.at;
  if (waited < kAtOnce) return {};
  const auto* upstream = world.connection(call.balancer, call.upstream);
  const bool connected = upstream == nullptr || upstream->opened_at <= decision.at;
  return (connected ? InspectorWords::tr("Then it waited %1 for a free stream: the server allows only so many "
                                         "calls at once on a connection.")
                    : InspectorWords::tr("Then it waited %1 until a connection to the server was open."))
      .arg(words::duration(waited));
}

/// That of the call, or else that of the connection which it followed.
void addDecision(Story& story, const World& world, const Balancer& balancer, const CallRecord& call) {
  if (call.routed_at == 0) {
    if (const auto* downstream = world.connection(call.balancer, call.downstream))
      story.choices = explain(world, balancer, balancer.decisions.of(downstream->id, downstream->opened_at));
    return;
  }
  const auto decisions = balancer.decisions.of(call.id);
  story.choices = explain(world, balancer, decisions);
  if (!decisions.empty())
    if (const auto waited = waitStory(world, call, *decisions.back()); !waited.isEmpty())
      story.words += u' ' + waited;
  if (story.choices.empty() && !balancer.decisions.complete())
    story.words += u' ' + decisionForgotten(world, balancer, call.routed_at);
}

}  // namespace

Story tellCall(const World& world, const CallRecord& call) {
  Story story;
  story.kind = InspectorWords::tr("Call");
  const auto* client = world.client(call.client);
  story.title = client == nullptr ? words::stranger() : words::text(client->name);
  if (const auto* server = world.server(call.server)) {
    story.title += QStringLiteral(" → ") + words::text(server->name);
    story.place = server->place;
  }
  story.state = words::outcome(call);
  story.words = whyHere(world, call);
  addFacts(story, world, call);
  addLadder(story, call);
  if (const auto* balancer = world.balancer(call.balancer)) addDecision(story, world, *balancer, call);
  return story;
}

}  // namespace switchyard
