// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/config/keywords.h"
#include "core/config/option.h"

#include <algorithm>

namespace switchyard::config {
namespace {

constexpr std::size_t kMostServers = 4096;
constexpr std::size_t kMostBinds = 1000;

const UnusedOption* findUnused(std::string_view word, Place place) {
  const std::string name = " " + std::string(word) + " ";
  const auto found =
      std::find_if(unusedOptions().begin(), unusedOptions().end(), [&](const UnusedOption& unused) {
        return (unused.places & place) != 0 && unused.names.find(name) != std::string_view::npos;
      });
  return found == unusedOptions().end() ? nullptr : &*found;
}

void sayUnknown(Options& line, std::string_view word) {
  std::vector<std::string_view> names;
  for (const auto& option : options())
    if ((option.places & line.place) != 0) names.push_back(option.name);
  for (const auto& unused : unusedOptions()) {
    if ((unused.places & line.place) == 0) continue;
    for (std::size_t begin = 1; begin < unused.names.size();) {
      const auto end = unused.names.find(' ', begin);
      names.push_back(unused.names.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  line.draft.fail(line.at.line, "There is no option " + shown(word) + " on a '" + line.at.keyword + "' line.",
                  didYouMean(word, names, "Remove it."));
}

/// An option as it was written, to be judged when the line is complete.
struct Written {
  std::string text;
  Needs needs;
  const UnusedOption* unused;  ///< null: it does something, if it has what it needs
};

/// Says what is missing. True when it is; also when only the whole file can tell.
bool lacks(Options& line, const Written& written) {
  const bool is_default = line.at.keyword == "default-server";
  const char* missing = nullptr;
  switch (written.needs) {
    case Needs::nothing:
      return false;
    case Needs::ssl:
      if (!is_default && !line.tls().on) missing = "ssl";
      break;
    case Needs::observe:
      if (!is_default && line.server->observe.layer == Observe::Layer::none) missing = "observe";
      break;
    case Needs::check:
      if (!is_default && !line.server->check.on) missing = "check";
      if (!is_default) break;
      [[fallthrough]];
    case Needs::http: {
      Waiting waiting{line.at.line, written.text, written.needs};
      if (written.unused != nullptr)
        waiting = {line.at.line,        written.text,          written.needs, written.unused->severity,
                   written.unused->why, written.unused->remedy};
      line.draft.proxy->waiting.push_back(std::move(waiting));
      return true;
    }
  }
  if (missing == nullptr) return false;
  line.draft.note(line.at.line,
                  written.text + " has no effect here, because this line has no '" + missing + "'.",
                  written.unused == nullptr ? "" : std::string(written.unused->remedy));
  return true;
}

void judge(Options& line, const Written& written) {
  if (lacks(line, written) || written.unused == nullptr) return;
  const auto& unused = *written.unused;
  line.draft.sayUnused(line.at.line, written.text, unused.severity, unused.why, unused.remedy);
}

void readOptions(Options& line, std::span<const std::string> words) {
  std::vector<Written> written;
  while (!words.empty()) {
    const std::string& word = words.front();
    const auto used = std::find_if(options().begin(), options().end(), [&](const Option& option) {
      return (option.places & line.place) != 0 && option.name == word;
    });
    const bool is_used = used != options().end();
    const auto* unused = is_used ? nullptr : findUnused(word, line.place);
    if (!is_used && unused == nullptr) return sayUnknown(line, word);
    const std::size_t values = is_used ? used->values : unused->values;
    if (words.size() <= values)
      return line.draft.fail(line.at.line, "The option '" + word + "' has no value.",
                             "Write one behind it, or remove it.");
    const auto own = words.subspan(1, values);
    if (is_used) used->apply(line, own);
    written.push_back(
        {shown(values == 0 ? word : word + " " + own[0]), is_used ? used->needs : unused->needs, unused});
    words = words.subspan(1 + values);
  }
  for (const auto& each : written) judge(line, each);
  if (line.tls().on) line.draft.ssl_lines.push_back(line.at.line);
  if (line.server != nullptr && line.server->check.on && line.draft.proxy->check_line == 0)
    line.draft.proxy->check_line = line.at.line;
}

/// HAProxy refuses `observe` without `check`; we can still eject.
void judgeObserve(Draft& draft, const ServerLine& server) {
  if (server.observe.layer != Observe::Layer::none && !server.check.on &&
      server.observe.on_error != Observe::OnError::mark_down)
    draft.note(server.line, "'observe' has no effect here, because this line has no 'check'.",
               "Write 'check', or 'on-error mark-down' to eject the server without checks.");
}

bool isServerName(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:").find(c) != std::string_view::npos;
  });
}

}  // namespace

void applyBind(Draft& draft, const Statement& at) {
  Bind written{.address = {}, .tls = {}, .line = at.line};
  Options line{draft, at, kBindLine, &written, nullptr};
  readOptions(line, at.args.subspan(1));
  std::string_view list = at.args[0];
  while (true) {
    const auto comma = list.find(',');
    if (const auto address = readAddress(draft, at.line, "bind", list.substr(0, comma))) {
      for (unsigned port = address->endpoint.port; port <= address->last_port; ++port) {
        if (++draft.binds > kMostBinds) {
          draft.fail(at.line, "The file listens on more than " + std::to_string(kMostBinds) + " ports.",
                     "Bind fewer.");
          return;
        }
        written.address = address->endpoint;
        written.address.port = static_cast<std::uint16_t>(port);
        written.every_address = address->every_address;
        draft.proxy->binds.push_back(written);
      }
    }
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
}

void applyServer(Draft& draft, const Statement& at) {
  if (++draft.servers > kMostServers)
    return draft.fail(at.line, "The file has more than " + std::to_string(kMostServers) + " servers.",
                      "Remove some.");
  ServerLine server = draft.proxy->server_defaults;
  server.name = at.args[0];
  server.line = at.line;
  if (server.name.empty() || !isServerName(server.name))
    draft.fail(at.line, shown(server.name) + " is no name for a server.",
               "Use letters, digits, '_', '-', '.' and ':'.");
  const auto& others = draft.proxy->servers;
  const auto same = std::find_if(others.begin(), others.end(),
                                 [&](const auto& other) { return other.name == server.name; });
  if (same != others.end())
    draft.fail(at.line, "Line " + std::to_string(same->line) + " already has a server '" + server.name + "'.",
               "Give each server of a section its own name.");
  const auto address = readAddress(draft, at.line, "server", at.args[1]);
  if (address) {
    server.host = address->host;
    server.address = address->endpoint;
  }
  Options line{draft, at, kServerLine, nullptr, &server};
  readOptions(line, at.args.subspan(2));
  judgeObserve(draft, server);
  if (address) draft.proxy->servers.push_back(std::move(server));
}

void applyDefaultServer(Draft& draft, const Statement& at) {
  Options line{draft, at, kServerLine, nullptr, &draft.proxy->server_defaults};
  readOptions(line, at.args);
}

}  // namespace switchyard::config
