// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/scenario/board.h"
#include "core/system/file.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace switchyard {
namespace {

using config::shown;
using config::suggest;

constexpr int kVersion = 1;
constexpr std::size_t kLongestFile = 1 << 20;
constexpr std::size_t kLongestName = 64;  // bytes
constexpr double kMostCalls = 1e12;
constexpr double kMostRate = 1e6;
constexpr std::chrono::microseconds kLongestLatency = std::chrono::hours(1);
constexpr std::chrono::milliseconds kLongestAge = std::chrono::hours(24);
constexpr std::chrono::milliseconds kLongestDeadline = std::chrono::hours(24);

/// Reads a scenario file. Problems of the file itself and of a haproxy.cfg beside it are kept apart, to name
/// the right one.
class ScenarioReader {
 public:
  ScenarioReader(std::string path, const config::Surroundings& surroundings) : surroundings_(surroundings) {
    scenario_.file = std::move(path);
  }

  Result<Scenario> read(std::string_view text) {
    const auto value = json::parse(text, problems_);
    if (!value) return failed();
    json::Fields fields(problems_, *value, "a scenario");
    readVersion(fields);
    scenario_.name = std::filesystem::path(scenario_.file).stem().string();
    fields.read("name", scenario_.name, kLongestName);
    readConfig(fields.need("haproxy",
                           "\"haproxy\": \"haproxy.cfg\" (a file beside this one) or a list of its lines"));
    const auto* servers = fields.find("servers");
    const auto* clients = fields.find("clients");
    const auto* claims = fields.find("claims");
    fields.finish();
    if (!has_config_) return failed();

    castServers(scenario_);
    if (servers != nullptr) readServers(*servers);
    if (clients == nullptr)
      castClients(scenario_);
    else
      readClients(*clients);
    if (claims != nullptr) readClaims(*claims, scenario_, problems_);
    checkBoard(scenario_, config_lines_.empty() ? config_problems_ : problems_);
    talkWithoutProxyHeader(scenario_);
    if (!problems_.none() || !config_problems_.none()) return failed();
    return std::move(scenario_);
  }

 private:
  Error failed() const {
    std::string text = problems_.none() ? "" : problems_.text(scenario_.file);
    if (!config_problems_.none())
      text += (text.empty() ? "" : "\n") + config_problems_.text(scenario_.config_file);
    return {text, ""};
  }

  void readVersion(json::Fields& fields) {
    const auto* version = fields.need("version", "\"version\": 1");
    if (version == nullptr) return;
    const auto* number = version->number();
    if (number == nullptr || *number != kVersion)
      problems_.add(version->line,
                    "This program reads scenarios of version 1, not " + shown(version->text()) + ".",
                    "Write \"version\": 1, or use a newer Switchyard.");
  }

  void readConfig(const json::Value* value) {
    if (value == nullptr) return;
    if (const auto* name = value->string()) {
      const auto path = std::filesystem::path(scenario_.file).parent_path() / *name;
      auto text = readFile(path.string(), kLongestFile);
      if (!text) {
        problems_.add(value->line, text.error().what, text.error().remedy);
        return;
      }
      scenario_.config_file = path.string();
      scenario_.config_text = std::move(*text);
    } else if (const auto* lines = value->array()) {
      scenario_.config_file = scenario_.file;
      for (const auto& line : *lines) {
        const auto* words = line.string();
        if (words == nullptr || words->find('\n') != std::string::npos) {
          problems_.add(line.line, shown(line.text()) + " is not one line of a haproxy.cfg.",
                        "Write each line as a text of its own.");
          return;
        }
        scenario_.config_text += *words + "\n";
        config_lines_.push_back(line.line);
      }
    } else {
      problems_.add(value->line, "'haproxy' cannot be " + shown(value->text()) + ".",
                    "Write the name of a haproxy.cfg beside this file, or a list of its lines.");
      return;
    }
    auto there = surroundings_;
    there.folder = std::filesystem::path(scenario_.config_file).parent_path().string();
    auto reading = config::readHaproxy(scenario_.config_text, there);
    for (auto& diagnostic : reading.diagnostics) diagnostic.line = lineInFile(diagnostic.line, value->line);
    collectErrors(reading.diagnostics, config_lines_.empty() ? config_problems_ : problems_);
    if (!reading.config) return;
    scenario_.config = std::move(*reading.config);
    scenario_.diagnostics = std::move(reading.diagnostics);
    if (!config_lines_.empty()) renumber(scenario_.config);
    has_config_ = true;
  }

  /// A line of the configuration where it stands in `config_file`.
  int lineInFile(int line, int otherwise) const {
    if (config_lines_.empty()) return line;
    const auto index = static_cast<std::size_t>(line) - 1;
    return line > 0 && index < config_lines_.size() ? config_lines_[index] : otherwise;
  }

  void renumber(config::Config& config) const {
    const auto move = [&](int& line) { line = lineInFile(line, line); };
    const auto moveTimeouts = [&](config::Timeouts& timeouts) {
      move(timeouts.connect_line);
      move(timeouts.client_line);
      move(timeouts.server_line);
    };
    for (auto& frontend : config.frontends) {
      move(frontend.line);
      move(frontend.backend_line);
      moveTimeouts(frontend.timeouts);
      for (auto& bind : frontend.binds) move(bind.line);
    }
    for (auto& backend : config.backends) {
      move(backend.line);
      move(backend.balance_line);
      moveTimeouts(backend.timeouts);
      for (auto& server : backend.servers) move(server.line);
    }
  }

  void readServers(const json::Value& value) {
    const auto* members = value.object();
    if (members == nullptr)
      return problems_.add(value.line, "'servers' cannot be " + shown(value.text()) + ".",
                           "Write an object by name: { \"srv01\": { \"latency\": \"100ms\" } }.");
    for (const auto& member : *members) {
      const auto spec = std::find_if(scenario_.servers.begin(), scenario_.servers.end(),
                                     [&](const auto& server) { return server.name == member.name; });
      if (spec == scenario_.servers.end())
        problems_.add(member.value.line,
                      "There is no 'server' line with the name " + shown(member.name) + ".",
                      suggest(member.name, serverNames()));
      else
        readServer(member.value, *spec);
    }
  }

  void readServer(const json::Value& value, ServerSpec& spec) {
    using namespace std::chrono_literals;
    json::Fields fields(problems_, value, "a server");
    auto& behaviour = spec.behaviour;
    fields.readTime("latency", behaviour.latency, 0us, kLongestLatency);
    fields.readTime("jitter", behaviour.jitter, 0us, kLongestLatency);
    fields.readShare("fail", behaviour.fail);
    fields.readTime("max_connection_age", behaviour.max_connection_age, 0ms, kLongestAge);
    fields.readWhole("max_concurrent_streams", behaviour.max_concurrent_streams, 1, 1e6);
    if (behaviour.jitter > behaviour.latency)
      problems_.add(fields.line(),
                    "The jitter of '" + spec.name +
                        "' is greater than its latency, which would be a time below nothing.",
                    "Write a latency that is at least the jitter.");
    bool external = !spec.built_in;
    fields.read("external", external);
    if (!external && !spec.built_in)
      problems_.add(fields.line(),
                    "'" + spec.name + "' is on another machine, where no server can be started.",
                    "Remove 'external'.");
    spec.built_in = !external;
    fields.finish();
  }

  void readClients(const json::Value& value) {
    const auto* items = value.array();
    if (items == nullptr)
      return problems_.add(value.line, "'clients' cannot be " + shown(value.text()) + ".",
                           "Write a list: [ { \"calls\": 100 } ].");
    std::set<std::string> names;
    for (const auto& item : *items) readClient(item, names);
  }

  void readClient(const json::Value& value, std::set<std::string>& names) {
    using namespace std::chrono_literals;
    json::Fields fields(problems_, value, "a client");
    ClientSpec client{.name = "client", .traffic = {}, .balancer = scenario_.config.frontends.front().name};
    fields.read("name", client.name, kLongestName);
    auto& traffic = client.traffic;
    fields.readWhole("calls", traffic.calls, 0, kMostCalls);
    fields.readWhole("connections", traffic.connections, 1, 1000);
    fields.readWhole("concurrency", traffic.concurrency, 1, 10'000);
    fields.read("rate", traffic.rate, 0, kMostRate);
    fields.readTime("deadline", traffic.deadline, 1ms, kLongestDeadline);
    fields.read("request", traffic.request_name, 1000);
    fields.read("balancer", client.balancer, 1000);
    std::size_t count = 1;
    fields.readWhole("count", count, 1, kMostClients);
    const bool numbered = fields.find("count") != nullptr || fields.find("name") == nullptr;
    fields.finish();

    const auto balancers = balancerNames();
    if (std::find(balancers.begin(), balancers.end(), client.balancer) == balancers.end())
      problems_.add(fields.line(), "There is no frontend with the name " + shown(client.balancer) + ".",
                    suggest(client.balancer, balancers));
    if (scenario_.clients.size() + count > kMostClients)
      return problems_.add(fields.line(), "There are more than " + std::to_string(kMostClients) + " clients.",
                           "Use fewer, each with more 'connections'.");
    const std::string base = client.name;
    for (std::size_t i = 0, number = 0; i < count; ++i) {
      if (numbered) {  // the next number that is free
        do client.name = base + std::to_string(++number);
        while (names.count(client.name) > 0);
      }
      if (!names.insert(client.name).second)
        problems_.add(fields.line(), "There are two clients with the name " + shown(client.name) + ".",
                      "Give each its own name.");
      scenario_.clients.push_back(client);
    }
  }

  std::vector<std::string_view> serverNames() const {
    std::vector<std::string_view> names;
    for (const auto& server : scenario_.servers) names.push_back(server.name);
    return names;
  }

  std::vector<std::string_view> balancerNames() const {
    std::vector<std::string_view> names;
    for (const auto& frontend : scenario_.config.frontends) names.push_back(frontend.name);
    return names;
  }

  const config::Surroundings& surroundings_;
  Scenario scenario_;
  bool has_config_ = false;
  std::vector<int>
      config_lines_;  ///< where each line of an inline configuration stands; empty: it is a file of its own
  json::Problems problems_;
  json::Problems config_problems_;
};

}  // namespace

Result<Scenario> readScenarioFile(std::string_view text, const std::string& path,
                                  const config::Surroundings& surroundings) {
  return ScenarioReader(path, surroundings).read(text);
}

}  // namespace switchyard
