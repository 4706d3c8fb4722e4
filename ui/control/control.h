// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/world/world.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <vector>

namespace switchyard {

/// The user's commands in one place: buttons, keys, menus and cards all end here, and from here in the Lab.
/// Says in words what was done. Without a Lab (a recording is shown) live() is false and commands do nothing.
/// GUI thread; `world` and the Lab are borrowed.
class Control final : public QObject {
  Q_OBJECT

 public:
  explicit Control(const World& world);

  void attach(Lab* lab);  ///< null: there is none (any more)
  /// A twin has the same cast, under the same numbers, and hears the same commands at the same moment; its
  /// World is borrowed, too.
  void attach(Lab& lab, Lab& twin, const World& of_twin);
  bool live() const { return !labs_.empty(); }

  // Traffic.
  void toggleRun();  ///< run steadily, or pause
  void run();
  void pause();
  void sendOne();                            ///< one call by the next client in turn
  void burst(int calls = 3);                 ///< one call each by the next `calls` clients in turn
  void send(NodeId client, int calls);       ///< by this client
  void setRate(NodeId client, double rate);  ///< calls a second, above 0
  static constexpr double kSteadyRate = 1;   ///< calls a second of each client when run() is asked for

  // One member of the cast.
  void start(NodeId node);
  void stop(NodeId node);
  void kill(NodeId node);
  void freeze(NodeId node);
  void thaw(NodeId node);
  void remove(NodeId node);
  void drain(NodeId server, bool on);
  void setWeight(NodeId server, int weight);               ///< 0 to 256
  void slow(NodeId server, std::chrono::milliseconds by);  ///< than it is now
  void endSlowness(NodeId server);                         ///< as fast as the scenario says
  void fail(NodeId server, double share);                  ///< of its calls, 0 to 1
  void endFailures(NodeId server);                         ///< as many as the scenario says

  // The board.
  void addServer(NodeId balancer = 0);  ///< 0: the first balancer
  void addClient(NodeId balancer = 0);
  void setPolicy(NodeId balancer, const QString& algorithm);
  void setMode(NodeId balancer, Mode mode);
  /// Everybody works again, as the scenario says (command::Heal); how it ended is said when it has.
  void healAll();

 Q_SIGNALS:
  void said(const QString& what);  ///< "Killed srv02 · H heals all"
  void liveChanged();

 private:
  void order(const Command& command);
  void tellHealed();
  QString nameOf(NodeId node) const;
  NodeId balancerOr(NodeId balancer) const;
  NodeId nextClient();

  const World& world_;
  std::vector<Lab*> labs_;
  std::vector<const World*> worlds_;  ///< of the labs
  std::size_t next_client_ = 0;
  QTimer healing_;  ///< while the end of a command to heal is awaited
  std::int64_t heal_asked_at_ = 0;
};

}  // namespace switchyard
