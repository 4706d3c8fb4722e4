// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explain.h"

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

std::string number(std::size_t count, const std::string& noun, const std::string& many = {}) {
  return std::to_string(count) + " " + (count == 1 ? noun : many.empty() ? noun + "s" : many);
}

/// "1 failure takes", "3 failures in a row take".
std::string inARow(std::size_t count, const std::string& noun, const std::string& many,
                   const std::string& verb) {
  return number(count, noun, many) + (count == 1 ? " " + verb + "s" : " in a row " + verb);
}

std::string listens(const Bind& bind) {
  const auto& address = bind.address;
  if (address.isAny())
    return "It listens on port " + std::to_string(address.port) + " of every " +
           (address.isV4() ? "IPv4"
            : bind.v6only  ? "IPv6"
                           : "IPv4 and IPv6") +
           " address: other computers can connect.";
  return "It listens on " + address.text() +
         (address.isLoopback() ? ": only this computer can connect." : ".");
}

void explainTls(Page& page, const Bind& bind) {
  const auto& tls = bind.tls;
  std::string text = "    Clients speak TLS there and are shown '" + tls.certificates[0] + "'";
  if (!tls.verify.empty() && tls.verify != "none")
    text += std::string("; a certificate of theirs is ") +
            (tls.verify == "required" ? "required" : "asked for") + " and verified by '" + tls.ca_file + "'";
  page.say(bind.line, text + ".");
}

void explainTls(Page& page, const ServerLine& server) {
  const auto& tls = server.tls;
  const auto& name = tls.sni.empty() ? tls.verify_host : tls.sni;
  std::string text = "    It is spoken to in TLS; its certificate is ";
  if (tls.ca_file.empty() || tls.verify == "none")
    text += "not verified, so that anybody could take its place";
  else
    text +=
        "verified by '" + tls.ca_file + "'" + (name.empty() ? "" : " and must bear the name '" + name + "'");
  page.say(server.line, text + ".");
}

void explainFrontend(Page& page, const Frontend& front) {
  page.say(front.line,
           "Frontend '" + front.name + "' " +
               (front.mode == Mode::tcp
                    ? "balances connections, not calls (mode tcp): a connection gets a server when "
                      "it is opened, and all its calls go there."
                    : "balances requests (mode http): each call gets a server of its own."));
  for (const auto& bind : front.binds) {
    page.say(bind.line, "  " + listens(bind));
    if (bind.tls.on) explainTls(page, bind);
  }
  if (front.maxconn > 0)
    page.say(0, "  It holds at most " + number(front.maxconn, "connection") + " at once.");
  if (front.timeouts.client.count() > 0)
    page.say(front.timeouts.client_line, "  A connection that is silent on the client's side for " +
                                             timeText(front.timeouts.client) + " is closed.");
  page.say(front.backend_line, "  Its connections go to backend '" + front.backend + "'.");
}

void explainCheck(Page& page, const Backend& back, const ServerLine& server) {
  const auto& check = server.check;
  std::string how = "a connection";
  if (back.check.kind == CheckKind::http)
    how = "'" + back.check.method + " " + back.check.uri + "' over HTTP";
  if (back.check.kind == CheckKind::grpc)
    how = "grpc.health.v1" + (back.check.service.empty() ? "" : " for '" + back.check.service + "'");
  page.say(server.line, "    It is checked by " + how + " every " + timeText(check.inter) + ": " +
                            inARow(check.fall, "failure", "failures", "take") + " it out, " +
                            inARow(check.rise, "success", "successes", "bring") + " it back.");
}

void explainObserve(Page& page, const ServerLine& server) {
  constexpr std::string_view kActions[] = {"the next check comes soon", "that counts as a failed check",
                                           "the next failed check takes it out",
                                           "it is ejected for a while, longer each time"};
  if (!server.check.on && server.observe.on_error != Observe::OnError::mark_down) return;
  page.say(server.line,
           "    After " + number(server.observe.error_limit, "error") +
               (server.observe.error_limit == 1 ? " " : " in a row ") +
               (server.observe.layer == Observe::Layer::layer4 ? "in connecting" : "in its answers") + ", " +
               std::string(kActions[static_cast<std::size_t>(server.observe.on_error)]) + ".");
}

void explainServer(Page& page, const Backend& back, const ServerLine& server, std::uint64_t all_weights) {
  std::string text = "  Server '" + server.name + "' at " + server.address.text();
  if (server.host != server.address.host() && server.host != "[" + server.address.host() + "]")
    text += " (" + server.host + ")";
  if (server.disabled)
    text += " is disabled: it gets nothing";
  else if (server.weight == 0)
    text += " has weight 0: it gets nothing new";
  else if (server.backup)
    text += " is a backup: it serves when no other can";
  else
    text += ", weight " + std::to_string(server.weight) + " of " + std::to_string(all_weights);
  if (server.maxconn > 0)
    text +=
        ", at most " + number(server.maxconn, back.mode == Mode::tcp ? "connection" : "call") + " at once";
  page.say(server.line, text + ".");
  if (server.tls.on) explainTls(page, server);
  if (server.check.on) explainCheck(page, back, server);
  if (server.observe.layer != Observe::Layer::none) explainObserve(page, server);
  if (server.slowstart.count() > 0)
    page.say(server.line, "    When it comes back, its share grows to the full one over " +
                              timeText(server.slowstart) + ".");
}

void explainBackend(Page& page, const Backend& back) {
  page.say(back.line, "Backend '" + back.name + "' has " + number(back.servers.size(), "server") + ".");
  const auto policy = makePolicy(back.balance);
  page.say(back.balance_line, "  It picks by '" + back.balance + "'" +
                                  (policy ? ": " + (*policy)->meaning() : "") +
                                  (back.balance_line == 0 ? " (nothing else is written)." : "."));
  std::uint64_t all_weights = 0;
  for (const auto& server : back.servers) all_weights += server.disabled || server.backup ? 0 : server.weight;
  for (const auto& server : back.servers) explainServer(page, back, server, all_weights);
  if (back.panic_threshold > 0)
    page.say(0, "  When fewer than " + std::to_string(back.panic_threshold) +
                    " % of its servers are well, all of them get traffic (panic).");
  const auto& timeouts = back.timeouts;
  if (timeouts.connect.count() > 0)
    page.say(timeouts.connect_line, "  A server that does not accept within " + timeText(timeouts.connect) +
                                        " is passed over for the next one.");
  if (timeouts.queue.count() > 0)
    page.say(timeouts.queue_line, "  While all servers are full, new " +
                                      std::string(back.mode == Mode::tcp ? "connections" : "calls") +
                                      " wait for " + timeText(timeouts.queue) + ".");
  if (timeouts.server.count() > 0)
    page.say(timeouts.server_line, "  A connection that is silent on the server's side for " +
                                       timeText(timeouts.server) + " is closed.");
  if (back.forward_for.on)
    page.say(0, "  Servers are told each call's client in the header '" + back.forward_for.header + "'.");
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
