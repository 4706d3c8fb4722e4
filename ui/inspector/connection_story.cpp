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

/// Above that a limit of streams is none: HTTP/2 has no word for "no limit".
constexpr std::uint32_t kNoLimit = 0x7FFF'FFFF;

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

/// What went on besides calls, in plain words (mode http).
QStringList http2Story(const Connection& connection) {
  const auto& seen = connection.http2;
  if (seen.connection == 0) return {};
  const bool down = connection.side == Side::downstream;
  const auto peer = down ? InspectorWords::tr("The client") : InspectorWords::tr("The server");
  QStringList words;
  if (!down && seen.stream_limit < kNoLimit && seen.most_streams >= seen.stream_limit)
    words << InspectorWords::tr("All %1 streams that the server allows were in use: further calls waited.")
                 .arg(words::count(seen.stream_limit));
  if (seen.goaway_received != 0)
    words << InspectorWords::tr("%1 said GOAWAY: no new calls on this connection.").arg(peer);
  if (seen.goaway_sent != 0)
    words << InspectorWords::tr("The balancer said GOAWAY: no new calls on this connection.");
  if (seen.stalls > 0)
    words << InspectorWords::tr("%1 took its data slowly: %2 times a message waited for its window.")
                 .arg(peer, words::count(seen.stalls));
  return words;
}

void addHttp2(Story& story, const Connection& connection) {
  const auto& seen = connection.http2;
  if (seen.connection == 0) return;
  for (const auto& words : http2Story(connection)) story.words += u' ' + words;
  const auto limit = seen.stream_limit < kNoLimit ? words::count(seen.stream_limit) : QStringLiteral("∞");
  story.facts.push_back({InspectorWords::tr("Streams now"), words::count(seen.streams)});
  story.facts.push_back({InspectorWords::tr("Most at once"), words::count(seen.most_streams)});
  if (connection.side == Side::upstream)
    story.facts.push_back({InspectorWords::tr("Allowed at once"), limit});
  story.facts.push_back({InspectorWords::tr("PING answered"), words::count(seen.pings)});
  story.facts.push_back(
      {InspectorWords::tr("RST_STREAM in, out"),
       words::count(seen.resets_received) + QStringLiteral(", ") + words::count(seen.resets_sent)});
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
  addHttp2(story, connection);
  story.history.push_back({words::stamp(connection.opened_at - world.began()), InspectorWords::tr("opened")});
  if (!connection.open())
    story.history.insert(story.history.begin(),
                         {words::stamp(connection.closed_at - world.began()), words::closed(connection)});
  return story;
}

}  // namespace switchyard
