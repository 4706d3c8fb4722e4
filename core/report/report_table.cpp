// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_table.h"

#include "core/base/numbers.h"
#include "core/base/one_line.h"
#include "core/event/status.h"
#include "core/evidence/answers.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMostRows = 40;       // of one table; the report has all
constexpr std::size_t kLongestCell = 1000;  // bytes

/// Characters, not bytes: names may be in any language.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Rows of cells in aligned columns; numbers to the right, words to the left, the last column ragged.
class Table {
 public:
  /// @param head titles; one that begins with '>' is of a column of numbers
  explicit Table(std::vector<std::string> head) {
    for (auto& title : head) {
      right_.push_back(title.front() == '>');
      if (right_.back()) title.erase(0, 1);
    }
    rows_.push_back(std::move(head));
  }

  void add(std::vector<std::string> row) {
    if (rows_.size() > kMostRows) {
      ++more_;
      return;
    }
    for (auto& cell : row) cell = oneLine(cell, kLongestCell);
    rows_.push_back(std::move(row));
  }

  std::string text() const {
    std::vector<std::size_t> widths(right_.size(), 0);
    for (const auto& row : rows_)
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    std::string text;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string gap(widths[i] - width(row[i]), ' ');
        line += (i == 0 ? "" : "  ") + (right_[i] ? gap + row[i] : row[i] + gap);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    if (more_ > 0) text += "… and " + std::to_string(more_) + " more; --report has all\n";
    return text + "\n";
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<bool> right_;
  std::size_t more_ = 0;
};

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

/// Milliseconds below which `share` of the calls were; "-" when there were none.
std::string quantile(const Histogram& latency, double share) {
  if (latency.count() == 0) return "-";
  return toText(static_cast<double>(latency.quantile(share)) / 1e6, 2);
}

std::string serversOf(const World& world) {
  Table table({"server", ">calls", ">ok", ">errors", ">connections", ">p50 ms", ">p99 ms"});
  for (const auto& server : world.servers())
    table.add({server.name, number(server.received), number(server.ok), number(server.errors),
               number(server.peak_connections), quantile(server.latency, 0.5),
               quantile(server.latency, 0.99)});
  return table.text();
}

/// "srv01 100, srv02 50"
template <typename Counts, typename Name>
std::string listed(const Counts& counts, Name name) {
  std::string text;
  for (const auto& [key, count] : counts)
    text += (text.empty() ? "" : ", ") + std::string(name(key)) + " " + number(count);
  return text.empty() ? "-" : text;
}

std::string answeredBy(const World& world, const Client& client) {
  const auto text = listed(answersTo(world, client), [](const auto& server) { return server; });
  if (client.by_other_names == 0) return text;
  return text + ", and " + number(client.by_other_names) + " more by further names";
}

std::string clientsOf(const World& world) {
  Table table({"client", ">sent", ">ok", ">p50 ms", ">p99 ms", "answered by", "errors"});
  for (const auto& client : world.clients())
    table.add({client.name, number(client.sent), number(client.ok), quantile(client.latency, 0.5),
               quantile(client.latency, 0.99), answeredBy(world, client),
               listed(client.by_status, [](auto status) { return statusName(status); })});
  return table.text();
}

std::string balancersOf(const World& world) {
  Table table({"balancer", "mode", "algorithm", ">picks", ">forwarded", ">retries"});
  for (const auto& balancer : world.balancers())
    table.add({balancer.name, std::string(modeName(balancer.mode)), balancer.algorithm,
               number(balancer.picks), number(balancer.forwarded), number(balancer.retries)});
  return table.text();
}

std::string kernelOf(const World& world) {
  const auto agreement = world.agreement();
  if (world.kernelSamples() == 0) return "was not asked";
  if (world.kernelAgreedAlways()) return "agrees";
  if (agreement.kernel && agreement.kernel_connections == agreement.board_connections)
    return "agrees at the end, but did not at every sample";
  return "DISAGREES: shows " + number(agreement.kernel_connections) + " of " +
         number(agreement.board_connections);
}

std::string callsOf(const Agreement& agreement) {
  std::string text = agreement.complete ? "agree" : agreement.at_rest ? "DISAGREE" : "STILL UNDER WAY";
  text += ": clients sent " + number(agreement.clients_sent) + ", balancers forwarded " +
          number(agreement.balancer_forwarded) + ", servers handled " + number(agreement.servers_handled);
  if (agreement.unobserved > 0) text += ", servers that do not report " + number(agreement.unobserved);
  return text;
}

std::string totalsOf(const World& world) {
  Table table({"together", ""});
  table.add({"connections", number(world.peakDownstream()) + " from clients, " +
                                number(world.peakUpstream()) + " to servers, open at once"});
  table.add({"kernel", kernelOf(world)});
  table.add({"calls", callsOf(world.agreement())});
  table.add({"fairness", toText(world.fairness(), 2) + " of 1 (Jain's index of calls per server)"});
  table.add({"latency", "p50 " + quantile(world.latency(), 0.5) + " ms, p99 " +
                            quantile(world.latency(), 0.99) + " ms"});
  if (world.droppedEvents() > 0)
    table.add({"events", number(world.droppedEvents()) + " LOST: the counts are not complete"});
  return table.text();
}

std::string claimsOf(const std::vector<ClaimResult>& claims) {
  if (claims.empty()) return "";
  Table table({"claim", "", "measured"});
  for (const auto& claim : claims) table.add({claim.holds ? "holds" : "FAILS", claim.text, claim.measured});
  return table.text();
}

std::string shortfallsTable(const std::vector<std::string>& shortfalls) {
  if (shortfalls.empty()) return "";
  Table table({"the run does not hold"});
  for (const auto& line : shortfalls) table.add({line});
  return table.text();
}

}  // namespace

std::string reportTable(const World& world, const std::string& name, const std::vector<ClaimResult>& claims,
                        const std::vector<std::string>& shortfalls) {
  std::string text = name.empty() ? "" : name + "\n\n";
  text += serversOf(world) + clientsOf(world) + balancersOf(world) + totalsOf(world) + claimsOf(claims) +
          shortfallsTable(shortfalls);
  text.pop_back();  // the last table's empty line
  return text;
}

}  // namespace switchyard
