// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/csv.h"

#include "core/event/status.h"

#include <string>
#include <string_view>

namespace switchyard {
namespace {

class Table {
 public:
  explicit Table(std::string heading) : text_(std::move(heading)) { text_ += "\r\n"; }

  template <typename... Cells>
  void row(const Cells&... cells) {
    bool first = true;
    ((text_ += first ? "" : ",", first = false, add(cells)), ...);
    text_ += "\r\n";
  }
  const std::string& text() const { return text_; }

 private:
  void add(std::string_view words) {
    if (words.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += words;
      return;
    }
    text_ += '"';
    for (const char c : words) text_.append(c == '"' ? 2 : 1, c);
    text_ += '"';
  }
  void add(const char* words) { add(std::string_view(words)); }
  void add(const std::string& words) { add(std::string_view(words)); }
  void add(std::uint64_t number) { text_ += std::to_string(number); }
  void add(double number) { text_ += QByteArray::number(number, 'f', 3).toStdString(); }

  std::string text_;
};

double milliseconds(std::int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) / 1e6;
}

class Writer {
 public:
  explicit Writer(const World& world) : world_(world) {}

  std::string servers() const {
    Table table("server,address,calls,ok,errors,connections,p50_ms,p99_ms");
    for (const auto& server : world_.servers())
      table.row(server.name, server.address.text(), server.received, server.ok, server.errors,
                server.connections, milliseconds(server.latency.quantile(0.5)),
                milliseconds(server.latency.quantile(0.99)));
    return table.text();
  }

  std::string clients() const {
    Table table("client,sent,ok,failed,connections,p50_ms,p99_ms");
    for (const auto& client : world_.clients())
      table.row(client.name, client.sent, client.ok, client.failed, client.connections,
                milliseconds(client.latency.quantile(0.5)), milliseconds(client.latency.quantile(0.99)));
    return table.text();
  }

  std::string connections() const {
    Table table("side,local,remote,open,client,server,streams,sent_bytes,received_bytes,opened_ms,closed_ms");
    for (const auto& one : world_.connections())
      table.row(one.side == Side::downstream ? "downstream" : "upstream", one.local.text(), one.remote.text(),
                one.open() ? "yes" : "no", name(one.client), name(one.server), one.streams, one.sent,
                one.received, since(one.opened_at), since(one.closed_at));
    return table.text();
  }

  std::string calls() const {
    Table table("call,client,server,attempt,status,sent_ms,received_ms,answered_ms,ended_ms");
    for (const auto& call : world_.calls())
      table.row(call.id, name(call.client), name(call.server), std::uint64_t{call.attempt}, status(call),
                since(call.sent_at), since(call.received_at), since(call.answered_at), since(call.ended_at));
    return table.text();
  }

 private:
  std::string name(NodeId node) const {
    const auto* known = world_.node(node);
    return known == nullptr ? std::string() : known->name;
  }
  /// Empty while it has not happened.
  std::string since(std::int64_t at) const {
    if (at == 0) return {};
    return QByteArray::number(milliseconds(at - world_.began()), 'f', 6).toStdString();
  }
  static std::string_view status(const CallRecord& call) {
    if (call.underWay()) return "under way";
    return call.status == kStatusLost ? "LOST" : statusName(call.status);
  }

  const World& world_;
};

}  // namespace

QByteArray csv(const World& world) {
  const Writer writer(world);
  return QByteArray::fromStdString(writer.servers() + "\r\n" + writer.clients() + "\r\n" +
                                   writer.connections() + "\r\n" + writer.calls());
}

}  // namespace switchyard
