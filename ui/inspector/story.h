// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/control/selection.h"

#include <QColor>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace switchyard {

/// What the inspector tells of one thing, in the user's language, ready to be painted or read aloud. Built
/// from a World alone.
struct Story {
  struct Fact {
    QString name;
    QString value;
    bool address = false;  ///< shown in the type of addresses
  };

  /// One way of a call from one column of its ladder to another.
  struct Hop {
    enum class Column : std::uint8_t { client, balancer, server };
    Column from = Column::client;
    Column to = Column::client;  ///< the same as `from`: it stayed there, working
    std::int64_t took = 0;       ///< nanoseconds; negative: not over, or a witness has not spoken
    QString words;               ///< "0.21 ms", "works 12 ms"
  };

  struct Candidate {
    QString name;
    int place = 0;  ///< its colour
    QString weight;
    QString score;   ///< what the algorithm compared; empty when it was not compared
    QString reason;  ///< why it could not be taken, empty when it could
    bool chosen = false;
  };

  /// One pick, with its arithmetic.
  struct Choice {
    QString title;       ///< "The decision", "Attempt 2"
    QString words;       ///< "Round robin took srv02, whose claim was the greatest."
    QString score_name;  ///< what the scores are: "claim"
    std::vector<Candidate> candidates;
  };

  struct Moment {
    QString when;
    QString what;
  };

  QString kind;  ///< "Call", "Server"
  QString title;
  std::optional<int> place;  ///< of the server whose colour it bears
  QString state;             ///< beside the title
  QString words;             ///< a sentence or two
  std::vector<Fact> facts;
  std::vector<Hop> ladder;
  bool has_balancer = true;     ///< of the ladder: the balancer has stamps of its own, or passed it on unseen
  std::vector<Choice> choices;  ///< one for each attempt, first to last
  std::vector<Moment> history;  ///< latest first

  QString asText() const;  ///< all of it, for assistive tools and the clipboard
};

/// The story of `thing`; when there is nothing to point at any more, or nothing was selected, what the board
/// as a whole has to tell.
/// @param time the instant that is shown, on the clock of Event::at
Story tell(const World& world, const Thing& thing, std::int64_t time);

// Its parts. The thing exists.
Story tellCall(const World& world, const CallRecord& call);
Story tellConnection(const World& world, const Connection& connection, std::int64_t time);
Story tellServer(const World& world, const Server& server);
Story tellClient(const World& world, const Client& client);
Story tellBalancer(const World& world, const Balancer& balancer);
/// Decisions in the book of `balancer`, with their arithmetic; several are the attempts for one thing.
std::vector<Story::Choice> explain(const World& world, const Balancer& balancer,
                                   const std::vector<const DecisionRecord*>& decisions);
/// Its last one; nothing when it has not picked.
std::vector<Story::Choice> explainLast(const World& world, const Balancer& balancer);
/// That the decision taken at `time` is older than the book, and where to see it again.
QString decisionForgotten(const World& world, const Balancer& balancer, std::int64_t time);

}  // namespace switchyard
