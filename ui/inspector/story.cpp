// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/story.h"

#include "ui/view/words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace switchyard {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

Story tellBoard(const World& world) {
  Story story;
  story.kind = InspectorWords::tr("Inspector");
  story.title = InspectorWords::tr("Why this server?");
  story.words = InspectorWords::tr(
      "Click a card, a line, a dot or a row: this place tells its story. Below is the last decision that was "
      "taken.");
  const auto& balancers = world.balancers();
  const auto picked = std::find_if(balancers.begin(), balancers.end(),
                                   [](const Balancer& one) { return one.picks + one.failed_picks > 0; });
  if (picked != balancers.end()) {
    story.choices = explainLast(world, *picked);
  } else {
    story.words = InspectorWords::tr(
        "Click a card, a line, a dot or a row: this place tells its story. No decision has been taken yet.");
  }
  return story;
}

Story tellNode(const World& world, NodeId id) {
  if (const auto* server = world.server(id)) return tellServer(world, *server);
  if (const auto* client = world.client(id)) return tellClient(world, *client);
  if (const auto* balancer = world.balancer(id)) return tellBalancer(world, *balancer);
  return tellBoard(world);
}

}  // namespace

Story tell(const World& world, const Thing& thing, std::int64_t time) {
  switch (thing.kind) {
    case Thing::Kind::node:
      return tellNode(world, thing.node);
    case Thing::Kind::connection:
      if (const auto* connection = world.connection(thing.node, thing.connection))
        return tellConnection(world, *connection, time);
      break;
    case Thing::Kind::call:
      if (const auto* call = world.call(thing.call)) return tellCall(world, *call);
      break;
    case Thing::Kind::nothing:
      break;
  }
  return tellBoard(world);
}

QString Story::asText() const {
  QStringList lines{kind + u' ' + title};
  if (!state.isEmpty()) lines << state;
  if (!words.isEmpty()) lines << words;
  for (const auto& fact : facts) lines << fact.name + QStringLiteral(": ") + fact.value;
  for (const auto& hop : ladder) lines << hop.words;
  for (const auto& choice : choices) {
    lines << choice.title << choice.words;
    for (const auto& candidate : choice.candidates)
      lines << QStringList{candidate.name, choice.score_name, candidate.score, candidate.reason}.join(u' ');
  }
  for (const auto& moment : history) lines << moment.when + u' ' + moment.what;
  return lines.join(u'\n');
}

}  // namespace switchyard
