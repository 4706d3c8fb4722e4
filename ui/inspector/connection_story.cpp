// SPDX-License-Identifier: GPL-3.0-or-later
// What a TCP connection has carried, and where it was bound to.
#include "ui/inspector/story.h"
#include "ui/view/words.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

QString nameOf(const World& world, NodeId id) {
  const auto* node = world.node(id);
  return node == nullptr ? words::stranger() : words::text(node->name);
}

/// Which server answers, and by whose will.
QString bound(const World& world, const Connection& connection) {
  const auto since = words::stamp(connection.opened_at - world.began());
  if (connection.side == Side::upstream && connection.joined == 0)
    return InspectorWords::tr("The balancer opened it to %1 at %2 and sends calls of any client over it.")
        .arg(nameOf(world, connection.server), since);
  if (connection.server == 0) return InspectorWords::tr("Each call on it is decided about on its own.");
  return InspectorWords::tr(
             "One decision was taken, at %2: bound to %1. Every call on it follows, until it closes.")
      .arg(nameOf(world, connection.server), since);
}

/// Why it was bound to its server (mode tcp).
void addDecision(Story& story, const World& world, const Connection& connection) {
  const auto* balancer = world.balancer(connection.balancer);
  const bool down = connection.side == Side::downstream;
  const auto* downstream = down ? &connection : world.connection(connection.balancer, connection.joined);
  if (balancer == nullptr || downstream == nullptr) return;
  story.choices = explain(world, *balancer, balancer->decisions.of(downstream->id, downstream->opened_at));
  if (story.choices.empty() && downstream->joined != 0 && !balancer->decisions.complete())
    story.words += u' ' + decisionForgotten(world, *balancer, downstream->opened_at);
}

}  // namespace

Story tellConnection(const World& world, const Connection& connection, std::int64_t time) {
  Story story;
  const bool down = connection.side == Side::downstream;
  story.kind = InspectorWords::tr("TCP connection");
  const auto lb = nameOf(world, connection.balancer);
  story.title = down ? nameOf(world, connection.client) + QStringLiteral(" → ") + lb
                     : lb + QStringLiteral(" → ") + nameOf(world, connection.server);
  if (const auto* server = world.server(connection.server)) story.place = server->place;
  story.state = connection.open() ? InspectorWords::tr("open") : InspectorWords::tr("closed");
  story.words = bound(world, connection);
  addDecision(story, world, connection);
  const auto& from = down ? connection.remote : connection.local;
  const auto& to = down ? connection.local : connection.remote;
  story.facts = {{InspectorWords::tr("From"), words::text(from.text()), true},
                 {InspectorWords::tr("To"), words::text(to.text()), true},
                 {InspectorWords::tr("Calls"), words::count(connection.streams)},
                 {InspectorWords::tr("Received"), words::bytes(connection.received)},
                 {InspectorWords::tr("Sent"), words::bytes(connection.sent)},
                 {InspectorWords::tr("Open for"),
                  words::duration((connection.open() ? time : connection.closed_at) - connection.opened_at)}};
  story.history.push_back({words::stamp(connection.opened_at - world.began()), InspectorWords::tr("opened")});
  if (!connection.open())
    story.history.insert(story.history.begin(),
                         {words::stamp(connection.closed_at - world.began()), words::closed(connection)});
  return story;
}

}  // namespace switchyard
