// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/node/node_program.h"

#include "core/base/numbers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

namespace switchyard::node_test {
namespace {

constexpr int kEventFd = 3;

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    read = fcntl(ends[0], F_DUPFD_CLOEXEC, 10);  // out of the way of the child's low numbers
    write = fcntl(ends[1], F_DUPFD_CLOEXEC, 10);
    close(ends[0]);
    close(ends[1]);
  }
  int read;
  int write;
};

/// Starts the program with these descriptors as 0, 1, 2 and, unless -1, 3.
pid_t spawn(std::vector<std::string> arguments, const std::vector<std::string>& environment, int input,
            int output, int errors, int events) {
  arguments.insert(arguments.begin(), NODE_PROGRAM);
  std::vector<char*> words;
  for (auto& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  const pid_t pid = fork();
  REQUIRE(pid >= 0);
  if (pid > 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  if (events >= 0) dup2(events, kEventFd);
  for (const auto& variable : environment) putenv(strdup(variable.c_str()));
  execv(NODE_PROGRAM, words.data());
  _exit(127);
}

void readAll(int fd, std::string& text) {
  std::array<char, 4096> buffer;
  for (ssize_t size = 0; (size = read(fd, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(size));
  close(fd);
}

int statusOf(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

std::uint16_t freePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&address), length) == 0);
  REQUIRE(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  close(fd);
  return ntohs(address.sin_port);
}

NodeProgram::NodeProgram(NodeId node, std::vector<std::string> arguments, const std::string& run) {
  ::signal(SIGPIPE, SIG_IGN);
  arguments.insert(arguments.end(), {"--lab", std::to_string(node), std::to_string(kEventFd), run});
  const Pipe input;
  const Pipe events;
  const Pipe words;
  pid_ = spawn(arguments, {}, input.read, words.write, words.write, events.write);
  for (const int fd : {input.read, events.write, words.write}) close(fd);
  input_ = input.write;
  event_reader_ = std::thread([this, fd = events.read] { readEvents(fd); });
  word_reader_ = std::thread([this, fd = words.read] { readAll(fd, words_); });
}

NodeProgram::~NodeProgram() {
  if (!ended_) {
    signal(SIGKILL);
    waitForEnd();
  }
  closeInput();
}

void NodeProgram::say(const std::string& command) {
  const auto line = command + "\n";
  REQUIRE(write(input_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
}

void NodeProgram::closeInput() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void NodeProgram::signal(int number) {
  kill(pid_, number);
}

std::vector<Event> NodeProgram::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::vector<Event> NodeProgram::events(Kind kind) const {
  auto all = events();
  std::erase_if(all, [kind](const Event& event) { return event.kind != kind; });
  return all;
}

bool NodeProgram::await(Kind kind, std::size_t count) const {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, kPatience, [&] {
    const auto is_kind = [kind](const Event& event) { return event.kind == kind; };
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), is_kind)) >= count;
  });
}

int NodeProgram::waitForEnd() {
  status_ = statusOf(pid_);
  ended_ = true;
  event_reader_.join();
  word_reader_.join();
  return status_;
}

void NodeProgram::readEvents(int fd) {
  std::array<Event, 256> buffer;
  std::size_t have = 0;  // bytes
  auto* bytes = reinterpret_cast<char*>(buffer.data());
  for (ssize_t size = 0; (size = read(fd, bytes + have, sizeof buffer - have)) > 0;) {
    have += static_cast<std::size_t>(size);
    const auto whole = have / sizeof(Event);
    const std::lock_guard lock(mutex_);
    events_.insert(events_.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(whole));
    have %= sizeof(Event);
    std::memmove(bytes, bytes + whole * sizeof(Event), have);
    more_.notify_all();
  }
  close(fd);
}

ServerProgram::ServerProgram(std::vector<std::string> options, std::uint16_t on_port)
    : NodeProgram(kServer,
                  [&] {
                    std::vector<std::string> all{"serve", "--name", "srv01", "--listen",
                                                 "127.0.0.1:" + std::to_string(on_port)};
                    all.insert(all.end(), options.begin(), options.end());
                    return all;
                  }()),
      port(on_port) {
  REQUIRE(awaitReady());
}

ClientProgram::ClientProgram(const std::string& target, const Traffic& traffic, const std::string& run)
    : NodeProgram(kClient, {"call", "--target", target}, run) {
  REQUIRE(awaitReady());
  say("traffic calls=" + std::to_string(traffic.calls) +
      " connections=" + std::to_string(traffic.connections) +
      " concurrency=" + std::to_string(traffic.concurrency) + " rate=" + toText(traffic.rate) +
      " deadline=" + std::to_string(traffic.deadline.count()) + " name=world");
}

std::map<CallId, int> callsIn(const std::vector<Event>& events) {
  std::map<CallId, int> counts;
  for (const auto& event : events) ++counts[event.call.call];
  return counts;
}

bool eachOnce(const std::vector<Event>& events) {
  return callsIn(events).size() == events.size();
}

Finished runNode(std::vector<std::string> arguments, std::vector<std::string> environment) {
  const Pipe output;
  const Pipe errors;
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto pid = spawn(std::move(arguments), environment, nothing, output.write, errors.write, -1);
  for (const int fd : {nothing, output.write, errors.write}) close(fd);
  Finished finished;
  std::thread error_reader([&] { readAll(errors.read, finished.errors); });
  readAll(output.read, finished.output);
  error_reader.join();
  finished.status = statusOf(pid);
  return finished;
}

}  // namespace switchyard::node_test
