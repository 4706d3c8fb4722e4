// SPDX-License-Identifier: GPL-3.0-or-later
// The decision card: who could have been taken, by which numbers, and why it was this one.
#include "ui/inspector/story.h"
#include "ui/view/words.h"

#include <QCoreApplication>

#include <string_view>

namespace switchyard {
namespace {

struct InspectorWords {
  Q_DECLARE_TR_FUNCTIONS(Inspector)
};

/// How an algorithm compares its candidates (their scores are described in core/balance).
struct Comparison {
  QString score;       ///< what the number is
  QString rule;        ///< which number wins
  bool draws = false;  ///< a score below 0 belongs to a server that was not drawn
};

Comparison comparisonOf(std::string_view algorithm) {
  const auto name = algorithm.substr(0, algorithm.find_first_of(" ("));
  if (name == "roundrobin" || name == "static-rr")
    return {InspectorWords::tr("claim"),
            InspectorWords::tr("Each pick adds its weight to every server's claim; the greatest claim is "
                               "served and pays back the sum of the weights.")};
  if (name == "leastconn")
    return {
        InspectorWords::tr("load"),
        InspectorWords::tr("Load is what is under way, for each unit of weight; the least wins, and among "
                           "equals each in turn.")};
  if (name == "random")
    return {
        InspectorWords::tr("load"),
        InspectorWords::tr("Servers are drawn by weight; of those drawn the one with the least load wins."),
        true};
  if (name == "first")
    return {InspectorWords::tr("place"),
            InspectorWords::tr("The first server in the file that is not full takes all.")};
  return {
      InspectorWords::tr("match"),
      InspectorWords::tr("A hash of the request names the server; the same key goes to the same server.")};
}

QString scoreText(const Decision::Candidate& candidate, const Comparison& comparison) {
  if (candidate.exclusion != Exclusion::none) return {};
  if (comparison.draws && candidate.score < 0) return InspectorWords::tr("not drawn");
  return QString::number(static_cast<double>(candidate.score), 'g', 4);
}

Story::Choice explain(const World& world, const DecisionBook& book, const DecisionRecord& decision) {
  const auto& algorithm = book.algorithmOf(decision);
  const auto comparison = comparisonOf(algorithm);
  Story::Choice choice;
  choice.title = InspectorWords::tr("The decision");
  choice.score_name = comparison.score;
  const auto* chosen = world.server(decision.chosen);
  const auto taken = chosen == nullptr ? InspectorWords::tr("No server could be taken.")
                                       : InspectorWords::tr("%1 was taken by %2.")
                                             .arg(words::text(chosen->name), words::algorithm(algorithm));
  choice.words = taken + u' ' + comparison.rule;
  for (const auto& candidate : book.candidatesOf(decision)) {
    const auto* server = world.server(candidate.server);
    if (server == nullptr) continue;
    choice.candidates.push_back({.name = words::text(server->name),
                                 .place = server->place,
                                 .weight = QString::number(candidate.weight),
                                 .score = scoreText(candidate, comparison),
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
