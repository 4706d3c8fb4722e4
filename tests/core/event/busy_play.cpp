// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/event/busy_play.h"

namespace switchyard {

Play busyPlay(Mode mode) {
  constexpr std::uint8_t kDeadline = 4, kUnavailable = 14;
  Play play(mode);
  std::vector<NodeId> servers;
  for (int i = 0; i < 3; ++i) servers.push_back(play.addServer());
  std::vector<Play::Line> lines;
  for (std::size_t i = 0; i < 4; ++i) lines.push_back(play.connect(play.addClient(), servers[i % 3]));
  for (std::size_t i = 0; i < 40; ++i) {
    auto& line = lines[i % 4];
    auto& other = lines[(i + 1) % 4];
    const auto slow = play.start(line.client);
    play.pass(Play::kMillisecond);
    mode == Mode::tcp ? play.forward(line) : play.route(slow, line);
    play.pass(Play::kMillisecond);
    play.receive(slow, line.server, line.balancers_end);
    play.call(other, i % 5 == 0 ? kUnavailable : 0);
    if (mode == Mode::http && i % 3 == 0) {  // the balancer lost patience
      play.retry(slow, 2);
      auto second = other;
      second.downstream = line.downstream;
      play.route(slow, second, 2);
      play.pass(Play::kMillisecond);
      play.receive(slow, other.server, other.balancers_end);
      play.pass(Play::kMillisecond);
      play.answer(slow, other.server);
      play.answer(slow, line.server, 1);
    } else {
      play.answer(slow, line.server);
    }
    if (i % 4 == 1)
      play.end(slow, 0, kDeadline);
    else
      play.end(slow, line.server);
    play.pass(Play::kMillisecond);
    if (i % 10 == 9) {
      play.close(line);
      line = play.connect(line.client, servers[i / 10 % 3]);
    }
  }
  auto strangers = play.connect(0, servers[0]);
  if (mode == Mode::tcp)
    for (int i = 0; i < 5; ++i) play.strangersCall(strangers);
  return play;
}

}  // namespace switchyard
