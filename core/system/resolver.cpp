// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

namespace switchyard {

std::optional<Endpoint> resolve(const std::string& host) {
  if (host == "localhost") return Endpoint::loopback(0);  // RFC 6761 §6.3; a bare system has no /etc/hosts
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, freeaddrinfo);
  const addrinfo* chosen = nullptr;
  for (const auto* entry = list; entry != nullptr;
       entry = entry->ai_next)  // IPv4 first: what gRPC servers bind most
    if (entry->ai_family == AF_INET || (entry->ai_family == AF_INET6 && chosen == nullptr))
      if (chosen == nullptr || chosen->ai_family != AF_INET) chosen = entry;
  if (chosen == nullptr) return std::nullopt;
  return Endpoint::from(reinterpret_cast<const sockaddr_storage&>(*chosen->ai_addr));
}

std::optional<Endpoint> resolve(const std::string& host, const std::stop_token& stop) {
  struct Question {
    std::mutex mutex;
    std::condition_variable_any answered;
    bool has_answer = false;
    std::optional<Endpoint> answer;
  };
  const auto question = std::make_shared<Question>();
  const auto ask = [question, host] {
    const auto answer = resolve(host);
    const std::lock_guard lock(question->mutex);
    question->answer = answer;
    question->has_answer = true;
    question->answered.notify_one();
  };
  try {
    std::thread(ask).detach();
  } catch (const std::system_error&) {  // no further thread is allowed: then this one waits, deaf to `stop`
    ask();
  }
  std::unique_lock lock(question->mutex);
  question->answered.wait(lock, stop, [&] { return question->has_answer; });
  return question->answer;
}

}  // namespace switchyard
