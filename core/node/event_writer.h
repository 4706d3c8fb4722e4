// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/event/run_mark.h"
#include "core/event/text_table.h"

#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace switchyard::node {

/// Tells the Lab what happens here. Thread-safe; never blocks on the pipe.
///
/// A flushed event is in the pipe before flush() returns, as long as the Lab keeps reading, and a pipe's
/// bytes outlive their writer. So a node flushes before the world can see the effect (before a call goes out,
/// before its answer does), and the counts of clients and servers agree even when one of them is killed in
/// the middle. One flush carries all that waits: the end of one call and the start of the next are one write.
///
/// When the pipe is full, events wait here, up to kMostWaiting; further ones are dropped and counted
/// (events_dropped), unless they tell of this node's state.
class EventWriter {
 public:
  static constexpr std::size_t kMostWaiting = (64u << 20) / sizeof(Event);

  /// @param fd   the pipe; -1 when nobody listens: then all of this costs nothing
  /// @param run  which run of the Lab this is
  EventWriter(Witness witness, NodeId node, int fd, RunMark run = {});
  /// Gives the Lab up to 100 ms to take what waits.
  ~EventWriter();
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  bool active() const { return fd_ >= 0; }
  NodeId node() const { return node_; }
  const RunMark& run() const { return run_; }
  Event event(std::int64_t at, Kind kind) const { return Event(at, kind, witness_, node_); }

  void add(const Event& event);  ///< written with the next flush()
  void flush();
  /// For later events. 0: it is empty, or new and too much waits already.
  TextId text(std::string_view text, std::int64_t at);

 private:
  std::size_t waiting() const { return waiting_.size() - written_; }
  void append(const Event& event);
  void writeWhatFits();  ///< sets `full_` when the pipe takes no more
  void writeLater();     ///< the thread that waits for room in the pipe

  const Witness witness_;
  const NodeId node_;
  const int fd_;
  const RunMark run_;
  std::mutex mutex_;
  std::condition_variable became_full_;
  std::vector<Event> waiting_;
  std::size_t written_ = 0;  ///< events at the front of `waiting_` that are in the pipe
  std::size_t partial_ = 0;  ///< bytes of the next one that are, too (sockets only: pipes take whole events)
  std::uint64_t dropped_ = 0;
  std::uint64_t dropped_told_ = 0;
  bool full_ = false;
  bool broken_ = false;  ///< the Lab is gone; standard input will say so
  bool stopping_ = false;
  TextTable texts_;
  std::thread later_;
};

}  // namespace switchyard::node
