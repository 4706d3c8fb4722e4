// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/call_filter.h"

#include "ui/view/words.h"

#include <QStringList>

#include <algorithm>

namespace switchyard {

CallFilter::CallFilter(const World& world, const QString& text) {
  for (const auto& part : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const auto in = [&](const QString& name) { return name.contains(part, Qt::CaseInsensitive); };
    Word word;
    const auto look = [&](const Node& node) {
      if (word.nodes.size() <= node.id) word.nodes.resize(node.id + std::size_t{1});
      word.nodes[node.id] = in(words::text(node.name));
    };
    for (const auto& client : world.clients()) look(client);
    for (const auto& server : world.servers()) look(server);
    for (std::size_t status = 0; status < word.statuses.size(); ++status)
      word.statuses[status] = in(words::status(static_cast<std::uint8_t>(status)));
    word.under_way = in(words::underWay());
    word.strangers = in(words::stranger());
    words_.push_back(std::move(word));
  }
}

bool CallFilter::matches(const CallRecord& call) const {
  return std::all_of(words_.begin(), words_.end(), [&](const Word& word) {
    const auto named = [&](NodeId node) { return node < word.nodes.size() && word.nodes[node]; };
    return named(call.server) || (call.client == 0 ? word.strangers : named(call.client)) ||
           (call.underWay() ? word.under_way : word.statuses[call.status]);
  });
}

}  // namespace switchyard
