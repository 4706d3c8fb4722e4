// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include "core/event/text_table.h"
#include "core/scenario/report_pointer.h"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

using namespace switchyard;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

/// Writes the events of a small run in mode tcp: 1 ms a call, half of it in the server.
class Run {
 public:
  Run() = default;
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  World world;

  NodeId add(Role role, const std::string& name, std::uint16_t port = 0, NodeId balancer = 0) {
    const auto id = ++last_node_;
    Event event(now_, Kind::node_added, Witness::lab, id);
    event.added.role = role;
    event.added.mode = Mode::tcp;
    event.added.built_in = 1;
    event.added.name = text(Witness::lab, id, name);
    event.added.algorithm = role == Role::balancer ? text(Witness::lab, id, "roundrobin") : 0;
    event.added.address = Endpoint::loopback(port);
    event.added.weight = 1;
    event.added.balancer = balancer;
    world.apply(event);
    return id;
  }

  /// A client's connection through the balancer to a server; both sides open.
  void connect(NodeId balancer, NodeId server) {
    Event pick(now_, Kind::picked, Witness::balancer, balancer);
    pick.decision.chosen = server;
    world.apply(pick);
    for (const auto side : {Side::downstream, Side::upstream}) {
      Event event(now_, Kind::connection_opened, Witness::balancer, balancer);
      event.opened.connection = ++last_connection_;
      event.opened.side = side;
      event.opened.server = side == Side::upstream ? server : 0;
      event.opened.local = Endpoint::loopback(static_cast<std::uint16_t>(20'000 + last_connection_));
      event.opened.remote = side == Side::upstream
                                ? world.server(server)->address
                                : Endpoint::loopback(static_cast<std::uint16_t>(30'000 + last_connection_));
      world.apply(event);
    }
    Event joined(now_, Kind::connection_joined, Witness::balancer, balancer);
    joined.joined = {.downstream = last_connection_ - 1, .upstream = last_connection_, .server = server};
    world.apply(joined);
    upstream_[server] = last_connection_;
  }

  void close(NodeId balancer, ConnectionId connection) {
    Event event(++now_, Kind::connection_closed, Witness::balancer, balancer);
    event.closed.connection = connection;
    world.apply(event);
  }

  void call(NodeId client, NodeId balancer, NodeId server, std::uint8_t status = 0) {
    const auto id = callId(client, ++calls_[client]);
    apply(Kind::call_started, Witness::client, client, id);
    apply(Kind::call_received, Witness::server, server, id);
    now_ += kMillisecond / 2;
    apply(Kind::call_answered, Witness::server, server, id, status);
    now_ += kMillisecond / 2;
    Event ended(now_, Kind::call_ended, Witness::client, client);
    ended.call.call = id;
    ended.call.status = status;
    if (status == 0) ended.call.server = server;
    world.apply(ended);
    forwarded(balancer, upstream_[server] - 1, ++streams_[server]);
  }

  void forwarded(NodeId balancer, ConnectionId downstream, std::uint64_t streams) {
    Event event(now_, Kind::streams_forwarded, Witness::balancer, balancer);
    event.count.connection = downstream;
    event.count.value = streams;
    world.apply(event);
  }

  void lose(NodeId balancer, std::uint64_t events) {
    Event event(now_, Kind::events_dropped, Witness::balancer, balancer);
    event.count.value = events;
    world.apply(event);
  }

 private:
  TextId text(Witness witness, NodeId node, const std::string& words) {
    auto& table =
        texts_.try_emplace({witness, node}, witness, node, [this](const Event& event) { world.apply(event); })
            .first->second;
    return table.id(words, now_);
  }

  void apply(Kind kind, Witness witness, NodeId node, CallId id, std::uint8_t status = 0) {
    Event event(now_, kind, witness, node);
    event.call.call = id;
    event.call.status = status;
    if (const auto upstream = upstream_.find(node); upstream != upstream_.end())
      event.call.peer = Endpoint::loopback(static_cast<std::uint16_t>(20'000 + upstream->second));
    world.apply(event);
  }

  std::int64_t now_ = 1000;
  NodeId last_node_ = 0;
  ConnectionId last_connection_ = 0;
  std::map<NodeId, std::uint64_t> calls_;
  std::map<NodeId, ConnectionId> upstream_;  ///< the last connection to each server
  std::map<NodeId, std::uint64_t> streams_;  ///< over it
  std::map<std::pair<Witness, NodeId>, TextTable> texts_;
};

/// The article's run: three clients, one proxy, three servers, one call each. Nodes are numbered 1, 2 to 4, 5
/// to 7.
class ArticlesRun : public Run {
 public:
  ArticlesRun() {
    const auto balancer = add(Role::balancer, "lb_grpc", 8443);
    for (std::uint16_t i = 1; i <= 3; ++i)
      add(Role::server, "srv0" + std::to_string(i), static_cast<std::uint16_t>(50050 + i), balancer);
    for (NodeId i = 1; i <= 3; ++i) {
      const auto server = static_cast<NodeId>(balancer + i);
      const auto client = add(Role::client, "client" + std::to_string(i), 0, balancer);
      connect(balancer, server);
      call(client, balancer, server);
    }
  }
};

Scenario claiming(std::vector<Claim> claims) {
  Scenario scenario;
  scenario.name = "A test";
  scenario.claims = std::move(claims);
  return scenario;
}

Claim is(const std::string& text, const std::string& at, const std::string& json) {
  Claim claim;
  claim.text = text;
  claim.at = at;
  claim.is = json;
  return claim;
}

}  // namespace

TEST_CASE("theReportHasTheFieldsOfTheContract") {
  const ArticlesRun run;
  const auto report =
      makeReport(run.world, claiming({is("3 requests, 3 different servers", "/servers/*/calls", "[1,1,1]")}));
  INFO(report.json);
  const auto json = Json::parse(report.json);
  const auto& server = json.at("servers").at("srv02");
  CHECK(server.at("calls") == 1);
  CHECK(server.at("ok") == 1);
  CHECK(server.at("errors") == 0);
  CHECK(server.at("connections") == 1);
  CHECK(server.at("p50_ms").get<double>() == Approx(0.5).epsilon(0.07));
  const auto& client = json.at("clients").at("client3");
  CHECK(client.at("sent") == 1);
  CHECK(client.at("ok") == 1);
  CHECK(client.at("errors") == Json::object());
  CHECK(client.at("by_server") == Json({{"srv03", 1}}));
  const auto& balancer = json.at("balancer");
  CHECK(balancer.at("mode") == "tcp");
  CHECK(balancer.at("algorithm") == "roundrobin");
  CHECK(balancer.at("picks") == 3);
  CHECK(balancer.at("forwarded") == 3);
  CHECK(balancer.at("retries") == 0);
  CHECK(balancer.at("dropped_events") == 0);
  CHECK(json.at("connections").at("downstream") == 3);
  CHECK(json.at("connections").at("upstream") == 3);
  CHECK(json.at("connections").at("kernel_agrees") == false);  // nobody asked it
  CHECK(json.at("agree") == true);
  CHECK(json.at("fairness") == 1.0);
  CHECK(json.at("latency_ms").at("p50").get<double>() == Approx(1.0).epsilon(0.07));
  CHECK(json.at("latency_ms").contains("p99"));
  CHECK(json.at("claims") ==
        Json::parse(R"([{"text":"3 requests, 3 different servers","holds":true,"measured":"1 1 1"}])"));
  CHECK(report.holds());
  REQUIRE(report.claims.size() == 1);
  CHECK(report.claims[0].holds);
}

TEST_CASE("everyFieldThatAClaimMayPointToIsInTheReport") {
  const auto json = Json::parse(makeReport(ArticlesRun().world, claiming({})).json);
  for (const auto field : reportFields()) CHECK(json.contains(std::string(field)));
  CHECK(json.size() == reportFields().size() + 1);  // and what the claims led to
  CHECK(json.contains("shortfalls"));
}

TEST_CASE("aClaimThatFailsFailsTheRun") {
  const auto report =
      makeReport(ArticlesRun().world, claiming({is("all on one", "/servers/*/calls", "[3,0,0]")}));
  CHECK_FALSE(report.holds());
  CHECK(report.table.find("FAILS  all on one") != std::string::npos);
}

TEST_CASE("aWitnessWhoDisagreesFailsTheRun") {
  ArticlesRun run;
  run.forwarded(1, 1, 5);  // the balancer says that it passed on five calls of client1
  const auto report = makeReport(run.world, claiming({}));
  CHECK(Json::parse(report.json).at("agree") == false);
  CHECK_FALSE(report.holds());
  CHECK(report.table.find("DISAGREE: clients sent 3, balancers forwarded 7, servers handled 3") !=
        std::string::npos);
}

TEST_CASE("lostEventsFailTheRun") {
  ArticlesRun run;
  run.lose(1, 5);
  const auto report = makeReport(run.world, claiming({}));
  CHECK(Json::parse(report.json).at("dropped_events") == 5);
  CHECK_FALSE(report.holds());
  CHECK(report.table.find("5 LOST") != std::string::npos);
}

TEST_CASE("callsThatFailFailTheRunUnlessTheFileSaysThatTheyMay") {
  ArticlesRun run;
  run.call(5, 1, 2, 14);
  run.call(5, 1, 2, 14);
  const auto report = makeReport(run.world, claiming({is("each sent", "/clients/client2/sent", "1")}));
  REQUIRE(report.shortfalls.size() == 1);
  CHECK(report.shortfalls[0].find("2 calls failed (UNAVAILABLE 2)") == 0);
  CHECK(report.table.ends_with(report.shortfalls[0] + "\n"));
  CHECK(Json::parse(report.json).at("shortfalls") == Json(report.shortfalls));

  CHECK(makeReport(run.world, claiming({is("one is right", "/clients/*/ok", "[1,1,1]")})).holds());
  auto failing = claiming({});
  failing.servers.push_back({.name = "srv01", .behaviour = {.fail = 0.5}});
  CHECK(makeReport(run.world, failing).holds());
  run.call(6, 1, 3, 14);  // by srv02, which nobody told to
  CHECK_FALSE(makeReport(run.world, failing).holds());
}

TEST_CASE("callsThatWereNotMadeFailTheRun") {
  const ArticlesRun run;
  auto asked = claiming({});
  asked.clients = {{.name = "client1"}, {.name = "client2", .traffic = {.calls = 5}}};
  CHECK(makeReport(run.world, asked).shortfalls ==
        std::vector<std::string>{"Calls were not made: client2 made 1 of 5 calls."});
  auto until_paused = claiming({});
  until_paused.clients = {{.name = "client1", .traffic = {.calls = 0}}};
  CHECK(makeReport(run.world, until_paused).holds());
  until_paused.clients = {{.name = "nobody", .traffic = {.calls = 0}}};
  CHECK(makeReport(run.world, until_paused).shortfalls == std::vector<std::string>{"No call was made."});
}

TEST_CASE("aMemberThatIsGoneFailsTheRun") {
  ArticlesRun run;
  Event gone(1, Kind::node_state, Witness::lab, 2);
  gone.state = {.state = NodeState::failed, .cause = Cause::port_in_use, .detail = 0, .pid = 0};
  run.world.apply(gone);
  CHECK(makeReport(run.world, claiming({})).shortfalls ==
        std::vector<std::string>{"Not there, or not to the end: srv01."});
}

TEST_CASE("aPeersNameDoesNotMoveTheCursor") {
  Run run;
  const auto balancer = run.add(Role::balancer, "lb", 8443);
  run.add(Role::server, "srv\x1b[2J01", 50051, balancer);
  CHECK(makeReport(run.world, claiming({})).table.find("srv [2J01") != std::string::npos);
}

TEST_CASE("failedCallsAreCountedByTheirStatus") {
  ArticlesRun run;
  run.call(5, 1, 2, 14);
  run.call(5, 1, 2, 14);
  run.call(5, 1, 2, 4);
  const auto report = makeReport(run.world, claiming({}));
  const auto json = Json::parse(report.json);
  CHECK(json.at("servers").at("srv01").at("errors") == 3);
  CHECK(json.at("clients").at("client1").at("errors") ==
        Json({{"UNAVAILABLE", 2}, {"DEADLINE_EXCEEDED", 1}}));
  CHECK(report.table.find("UNAVAILABLE 2") != std::string::npos);
}

TEST_CASE("connectionsOfAServerAreThoseThatWereOpenAtOnce") {
  ArticlesRun run;
  run.connect(1, 2);
  CHECK(Json::parse(makeReport(run.world, claiming({})).json).at("servers").at("srv01").at("connections") ==
        2);
  for (ConnectionId id = 1; id <= 8; ++id) run.close(1, id);
  run.connect(1, 2);
  const auto json = Json::parse(makeReport(run.world, claiming({})).json);
  CHECK(json.at("servers").at("srv01").at("connections") == 2);
  CHECK(json.at("connections").at("upstream") == 4);
}

TEST_CASE("severalBalancersAreAnObjectByName") {
  ArticlesRun run;
  run.add(Role::balancer, "second", 8444);
  const auto json = Json::parse(makeReport(run.world, claiming({})).json);
  CHECK(json.at("balancer").at("lb_grpc").at("picks") == 3);
  CHECK(json.at("balancer").at("second").at("picks") == 0);
}

TEST_CASE("membersOfOneNameAreKeptApart") {
  ArticlesRun run;
  run.add(Role::server, "srv01", 50059, 1);
  const auto json = Json::parse(makeReport(run.world, claiming({})).json);
  CHECK(json.at("servers").at("srv01").at("calls") == 1);
  CHECK(json.at("servers").at("srv01 (2)").at("calls") == 0);
}

TEST_CASE("theTableIsAlignedWhateverTheLanguageOfItsNames") {
  Run run;
  const auto balancer = run.add(Role::balancer, "lb", 8443);
  const auto server = run.add(Role::server, "máy chủ một", 50051, balancer);
  run.add(Role::server, "two", 50052, balancer);
  const auto client = run.add(Role::client, "khách", 0, balancer);
  run.connect(balancer, server);
  for (int i = 0; i < 12; ++i) run.call(client, balancer, server);
  const auto report = makeReport(run.world, claiming({}));
  INFO(report.table);
  CHECK(report.table.find("A test\n\n"
                          "server       calls  ok  errors  connections  p50 ms  p99 ms\n"
                          "máy chủ một     12  12       0            1") == 0);
  CHECK(report.table.find("\ntwo              0   0       0            0       -       -\n") !=
        std::string::npos);
  CHECK(report.table.find("\nkhách     12  12") != std::string::npos);
  CHECK(report.table.find("fairness     0.50") != std::string::npos);
  CHECK(report.table.find(" \n") == std::string::npos);
  CHECK(report.table.find("\n\n\n") == std::string::npos);
}

TEST_CASE("aLongTableIsCutAndSaysSo") {
  Run run;
  const auto balancer = run.add(Role::balancer, "lb", 8443);
  for (int i = 0; i < 200; ++i) run.add(Role::client, "client" + std::to_string(i), 0, balancer);
  const auto report = makeReport(run.world, claiming({}));
  CHECK(report.table.find("… and 160 more; --report has all") != std::string::npos);
  CHECK(Json::parse(report.json).at("clients").size() == 200);
}

TEST_CASE("anEmptyWorldHasAReport") {
  const auto report = makeReport(World(), claiming({}));
  CHECK(Json::parse(report.json).at("servers") == Json::object());
  CHECK_FALSE(report.table.empty());
}
