// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/explain.h"

#include "core/balance/policy.h"

#include <cstdio>

namespace switchyard::config {
namespace {

/// Sentences with the line that each is about.
class Page {
 public:
  void say(int line, const std::string& sentence) {
    char number[16] = "     ";
    if (line > 0) std::snprintf(number, sizeof number, "%5d", line);
    text_ += std::string(number) + "  " + sentence + "\n";
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string number(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string listens(const Bind& bind) {
  const auto& address = bind.address;
  if (address.isAny())
    return "It listens on port " + std::to_string(address.port) + " of every " +
           (address.isV4() ? "IPv4" : "IPv6") + " address: other computers can connect.";
  return "It listens on " + address.text() +
         (address.isLoopback() ? ": only this computer can connect." : ".");
}

void explainFrontend(Page& page, const Frontend& front) {
  page.say(front.line,
           "Frontend '" + front.name + "' " +
               (front.mode == Mode::tcp
                    ? "balances connections, not calls (mode tcp): a connection gets a server when "
                      "it is opened, and all its calls go there."
                    : "balances requests (mode http): each call gets a server of its own."));
  for (const auto& bind : front.binds) page.say(bind.line, "  " + listens(bind));
  if (front.maxconn > 0)
    page.say(0, "  It holds at most " + number(front.maxconn, "connection") + " at once.");
  if (front.timeouts.client.count() > 0)
    page.say(front.timeouts.client_line, "  A connection that is silent on the client's side for " +
                                             timeText(front.timeouts.client) + " is closed.");
  page.say(front.backend_line, "  Its connections go to backend '" + front.backend + "'.");
}

void explainServer(Page& page, const ServerLine& server, std::uint64_t all_weights) {
  std::string text = "  Server '" + server.name + "' at " + server.address.text();
  if (server.host != server.address.host() && server.host != "[" + server.address.host() + "]")
    text += " (" + server.host + ")";
  if (server.disabled)
    text += " is disabled: it gets nothing";
  else if (server.weight == 0)
    text += " has weight 0: it gets nothing new";
  else
    text += ", weight " + std::to_string(server.weight) + " of " + std::to_string(all_weights);
  if (server.maxconn > 0) text += ", at most " + number(server.maxconn, "connection") + " at once";
  page.say(server.line, text + ".");
}

void explainBackend(Page& page, const Backend& back) {
  page.say(back.line, "Backend '" + back.name + "' has " + number(back.servers.size(), "server") + ".");
  const auto policy = makePolicy(back.balance);
  page.say(back.balance_line, "  It picks by '" + back.balance + "'" +
                                  (policy ? ": " + (*policy)->meaning() : "") +
                                  (back.balance_line == 0 ? " (nothing else is written)." : "."));
  std::uint64_t all_weights = 0;
  for (const auto& server : back.servers) all_weights += server.disabled ? 0 : server.weight;
  for (const auto& server : back.servers) explainServer(page, server, all_weights);
  if (back.timeouts.connect.count() > 0)
    page.say(back.timeouts.connect_line, "  A server that does not accept within " +
                                             timeText(back.timeouts.connect) +
                                             " is passed over for the next one.");
  if (back.timeouts.server.count() > 0)
    page.say(back.timeouts.server_line, "  A connection that is silent on the server's side for " +
                                            timeText(back.timeouts.server) + " is closed.");
}

}  // namespace

std::string explain(const Reading& reading, std::string_view file) {
  std::string text(file);
  if (reading.config) {
    Page page;
    for (const auto& front : reading.config->frontends) explainFrontend(page, front);
    for (const auto& back : reading.config->backends) explainBackend(page, back);
    if (reading.config->maxconn > 0)
      page.say(0,
               "Together they hold at most " + number(reading.config->maxconn, "connection") + " at once.");
    text += " can be used. It means, by line:\n\n" + page.take();
  } else {
    text += " cannot be used.\n";
  }
  if (!reading.diagnostics.empty()) text += "\n";
  for (const auto& diagnostic : reading.diagnostics) text += diagnostic.text(file) + "\n";
  return text;
}

}  // namespace switchyard::config
