// SPDX-License-Identifier: GPL-3.0-or-later
// The decision card: who could have been taken, by which numbers, and why it was this one.
#include "core/balance/explanation.h"
#include "ui/inspector/story.h"
#include "ui/view/words.h"

#include <QCoreApplication>

namespace switchyard {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

QString scoreText(const Decision::Candidate& candidate, const Explanation& algorithm) {
  if (candidate.exclusion != Exclusion::none) return {};
  if (algorithm.compares == Compares::drawn_load && candidate.score < 0)
    return InspectorWords::tr("not drawn");
  return QString::number(static_cast<double>(candidate.score), 'g', 4);
}

Story::Choice explain(const World& world, const DecisionBook& book, const DecisionRecord& decision) {
  const auto& algorithm = book.algorithmOf(decision);
  const auto explanation = explanationOf(algorithm);
  Story::Choice choice;
  choice.title = InspectorWords::tr("The decision");
  choice.score_name = words::ofAlgorithm(explanation.score);
  const auto* chosen = world.server(decision.chosen);
  const auto taken = chosen == nullptr ? InspectorWords::tr("No server could be taken.")
                                       : InspectorWords::tr("%1 was taken by %2.")
                                             .arg(words::text(chosen->name), words::algorithm(algorithm));
  choice.words = (taken + u' ' + words::ofAlgorithm(explanation.rule)).trimmed();
  for (const auto& candidate : book.candidatesOf(decision)) {
    const auto* server = world.server(candidate.server);
    if (server == nullptr) continue;
    choice.candidates.push_back({.name = words::text(server->name),
                                 .place = server->place,
                                 .weight = QString::number(candidate.weight),
                                 .score = scoreText(candidate, explanation),
                                 .reason = words::of(candidate.exclusion),
                                 .chosen = candidate.server == decision.chosen});
  }
  return choice;
}

}  // namespace

std::vector<Story::Choice> explain(const World& world, const Balancer& balancer,
                                   const std::vector<const DecisionRecord*>& decisions) {
  std::vector<Story::Choice> choices;
  for (const auto* decision : decisions) {
    choices.push_back(explain(world, balancer.decisions, *decision));
    if (decisions.size() > 1) choices.back().title = InspectorWords::tr("Attempt %1").arg(decision->attempt);
  }
  return choices;
}

std::vector<Story::Choice> explainLast(const World& world, const Balancer& balancer) {
  const auto* last = balancer.decisions.last();
  if (last == nullptr) return {};
  return explain(world, balancer, {last});
}

QString decisionForgotten(const World& world, const Balancer& balancer, std::int64_t time) {
  constexpr std::int64_t kShown = 1'000'000;  // a stamp is cut to whole milliseconds; it must not be before
  return InspectorWords::tr(
             "Its arithmetic is older than the last %n decisions, which are kept. Take the timeline back to "
             "%1 to see it.",
             nullptr, static_cast<int>(balancer.decisions.all().size()))
      .arg(words::stamp(time + kShown - world.began()));
}

}  // namespace switchyard
