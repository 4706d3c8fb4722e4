// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/socket_table.h"

#include "core/system/errno_words.h"

#include <dirent.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace switchyard {
namespace {

constexpr std::uint32_t stateBit(int state) {
  return 1U << state;
}
constexpr std::uint32_t kConnected = stateBit(TCP_ESTABLISHED) | stateBit(TCP_FIN_WAIT1) |
                                     stateBit(TCP_FIN_WAIT2) | stateBit(TCP_CLOSE_WAIT) |
                                     stateBit(TCP_LAST_ACK) | stateBit(TCP_CLOSING);

constexpr std::size_t kMostFiltered = 500;  // ports; the kernel takes programs of at most 64 KiB

/// A program that the kernel runs for each socket (<linux/inet_diag.h>, "bytecode"): accepts those that have
/// one of `ports` at either end. A jump beyond the end by 4 bytes rejects.
std::vector<inet_diag_bc_op> filterFor(const std::set<std::uint16_t>& ports) {
  constexpr std::uint8_t kWord = sizeof(inet_diag_bc_op);
  constexpr std::uint16_t kTest = 5 * kWord;  // at least, its port; at most, its port; accept
  if (ports.empty() || ports.size() > kMostFiltered) return {};
  std::vector<inet_diag_bc_op> program;
  auto left = static_cast<std::uint16_t>(ports.size() * 2 * kTest);
  for (const auto port : ports) {
    for (const auto& [at_least, at_most] :
         {std::pair{INET_DIAG_BC_S_GE, INET_DIAG_BC_S_LE}, std::pair{INET_DIAG_BC_D_GE, INET_DIAG_BC_D_LE}}) {
      const bool last = left == kTest;
      const auto next_test = static_cast<std::uint16_t>(last ? kTest + kWord : kTest);
      program.push_back({static_cast<std::uint8_t>(at_least), 2 * kWord, next_test});
      program.push_back({0, 0, port});
      program.push_back(
          {static_cast<std::uint8_t>(at_most), 2 * kWord, static_cast<std::uint16_t>(next_test - 2 * kWord)});
      program.push_back({0, 0, port});
      program.push_back({INET_DIAG_BC_JMP, kWord, static_cast<std::uint16_t>(left - 4 * kWord)});
      left = static_cast<std::uint16_t>(left - kTest);
    }
  }
  return program;
}

class Netlink {
 public:
  Netlink() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}
  ~Netlink() {
    if (fd_ >= 0) close(fd_);
  }
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;

  bool dump(const std::vector<inet_diag_bc_op>& filter, std::vector<SocketEntry>& out) const {
    return fd_ >= 0 && ask(filter) && answer(out);
  }

 private:
  /// The older request, because it alone answers for IPv4 and IPv6 in one walk of the kernel's table: each
  /// walk passes every bucket, however few sockets there are (a millisecond).
  bool ask(const std::vector<inet_diag_bc_op>& filter) const {
    struct {
      nlmsghdr header;
      inet_diag_req request;
      nlattr attribute;
    } message{};
    const auto filter_size = filter.size() * sizeof(inet_diag_bc_op);
    const auto fixed = filter.empty() ? offsetof(decltype(message), attribute) : sizeof message;
    message.header.nlmsg_len = static_cast<std::uint32_t>(fixed + filter_size);
    message.header.nlmsg_type = TCPDIAG_GETSOCK;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.idiag_states = kConnected;
    message.attribute.nla_type = INET_DIAG_REQ_BYTECODE;
    message.attribute.nla_len = static_cast<std::uint16_t>(sizeof(nlattr) + filter_size);
    std::string bytes(reinterpret_cast<const char*>(&message), fixed);
    bytes.append(reinterpret_cast<const char*>(filter.data()), filter_size);
    return send(fd_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
  }

  bool answer(std::vector<SocketEntry>& out) const {
    alignas(nlmsghdr) std::array<char, 32768> buffer;
    while (true) {
      const auto got = recv(fd_, buffer.data(), buffer.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      auto left = static_cast<unsigned>(got);
      for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(header, left);
           header = NLMSG_NEXT(header, left)) {
        if (header->nlmsg_type == NLMSG_DONE) return true;
        if (header->nlmsg_type == NLMSG_ERROR) return false;
        add(*static_cast<const inet_diag_msg*>(NLMSG_DATA(header)), out);
      }
    }
  }

  static Endpoint endpoint(std::uint8_t family, const __be32* address, __be16 port) {
    sockaddr_storage raw{};
    raw.ss_family = family;
    if (family == AF_INET) {
      auto& v4 = reinterpret_cast<sockaddr_in&>(raw);
      std::memcpy(&v4.sin_addr, address, 4);
      v4.sin_port = port;
    } else {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(raw);
      std::memcpy(&v6.sin6_addr, address, 16);
      v6.sin6_port = port;
    }
    return Endpoint::from(raw);
  }

  static void add(const inet_diag_msg& socket, std::vector<SocketEntry>& out) {
    if (socket.idiag_inode == 0) return;
    out.push_back({.local = endpoint(socket.idiag_family, socket.id.idiag_src, socket.id.idiag_sport),
                   .remote = endpoint(socket.idiag_family, socket.id.idiag_dst, socket.id.idiag_dport),
                   .state = socket.idiag_state,
                   .inode = socket.idiag_inode});
  }

  int fd_;
};

/// The number in "socket:[4711]", what /proc/<pid>/fd/<n> points to; 0 for anything else.
std::uint32_t inodeIn(std::string_view target) {
  constexpr std::string_view kSocket = "socket:[";
  std::uint32_t inode = 0;
  if (target.starts_with(kSocket))
    std::from_chars(target.data() + kSocket.size(), target.data() + target.size(), inode);
  return inode;
}

/// Calls `visit` with the inode of each socket that `pid` holds.
template <typename Visit>
void forEachSocketOf(pid_t pid, Visit visit) {
  const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
  DIR* entries = opendir(folder.c_str());
  if (entries == nullptr) return;  // it has just ended
  std::array<char, 64> target;
  while (const dirent* entry = readdir(entries)) {
    const auto length = readlinkat(dirfd(entries), entry->d_name, target.data(), target.size());
    if (length <= 0) continue;
    if (const auto inode = inodeIn({target.data(), static_cast<std::size_t>(length)})) visit(inode);
  }
  closedir(entries);
}

/// No descriptor of this process is as great: the size of the kernel's table of them (proc(5), "FDSize").
int descriptorTableSize() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("FDSize:")) return std::atoi(line.c_str() + sizeof "FDSize:");
  return 0;
}

/// The same for this process, ten times faster: asks each possible descriptor, not the folder in /proc.
template <typename Visit>
void forEachOwnSocket(Visit visit) {
  const int size = descriptorTableSize();
  for (int fd = 0; fd < size; ++fd) {
    struct stat status {};
    if (fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode)) visit(static_cast<std::uint32_t>(status.st_ino));
  }
}

}  // namespace

Result<std::vector<SocketEntry>> readSocketTable(const std::set<std::uint16_t>& ports) {
  std::vector<SocketEntry> table;
  const Netlink netlink;
  const auto filter = filterFor(ports);
  if (netlink.dump(filter, table)) {
    if (filter.empty() && !ports.empty())
      std::erase_if(table, [&](const auto& entry) {
        return !ports.contains(entry.local.port) && !ports.contains(entry.remote.port);
      });
    return table;
  }
  return Error{std::string("Cannot read the kernel's socket table: ") + errnoWords(errno) + ".",
               "The module tcp_diag may be missing (modprobe tcp_diag)."};
}

std::map<std::uint32_t, pid_t> ownersOf(const std::set<std::uint32_t>& inodes, std::span<const pid_t> pids) {
  std::map<std::uint32_t, pid_t> owners;
  for (const auto pid : pids) {
    if (owners.size() == inodes.size()) break;
    forEachSocketOf(pid, [&](std::uint32_t inode) {
      if (inodes.contains(inode)) owners.emplace(inode, pid);
    });
  }
  return owners;
}

SocketSampler::SocketSampler(Emit emit) : emit_(std::move(emit)) {}

void SocketSampler::setPorts(std::set<std::uint16_t> ports) {
  ports_ = std::move(ports);
}

void SocketSampler::tell(Kind kind, const SocketEntry& entry, std::int64_t now) {
  Event event(now, kind, Witness::kernel, 0);
  const bool own = own_.contains(entry.inode);
  event.socket = {.local = entry.local, .remote = entry.remote, .state = entry.state, .own = own};
  emit_(event);
}

/// Of those that appeared (or changed their state); whoever is known already is known to be ours or not.
void SocketSampler::findOwn(const std::vector<SocketEntry>& appeared) {
  std::set<std::uint32_t> fresh;
  for (const auto& entry : appeared) fresh.insert(entry.inode);
  for (const auto& entry : last_) fresh.erase(entry.inode);
  if (fresh.empty()) return;
  forEachOwnSocket([&](std::uint32_t inode) {
    if (fresh.contains(inode)) own_.insert(inode);
  });
}

void SocketSampler::forgetOwn() {
  std::set<std::uint32_t> held;
  for (const auto& entry : last_) held.insert(entry.inode);
  std::erase_if(own_, [&](auto inode) { return !held.contains(inode); });
}

Result<std::vector<SocketEntry>> SocketSampler::sample(std::int64_t now) {
  // Without ports nobody is asked for: that is not "all".
  auto table = ports_.empty() ? Result(std::vector<SocketEntry>()) : readSocketTable(ports_);
  if (!table) return table.error();
  std::sort(table->begin(), table->end());

  std::vector<SocketEntry> gone, appeared;
  std::set_difference(last_.begin(), last_.end(), table->begin(), table->end(), std::back_inserter(gone));
  std::set_difference(table->begin(), table->end(), last_.begin(), last_.end(), std::back_inserter(appeared));
  findOwn(appeared);
  for (const auto& entry : gone) tell(Kind::socket_gone, entry, now);
  for (const auto& entry : appeared) tell(Kind::socket_seen, entry, now);
  Event sampled(now, Kind::sockets_sampled, Witness::kernel, 0);
  sampled.count = {.connection = 0, .value = table->size()};
  emit_(sampled);
  last_ = std::move(*table);
  if (!gone.empty()) forgetOwn();
  return appeared;
}

}  // namespace switchyard
