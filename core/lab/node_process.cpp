// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/node_process.h"

#include "core/net/asio_descriptor.h"
#include "core/protocol/node_pipe.h"
#include "core/system/shortage.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot to declare it extern "C"
}

namespace switchyard {
namespace {

/// Added to the nice value of each node (setpriority(2)): when the nodes want more cores than there are, the
/// window still answers and the balancer comes before those that it balances.
constexpr int kNodeNiceness = 5;

constexpr int kEventFd = 3;
constexpr std::size_t kEventsRead = 1024;  // events a read
constexpr std::size_t kWordsKept = 4096;   // bytes
constexpr int kPipeBytes = 1 << 20;        // the greatest size that needs no privilege

/// Both ends; those that nobody has taken are closed.
struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : {read, write})
      if (end >= 0) close(end);
  }
  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
};

/// No signal reaches this thread, or a child that it forks, while one of these lives.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// Between fork and exec: async-signal-safe calls only, because other threads of the parent may hold any
/// lock.
[[noreturn]] void becomeNode(pid_t parent, int input, int events, int words, const char* program,
                             char* const* arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);  // the parent died before the line above
  setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + kNodeNiceness);
  setpgid(0, 0);  // Ctrl-C in a terminal is for the app, which then ends its nodes in order
  // Not the app's own handlers: a node that is stopped at once must end, not tell the app to.
  for (const int number : {SIGTERM, SIGINT, SIGPIPE}) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // The low numbers are taken one by one; a source that stands in the way moves up first. Else no further
  // descriptor is needed: there may be none.
  for (int* source : {&input, &events, &words})
    if (*source <= kEventFd) *source = fcntl(*source, F_DUPFD, kEventFd + 1);
  if (dup2(input, STDIN_FILENO) < 0 || dup2(words, STDOUT_FILENO) < 0 || dup2(words, STDERR_FILENO) < 0 ||
      dup2(events, kEventFd) < 0)
    _exit(node::cannot_start);
  close_range(kEventFd + 1, ~0U, CLOSE_RANGE_CLOEXEC);  // sockets of the engine must not live on in a node
  execv(program, arguments);
  _exit(127);
}

Error refused(const char* what, int error) {
  auto lack = shortage(error);
  return {std::string(what) + ": " + lack.what + ".", std::move(lack.remedy)};
}

}  // namespace

NodeProcess::NodeProcess(asio::io_context& io, OnEvent on_event, OnEnd on_end)
    : on_event_(std::move(on_event)),
      on_end_(std::move(on_end)),
      input_(io),
      events_(io),
      words_(io),
      end_watch_(io),
      event_buffer_(kEventsRead) {}

NodeProcess::~NodeProcess() {
  closeAll();
  if (pid_ == 0 || ended_) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

Result<void> NodeProcess::start(const std::string& program, std::vector<std::string> arguments, NodeId id,
                                const RunMark& run) {
  id_ = id;
  if (access(program.c_str(), X_OK) != 0)
    return Error{
        "The program " + program + " is missing.",
        "Install Switchyard again, or build the target switchyard-node; it belongs beside switchyard."};
  arguments.insert(arguments.begin(), program);
  arguments.insert(arguments.end(),
                   {"--lab", std::to_string(id), std::to_string(kEventFd), std::string(run.text())});
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  Pipe input, events, words;
  if (!input.open() || !events.open() || !words.open())
    return refused("Cannot make a pipe for a node", errno);
  fcntl(events.write, F_SETPIPE_SZ, kPipeBytes);

  const pid_t parent = getpid();
  const SignalsHeld held;
  pid_ = fork();
  if (pid_ == 0) becomeNode(parent, input.read, events.write, words.write, program.c_str(), pointers.data());
  if (pid_ < 0) {
    pid_ = 0;
    return refused("Cannot start a node", errno);
  }
  for (const auto failure :
       {hold(input_, std::exchange(input.write, -1)), hold(events_, std::exchange(events.read, -1)),
        hold(words_, std::exchange(words.read, -1)), hold(end_watch_, pidfd_open(pid_, 0))})
    if (failure) {
      abandon();
      return refused("Cannot watch a node", failure.value());
    }
  watchEnd();
  readEvents();
  readWords();
  return {};
}

/// The process has started, but nobody would hear of it.
void NodeProcess::abandon() {
  closeAll();
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void NodeProcess::command(std::string line) {
  if (ended_ || !input_.is_open()) return;
  commands_.push_back(std::move(line) + "\n");
  if (!writing_) writeCommands();
}

void NodeProcess::signal(int number) {
  if (pid_ != 0 && !ended_) kill(pid_, number);
}

void NodeProcess::writeCommands() {
  writing_ = true;
  asio::async_write(input_, asio::buffer(commands_.front()),
                    [this, alive = watch()](std::error_code failure, std::size_t) {
                      if (alive.expired()) return;
                      commands_.pop_front();
                      writing_ = false;
                      if (!failure && !commands_.empty()) writeCommands();
                    });
}

void NodeProcess::readEvents() {
  auto* bytes = reinterpret_cast<char*>(event_buffer_.data());
  const auto room = event_buffer_.size() * sizeof(Event) - event_bytes_;
  events_.async_read_some(asio::buffer(bytes + event_bytes_, room),
                          [this, alive = watch()](std::error_code failure, std::size_t count) {
                            if (alive.expired() || failure == asio::error::operation_aborted) return;
                            event_bytes_ += count;
                            const auto whole = event_bytes_ / sizeof(Event);
                            for (std::size_t i = 0; i < whole; ++i) {
                              event_buffer_[i].node = id_;
                              on_event_(event_buffer_[i]);
                            }
                            event_bytes_ -= whole * sizeof(Event);
                            if (event_bytes_ > 0 && whole > 0)
                              std::memmove(static_cast<void*>(event_buffer_.data()),
                                           event_buffer_.data() + whole, event_bytes_);
                            if (!failure) return readEvents();
                            events_ended_ = true;
                            finish();
                          });
}

void NodeProcess::readWords() {
  words_.async_read_some(asio::buffer(word_buffer_),
                         [this, alive = watch()](std::error_code failure, std::size_t count) {
                           if (alive.expired() || failure == asio::error::operation_aborted) return;
                           words_tail_.append(word_buffer_.data(), count);
                           if (words_tail_.size() > kWordsKept)
                             words_tail_.erase(0, words_tail_.size() - kWordsKept);
                           if (!failure) return readWords();
                           words_ended_ = true;
                           finish();
                         });
}

void NodeProcess::watchEnd() {
  end_watch_.async_wait(asio::posix::stream_descriptor::wait_read,
                        [this, alive = watch()](std::error_code failure) {
                          if (!alive.expired() && failure != asio::error::operation_aborted) reap();
                        });
}

void NodeProcess::reap() {
  int status = 0;
  waitpid(pid_, &status, 0);
  ended_ = true;
  end_.signalled = WIFSIGNALED(status);
  end_.code = end_.signalled ? WTERMSIG(status) : WEXITSTATUS(status);
  finish();
}

void NodeProcess::finish() {
  if (!ended_ || !events_ended_ || !words_ended_) return;
  while (!words_tail_.empty() && words_tail_.back() == '\n') words_tail_.pop_back();
  end_.last_words = words_tail_.substr(words_tail_.rfind('\n') + 1);
  closeAll();
  if (on_end_) std::exchange(on_end_, nullptr)(end_);
}

void NodeProcess::closeAll() {
  std::error_code ignored;
  for (auto* end : {&input_, &events_, &words_, &end_watch_}) end->close(ignored);
}

}  // namespace switchyard
