// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"
#include "core/event/run_mark.h"

#include <sys/types.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace switchyard {

/// How a process ended.
struct ProcessEnd {
  bool signalled = false;
  int code = 0;            ///< exit status, or the signal
  std::string last_words;  ///< the last line it wrote to standard error or output; may be empty
};

/// One switchyard-node as a child process: commands go in, events come out (core/protocol/node_pipe.h). The
/// child dies with the thread that started it, whatever ends that (PR_SET_PDEATHSIG), even while it is
/// frozen. Used on the loop of `io` only. Destroying it kills the child and waits for it.
class NodeProcess {
 public:
  using OnEvent = std::function<void(const Event&)>;
  using OnEnd = std::function<void(const ProcessEnd&)>;

  NodeProcess(asio::io_context& io, OnEvent on_event, OnEnd on_end);
  ~NodeProcess();
  NodeProcess(const NodeProcess&) = delete;
  NodeProcess& operator=(const NodeProcess&) = delete;

  /// Starts `program` with `arguments`, then `--lab <id> 3 <run>`. `on_end` follows exactly once, after the
  /// last event.
  Result<void> start(const std::string& program, std::vector<std::string> arguments, NodeId id,
                     const RunMark& run);
  /// Queues one command line (without its newline). Dropped when the process has ended.
  void command(std::string line);
  void signal(int number);
  pid_t pid() const { return pid_; }

 private:
  void readEvents();
  void readWords();
  void writeCommands();
  void watchEnd();
  void abandon();
  void reap();
  void finish();
  void closeAll();
  /// Held by handlers that Asio may still call after this object is gone.
  std::weak_ptr<char> watch() const { return alive_; }

  OnEvent on_event_;
  OnEnd on_end_;
  NodeId id_ = 0;
  pid_t pid_ = 0;
  asio::posix::stream_descriptor input_;
  asio::posix::stream_descriptor events_;
  asio::posix::stream_descriptor words_;
  asio::posix::stream_descriptor end_watch_;
  std::vector<Event> event_buffer_;
  std::size_t event_bytes_ = 0;  ///< of an incomplete event at the front of the buffer
  std::array<char, 1024> word_buffer_{};
  std::string words_tail_;
  std::deque<std::string> commands_;
  bool writing_ = false;
  bool ended_ = false;
  bool events_ended_ = false;
  bool words_ended_ = false;
  ProcessEnd end_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace switchyard
