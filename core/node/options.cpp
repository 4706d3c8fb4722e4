// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/options.h"

#include "core/node/option_table.h"
#include "core/node/values.h"
#include "core/tls/class_certificate.h"
#include "core/tls/tls_context.h"

#include <grpc/impl/codegen/grpc_types.h>

#include <algorithm>
#include <climits>

namespace switchyard::node {
namespace {

constexpr std::string_view kUsage =
    "switchyard-node: the gRPC server and client of Switchyard (dnt.DemoService/SayHello)\n"
    "\n"
    "  switchyard-node serve [options]                      answers calls until SIGTERM\n"
    "  switchyard-node call --target ADDRESS:PORT [options] makes calls and counts the answers\n"
    "\n"
    "`switchyard-node serve --help` and `switchyard-node call --help` list the options.\n";

/// An option whose one value goes through `parse` into `target`.
template <typename Parse, typename Target>
Option into(std::string_view name, std::string_view value, std::string_view help, Parse parse,
            Target& target) {
  return {name, {value}, help, [parse, &target](OptionValues values) -> Result<void> {
            auto parsed = parse(values[0]);
            if (!parsed) return parsed.error();
            target = static_cast<Target>(std::move(*parsed));
            return {};
          }};
}

auto count(std::uint64_t least, std::uint64_t most) {
  return [least, most](std::string_view text) { return parseCount(text, least, most); };
}

Result<std::string> text(std::string_view text) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  if (text.empty()) return Error{"A name cannot be empty.", "Write one, or leave the option out."};
  if (std::any_of(text.begin(), text.end(), is_control))
    return Error{"A name has no control characters.", ""};
  return std::string(text);
}

/// Names travel as gRPC metadata, whose values are printable ASCII.
Result<std::string> serverName(std::string_view given) {
  const auto is_printable = [](char c) { return c >= 0x20 && c <= 0x7e; };
  if (!std::all_of(given.begin(), given.end(), is_printable))
    return Error{"A server's name is sent as gRPC metadata: printable ASCII only.",
                 "Choose another, e.g. srv01."};
  return text(given);
}

Option duration(std::string_view name, std::string_view help, const char* argument,
                ChannelArguments& arguments) {
  return {
      name, {"TIME"}, help, [argument, &arguments](OptionValues values) -> Result<void> {
        const auto time = parseDuration(values[0]);
        if (!time) return time.error();
        const auto milliseconds = time->count() / 1000;
        if (milliseconds < 1 || milliseconds > INT_MAX)
          return Error{"\"" + std::string(values[0]) + "\" is out of range.", "gRPC takes 1ms or more here."};
        arguments.emplace_back(argument, static_cast<int>(milliseconds));
        return {};
      }};
}

Option number(std::string_view name, int least, std::string_view help, const char* argument,
              ChannelArguments& arguments) {
  return {name, {"N"}, help, [argument, least, &arguments](OptionValues values) -> Result<void> {
            const auto number = parseCount(values[0], static_cast<std::uint64_t>(least), INT_MAX);
            if (!number) return number.error();
            arguments.emplace_back(argument, static_cast<int>(*number));
            return {};
          }};
}

Option turnOn(std::string_view name, std::string_view help, const char* argument,
              ChannelArguments& arguments) {
  return {name, {}, help, [argument, &arguments](OptionValues) -> Result<void> {
            arguments.emplace_back(argument, 1);
            return {};
          }};
}

Option labOption(std::optional<LabPipe>& lab) {
  return {"--lab",
          {"NODE", "FD", "RUN"},
          "used by Switchyard: events to FD, commands on standard input",
          [&lab](OptionValues values) -> Result<void> {
            const auto node = parseCount(values[0], 1, UINT16_MAX);
            if (!node) return node.error();
            const auto fd = parseCount(values[1], 0, INT_MAX);
            if (!fd) return fd.error();
            const auto run = RunMark::parse(values[2]);
            if (!run)
              return Error{"\"" + std::string(values[2]) + "\" marks no run.", "Write 16 digits, 0 to f."};
            lab = LabPipe{static_cast<NodeId>(*node), static_cast<int>(*fd), *run};
            return {};
          }};
}

/// Numeric addresses, plus the two names that everybody writes.
std::optional<Endpoint> readAddress(std::string_view written) {
  const auto colon = written.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = std::string(written.substr(colon));
  const auto host = written.substr(0, colon);
  if (host == "*") return Endpoint::parse("0.0.0.0" + port);
  if (host == "localhost") return Endpoint::parse("127.0.0.1" + port);
  return Endpoint::parse(written);
}

Result<Endpoint> listenAddress(std::string_view written) {
  if (const auto endpoint = readAddress(written)) return *endpoint;
  return Error{"\"" + std::string(written) + "\" is not an address to listen on.",
               "Write 127.0.0.1:50051, [::1]:50051 or *:50051; port 0 takes a free one."};
}

/// Numbers become ipv4: and ipv6: targets, so that neither a resolver nor a proxy variable gets a say.
Result<std::string> callTarget(std::string_view written) {
  if (const auto endpoint = readAddress(written); endpoint && endpoint->port != 0)
    return (endpoint->isV4() ? "ipv4:" : "ipv6:") + endpoint->text();
  const auto colon = written.rfind(':');
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_host = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  if (colon != std::string_view::npos && colon > 0 && is_letter(written[0]) &&
      std::all_of(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(colon), is_host) &&
      parseCount(written.substr(colon + 1), 1, UINT16_MAX))
    return "dns:///" + std::string(written);
  return Error{"\"" + std::string(written) + "\" is not an address to call.",
               "Write 127.0.0.1:8443, [::1]:8443 or host.example:8443."};
}

// What cannot be used is an error before gRPC hears of it, and in words.
Result<std::string> certificateIn(std::string_view path) {
  const auto file = readPem(std::string(path));
  if (!file) return file.error();
  if (const auto usable = TlsContext::accepting({.certificate = *file}); !usable) return usable.error();
  return file->text;
}

Result<Trust> trustIn(std::string_view path) {
  const auto file = readPem(std::string(path));
  if (!file) return file.error();
  const auto usable = TlsContext::connecting({.authorities = *file, .verify = TlsVerify::required});
  if (!usable) return usable.error();
  return Trust{file->text};
}

Result<Trust> trustByVerify(std::string_view word) {
  if (word == "none") return Trust{std::nullopt};
  return Error{"\"" + std::string(word) + "\" is not understood.",
               "Write `--verify none` to trust anybody; otherwise certificates are verified."};
}

/// `--tls`: what the other end shows, or trusts, by the same word.
template <typename Target>
Option classTls(std::string_view help, std::optional<Target>& target) {
  return {"--tls", {}, help, [&target](OptionValues) -> Result<void> {
            if (target) return {};  // another option has said more
            const auto path = classCertificate();
            if (!path) return path.error();
            auto file = readPem(*path);
            if (!file) return file.error();
            target = Target{std::move(file->text)};
            return {};
          }};
}

std::vector<Option> serveTable(ServeOptions& to) {
  auto& arguments = to.channel_arguments;
  return {
      into("--listen", "ADDRESS:PORT", "listen here [127.0.0.1:50051]; port 0 takes a free one",
           listenAddress, to.listen),
      into("--name", "NAME", "sign answers with this name [the address]", serverName, to.name),
      into("--latency", "TIME", "answer after this time, in steps of 1ms [0ms]", parseDuration,
           to.behaviour.latency),
      into("--jitter", "TIME", "more or less latency by up to this, uniformly [0ms]", parseDuration,
           to.behaviour.jitter),
      into("--fail", "SHARE", "answer this share of the calls with UNAVAILABLE, e.g. 20% [0%]", parseShare,
           to.behaviour.fail),
      into("--lame-duck", "TIME", "on SIGTERM, fail health checks for this time before stopping [0ms]",
           parseDuration, to.lame_duck),
      duration("--max-connection-age", "close connections of this age, gracefully (±10%) [never]",
               GRPC_ARG_MAX_CONNECTION_AGE_MS, arguments),
      duration("--max-connection-age-grace", "then end their calls after this time [never]",
               GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, arguments),
      duration("--max-connection-idle", "close connections without calls after this time [never]",
               GRPC_ARG_MAX_CONNECTION_IDLE_MS, arguments),
      number("--max-concurrent-streams", 1, "calls under way at once on one connection [no limit]",
             GRPC_ARG_MAX_CONCURRENT_STREAMS, arguments),
      duration("--keepalive-time", "ping a silent client this often [2h]", GRPC_ARG_KEEPALIVE_TIME_MS,
               arguments),
      duration("--keepalive-timeout", "close when a ping is unanswered this long [20s]",
               GRPC_ARG_KEEPALIVE_TIMEOUT_MS, arguments),
      duration("--min-ping-interval", "pings that come faster are strikes [5m]",
               GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, arguments),
      number("--max-ping-strikes", 0, "strikes before the client is cut off, 0: any [2]",
             GRPC_ARG_HTTP2_MAX_PING_STRIKES, arguments),
      classTls("speak TLS, with the class certificate, which is made on demand", to.certificate),
      into("--crt", "FILE", "speak TLS, with the certificate and key in FILE (PEM)", certificateIn,
           to.certificate),
      labOption(to.lab),
  };
}

std::vector<Option> callTable(CallOptions& to) {
  auto& traffic = to.traffic;
  auto& arguments = to.channel_arguments;
  return {
      into("--target", "ADDRESS:PORT", "call there (required)", callTarget, to.target),
      into("--calls", "N", "number of calls; 0: until interrupted [1]", count(0, INT64_MAX), traffic.calls),
      into("--connections", "N", "TCP connections, each a gRPC channel of its own [1]",
           count(1, kMostConnections), traffic.connections),
      into("--concurrency", "N", "calls under way at once, over all connections [1]",
           count(1, kMostConcurrency), traffic.concurrency),
      into("--rate", "N", "calls a second, evenly spaced; 0: as fast as answers come [0]", parseRate,
           traffic.rate),
      into("--deadline", "TIME", "give a call up after this time [20s]", parseDuration, traffic.deadline),
      into("--name", "NAME", "the name to say hello with [world]", text, traffic.name),
      duration("--keepalive-time", "ping the server this often [never]", GRPC_ARG_KEEPALIVE_TIME_MS,
               arguments),
      duration("--keepalive-timeout", "close when a ping is unanswered this long [20s]",
               GRPC_ARG_KEEPALIVE_TIMEOUT_MS, arguments),
      turnOn("--keepalive-permit-without-calls", "ping also while no call is under way",
             GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, arguments),
      classTls("speak TLS, and trust the class certificate", to.trust),
      into("--ca-file", "FILE", "speak TLS, and trust the certificates in FILE (PEM)", trustIn, to.trust),
      into("--verify", "none", "speak TLS, and trust anybody", trustByVerify, to.trust),
      {"--json",
       {},
       "print one JSON object instead of a table",
       [&to](OptionValues) -> Result<void> {
         to.json = true;
         return {};
       }},
      labOption(to.lab),
  };
}

std::string help(std::string_view usage, std::string_view about, std::span<const Option> table) {
  return "usage: switchyard-node " + std::string(usage) + "\n\n" + describeOptions(table) + "\n" +
         std::string(about);
}

constexpr std::string_view kServeAbout =
    "Answers dnt.DemoService/SayHello with \"Hello <name>\", grpc.health.v1.Health, and server reflection.\n"
    "SIGTERM: reports NOT_SERVING, lets calls end for up to 2s, then exits 0. Exit 3: the port is in use.\n";

constexpr std::string_view kCallAbout =
    "A call that finds no connection fails at once with UNAVAILABLE (as the Go client's default does), and "
    "the next\n"
    "call in its place waits 10ms. A failed connection is tried again after 0.1s to 1s.\n"
    "Exit 0: all calls were answered OK. Exit 1: some were not. Exit 2: wrong usage.\n";

/// Long runs keep pinging: gRPC's default allows two pings without data, which would make --keepalive-time a
/// lie.
void letKeepaliveGoOn(ChannelArguments& arguments) {
  const auto is_keepalive = [](const auto& argument) { return argument.first == GRPC_ARG_KEEPALIVE_TIME_MS; };
  if (std::any_of(arguments.begin(), arguments.end(), is_keepalive))
    arguments.emplace_back(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
}

}  // namespace

Result<CommandLine> parseCommandLine(std::span<const std::string_view> words) {
  if (words.empty())
    return Error{"What should it do?",
                 "Say `switchyard-node serve` or `switchyard-node call`; --help tells more."};
  const auto command = words[0];
  words = words.subspan(1);
  const bool wants_help = std::find(words.begin(), words.end(), "--help") != words.end();

  if (command == "--help" || command == "-h" || command == "help")
    return CommandLine(HelpText{std::string(kUsage)});
  if (command == "serve") {
    ServeOptions options;
    const auto table = serveTable(options);
    if (wants_help) return CommandLine(HelpText{help("serve [options]", kServeAbout, table)});
    if (const auto read = readOptions(table, words, command); !read) return read.error();
    letKeepaliveGoOn(options.channel_arguments);
    return CommandLine(std::move(options));
  }
  if (command == "call") {
    CallOptions options;
    const auto table = callTable(options);
    if (wants_help)
      return CommandLine(HelpText{help("call --target ADDRESS:PORT [options]", kCallAbout, table)});
    if (const auto read = readOptions(table, words, command); !read) return read.error();
    if (options.target.empty())
      return Error{"--target is missing.", "Say whom to call: --target 127.0.0.1:8443"};
    if (options.traffic.deadline.count() == 0)
      return Error{"--deadline: 0 leaves no time for an answer.", "Write a longer time, e.g. 20s."};
    letKeepaliveGoOn(options.channel_arguments);
    return CommandLine(std::move(options));
  }
  return Error{"There is no command \"" + std::string(command) + "\".",
               "Say `switchyard-node serve` or `switchyard-node call`."};
}

}  // namespace switchyard::node
