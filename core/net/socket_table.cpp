// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/socket_table.h"

#include <dirent.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>

namespace switchyard {
namespace {

constexpr std::uint32_t stateBit(int state) {
  return 1U << state;
}
constexpr std::uint32_t kConnected = stateBit(TCP_ESTABLISHED) | stateBit(TCP_FIN_WAIT1) |
                                     stateBit(TCP_FIN_WAIT2) | stateBit(TCP_CLOSE_WAIT) |
                                     stateBit(TCP_LAST_ACK) | stateBit(TCP_CLOSING);

class Netlink {
 public:
  Netlink() : fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}
  ~Netlink() {
    if (fd_ >= 0) close(fd_);
  }
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;

  bool dump(std::uint8_t family, std::vector<SocketEntry>& out) const {
    return fd_ >= 0 && ask(family) && answer(out);
  }

 private:
  bool ask(std::uint8_t family) const {
    struct {
      nlmsghdr header;
      inet_diag_req_v2 request;
    } message{};
    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.sdiag_family = family;
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_states = kConnected;
    return send(fd_, &message, sizeof message, 0) == sizeof message;
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

/// Calls `visit` with the inode of each socket that `pid` holds.
template <typename Visit>
void forEachSocketOf(pid_t pid, Visit visit) {
  const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
  DIR* entries = opendir(folder.c_str());
  if (entries == nullptr) return;  // it has just ended
  while (const dirent* entry = readdir(entries)) {
    std::array<char, 64> target{};
    if (readlinkat(dirfd(entries), entry->d_name, target.data(), target.size() - 1) <= 0) continue;
    unsigned inode = 0;
    if (std::sscanf(target.data(), "socket:[%u]", &inode) == 1) visit(inode);
  }
  closedir(entries);
}

}  // namespace

Result<std::vector<SocketEntry>> readSocketTable() {
  std::vector<SocketEntry> table;
  const Netlink netlink;
  if (netlink.dump(AF_INET, table) && netlink.dump(AF_INET6, table)) return table;
  return Error{std::string("Cannot read the kernel's socket table: ") + std::strerror(errno) + ".",
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
  const auto self = getpid();
  for (const auto& [inode, pid] : ownersOf(fresh, {&self, 1})) own_.insert(inode);
}

void SocketSampler::forgetOwn() {
  std::set<std::uint32_t> held;
  for (const auto& entry : last_) held.insert(entry.inode);
  std::erase_if(own_, [&](auto inode) { return !held.contains(inode); });
}

Result<std::vector<SocketEntry>> SocketSampler::sample(std::int64_t now) {
  auto table = readSocketTable();
  if (!table) return table.error();
  std::erase_if(*table, [this](const SocketEntry& entry) {
    return !ports_.contains(entry.local.port) && !ports_.contains(entry.remote.port);
  });
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
