// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/level.h"
#include "core/health/probe.h"
#include "core/net/connecting.h"
#include "core/net/loop.h"
#include "core/net/timer.h"
#include "core/tls/transport.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace switchyard::health {

/// Checks one server again and again, each time over a connection of its own, and keeps its level. At most
/// one attempt at a time, at most 64 KiB of answer each. Tells each connection (Kind::check_opened,
/// check_closed), so that the kernel's table can be compared. Used on the loop only.
class Check final : private Loop::Watcher {
 public:
  /// @param on_news called after the first check, when the level has moved (it turned, or is on its way), and
  ///                when a check could not be made: shortage()
  Check(Loop& loop, NodeId balancer, NodeId server, Plan plan, std::function<void()> on_news);
  ~Check();
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;

  /// The first check after `delay`, then on and on.
  void start(std::chrono::milliseconds delay);
  void stop();

  // What live traffic says (HAProxy 2.6 manual §5.2 "on-error").
  void hurry();         ///< the next check soon (fastinter)
  void countFailure();  ///< as if a check had failed (fail-check)
  void onlyOneMore();   ///< the next failure turns it down (sudden-death)

  const Level& level() const { return level_; }
  const std::string& reason() const {
    return reason_;
  }  ///< why the last check failed: "refused the connection"
  /// What we lacked to make the last check at all (isShortage): it says nothing of the server. 0: nothing.
  int shortage() const { return shortage_; }

 private:
  void onReady(std::uint32_t ready) override;
  void begin();
  void converse();
  bool flush();
  void judge(Verdict verdict);
  void passed();
  void failed(std::string reason);
  void lacked(int error);
  void socketFailed(int error, const char* reason);
  void closeSocket();
  void tell(Kind kind);
  void schedule(bool news);
  void after(std::chrono::nanoseconds delay, void (Check::*next)());
  void tooLate();

  Loop& loop_;
  NodeId balancer_;
  NodeId server_;
  Plan plan_;
  std::function<void()> on_news_;
  Level level_;
  std::string reason_;
  int shortage_ = 0;
  bool told_ = false;  ///< of the first check's outcome
  Timer timer_;
  // The attempt that is under way.
  std::unique_ptr<Probe> probe_;
  std::optional<Connecting> attempt_;
  Transport socket_;
  Endpoint local_;
  bool connected_ = false;
  bool secured_ = false;  ///< or in plain text
  std::string unsent_;
  std::size_t received_ = 0;
  std::int64_t began_ = 0;
};

}  // namespace switchyard::health
