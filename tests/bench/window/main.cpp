// SPDX-License-Identifier: GPL-3.0-or-later
// What the real window costs with real processes, beside the budget of its design: time to the first useful
// picture, CPU when idle, and at 12 clients and 4 servers frames, CPU, memory and counts at 1,000 and 10,000
// calls a second. Under QT_QPA_PLATFORM=offscreen, or on a screen (Xvfb has no GPU either).
// Usage: bench_window [seconds for each part, 10] [minutes at 1,000 calls a second for the memory, 0]
#include "app/session/window_session.h"
#include "tests/app/article_on_free_ports.h"
#include "tests/bench/window/meter.h"
#include "ui/board/board.h"
#include "ui/canvas/canvas.h"
#include "ui/window/key_button.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace switchyard;

namespace {

constexpr int kClients = 12;
constexpr int kServers = 4;
constexpr int kPatience = 60'000;  // milliseconds that the cast may take to start, or to finish its calls

QString scenario(const QTemporaryDir& folder, int rate) {
  const auto ports = freePorts(kServers + 1);
  QByteArray config =
      "defaults\n  mode http\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
      "frontend fe\n  bind 127.0.0.1:" +
      QByteArray::number(ports[0]) + " proto h2\n  default_backend be\nbackend be\n  balance roundrobin\n";
  for (int i = 1; i <= kServers; ++i)
    config += "  server srv0" + QByteArray::number(i) +
              " 127.0.0.1:" + QByteArray::number(ports[static_cast<std::size_t>(i)]) + " proto h2\n";
  const auto name = QStringLiteral("bench-%1.cfg").arg(rate);
  writeFile(folder, name, config);
  return writeFile(folder, QStringLiteral("bench-%1.json").arg(rate),
                   "{\"version\":1,\"name\":\"bench\",\"haproxy\":\"" + name.toUtf8() +
                       "\",\"clients\":[{\"count\":" + QByteArray::number(kClients) +
                       ",\"concurrency\":64,\"rate\":" + QByteArray::number(rate / double(kClients)) + "}]}");
}

class Bench {
 public:
  explicit Bench(QApplication& application)
      : session_(application), meter_(session_.window().board().canvas()) {}

  void open(int rate) {
    session_.show();
    session_.open(scenario(folder_, rate).toStdString());
  }
  bool until(const std::function<bool()>& reached) const { return meter_.until(reached, kPatience); }
  bool somebodyIsShown() { return !session_.window().board().canvas().layout().cards.empty(); }
  bool everybodyIsReady() const {
    const auto ready = [](const Node& one) { return one.state == NodeState::ready; };
    const auto& world = session_.world();
    return world.clients().size() == kClients && world.servers().size() == kServers &&
           std::all_of(world.clients().begin(), world.clients().end(), ready) &&
           std::all_of(world.servers().begin(), world.servers().end(), ready);
  }
  void toggleRun() { session_.window().findChild<KeyButton*>()->click(); }
  Meter& meter() { return meter_; }
  const World& world() const { return session_.world(); }

 private:
  QTemporaryDir folder_;
  WindowSession session_;
  Meter meter_;
};

void firstWindow(Bench& bench) {
  bench.open(1'000);
  bench.until([&] { return bench.somebodyIsShown() && bench.meter().frames() > 0; });
  std::printf("first useful picture   %4.0f ms after the program began (budget 1000)\n", Meter::sinceBegin());
  bench.until([&] { return bench.everybodyIsReady(); });
  std::printf("everybody ready        %4.0f ms\n", Meter::sinceBegin());
}

void idle(Bench& bench, int seconds) {
  Meter::pause(4);
  const auto cost = bench.meter().measure(seconds);
  std::printf("idle                   %4.1f %% of a core (budget 2), of it the window %.1f %%; %.0f MB\n",
              cost.cpu, cost.window_cpu, cost.megabytes);
}

void load(Bench& bench, int rate, int seconds, int minutes) {
  bench.open(rate);
  bench.until([&] { return bench.everybodyIsReady(); });
  bench.toggleRun();
  Meter::pause(3);
  const auto before = bench.world().agreement().clients_sent;
  const auto cost = bench.meter().measure(seconds);
  const auto sent = bench.world().agreement().clients_sent - before;
  std::printf(
      "%6d calls/s wanted   %.0f calls/s; frame p50 %.1f ms, p99 %.1f ms (budget 16.7), %.0f frames/s; "
      "CPU %.0f %% of a core (budget 100), of it the window %.0f %% and %.0f %% more that it waited for a "
      "core; %.0f MB (budget 300)\n",
      rate, static_cast<double>(sent) / seconds, cost.frame_p50, cost.frame_p99, cost.frames_per_second,
      cost.cpu, cost.window_cpu, cost.waited, cost.megabytes);
  for (int minute = 1; minute <= minutes; ++minute) {
    Meter::pause(60);
    std::printf("  after %2d min          %.0f MB\n", minute, Meter::megabytes());
    std::fflush(stdout);
  }
  bench.toggleRun();
  const bool complete =
      bench.until([&] { return !bench.world().running() && bench.world().agreement().complete; });
  const auto counts = bench.world().agreement();
  std::printf(
      "  counts %s: clients sent %llu, balancer forwarded %llu, servers handled %llu; %llu events dropped\n",
      complete ? "exact" : "DO NOT AGREE", static_cast<unsigned long long>(counts.clients_sent),
      static_cast<unsigned long long>(counts.balancer_forwarded),
      static_cast<unsigned long long>(counts.servers_handled),
      static_cast<unsigned long long>(bench.world().droppedEvents()));
}

}  // namespace

int main(int count, char** arguments) {
  QApplication application(count, arguments);
  QStandardPaths::setTestModeEnabled(true);  // the user's own settings stay as they are
  if (!loadFonts()) return 1;
  const int seconds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 10;
  const int minutes = count > 2 ? std::max(0, std::atoi(arguments[2])) : 0;
  std::printf("platform %s, %d clients, %d servers; other load on this machine: %.1f\n",
              qPrintable(QApplication::platformName()), kClients, kServers, Meter::machineLoad());
  Bench bench(application);
  firstWindow(bench);
  idle(bench, seconds);
  load(bench, 1'000, seconds, minutes);
  load(bench, 10'000, seconds, 0);
  return 0;
}
