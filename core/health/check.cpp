// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/check.h"

#include "core/net/proxy_header.h"
#include "core/system/errno_words.h"
#include "core/system/shortage.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace switchyard::health {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
constexpr std::size_t kLongestAnswer = 64 * 1024;
constexpr milliseconds kSoon{20};  // for a check that is hurried without `fastinter`

constexpr const char* kNoAnswer = "closed the connection without an answer";

std::string connectReason(int error) {
  if (error == ECONNREFUSED) return "refused the connection";
  return std::string("could not be connected to (") + errnoWords(error) + ")";
}

}  // namespace

Check::Check(Loop& loop, NodeId balancer, NodeId server, Plan plan, std::function<void()> on_news)
    : loop_(loop),
      balancer_(balancer),
      server_(server),
      plan_(std::move(plan)),
      on_news_(std::move(on_news)),
      level_(plan_.rise, plan_.fall),
      timer_(loop) {}

Check::~Check() {
  stop();
}

void Check::start(milliseconds delay) {
  stop();
  after(delay, &Check::begin);
}

void Check::stop() {
  timer_.cancel();
  closeSocket();
}

void Check::after(nanoseconds delay, void (Check::*next)()) {
  timer_.after(delay, [this, next] { (this->*next)(); });
}

void Check::begin() {
  began_ = loop_.now();
  probe_ = makeProbe(plan_);
  connected_ = secured_ = false;
  received_ = 0;
  unsent_.clear();
  shortage_ = 0;
  after(plan_.connect_within, &Check::tooLate);
  attempt_.emplace(loop_, static_cast<Watcher&>(*this), plan_.address, plan_.source);
}

void Check::tooLate() {
  const auto limit = connected_ ? plan_.answer_within : plan_.connect_within;
  failed(std::string(connected_ ? "did not answer" : "did not accept the connection") + " within " +
         config::timeText(limit));
}

void Check::onReady(std::uint32_t ready) {
  if (attempt_) {
    const auto outcome = attempt_->outcome(ready);
    if (!outcome) return;
    if (*outcome != 0) return socketFailed(*outcome, nullptr);
    socket_ = attempt_->takeSocket();
    attempt_.reset();
    connected_ = true;
    if (loop_.traced()) local_ = socket_.local();
    tell(Kind::check_opened);
    after(plan_.answer_within, &Check::tooLate);
    if (plan_.send_proxy > 0 && !sendProxyHeader(socket_.fd(), plan_.send_proxy, {}))
      return socketFailed(errno, kNoAnswer);
    if (plan_.tls) socket_.secure(plan_.tls->session(socket_.fd()));
  }
  if (!secured_) {
    const auto handshake = socket_.handshake();
    if (handshake == TlsSession::Handshake::pending) return;
    if (handshake == TlsSession::Handshake::failed)
      return failed("could not be spoken to in TLS: " + socket_.tls()->failure().what);
    secured_ = true;
    const auto verdict = probe_->connected(unsent_);
    if (verdict != Verdict::pending) return judge(verdict);
  }
  converse();
}

void Check::converse() {
  std::array<char, 4096> buffer;
  while (flush()) {
    const auto got = socket_.read(buffer);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (got == 0) return failed(kNoAnswer);
    if (got < 0) return socketFailed(errno, kNoAnswer);
    const auto size = static_cast<std::size_t>(got);
    received_ += size;
    if (received_ > kLongestAnswer) return failed("answered without end");
    const auto verdict = probe_->received({buffer.data(), size}, unsent_);
    if (verdict != Verdict::pending) return judge(verdict);
  }
}

/// False when the connection failed, and with it the check.
bool Check::flush() {
  while (!unsent_.empty()) {
    const auto sent = socket_.write(unsent_);
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
    if (sent < 0) {
      socketFailed(errno, kNoAnswer);
      return false;
    }
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  return true;
}

void Check::judge(Verdict verdict) {
  verdict == Verdict::passed ? passed() : failed(probe_->reason());
}

void Check::passed() {
  const unsigned before = level_.count();
  const bool turned = level_.pass();
  schedule(turned || level_.count() != before);
}

void Check::failed(std::string reason) {
  reason_ = std::move(reason);
  const unsigned before = level_.count();
  const bool turned = level_.fail();
  schedule(turned || level_.count() != before);
}

/// The check could not be made for a lack of ours: the level stays as it is.
void Check::lacked(int error) {
  shortage_ = error;
  schedule(true);
}

/// @param reason what the server has done by that; null: it could not be connected to
void Check::socketFailed(int error, const char* reason) {
  if (isShortage(error)) return lacked(error);
  failed(reason != nullptr ? reason : connectReason(error));
}

/// Ends this attempt and waits for the next one; checks begin at equal distances.
void Check::schedule(bool news) {
  closeSocket();
  const auto every = level_.turning() ? plan_.every_while_turning
                     : level_.up()    ? plan_.every
                                      : plan_.every_while_down;
  const nanoseconds used{loop_.now() - began_};
  after(std::max<nanoseconds>(every - used, milliseconds(1)), &Check::begin);
  const bool first = shortage_ == 0 && !std::exchange(told_, true);
  if (first || news) on_news_();
}

void Check::closeSocket() {
  probe_.reset();
  attempt_.reset();
  if (!socket_.isOpen()) return;
  loop_.unwatch(socket_.fd(), *this);
  socket_.close();
  if (std::exchange(connected_, false)) tell(Kind::check_closed);
}

void Check::tell(Kind kind) {
  Event event(loop_.now(), kind, Witness::balancer, balancer_);
  event.opened = {
      .connection = 0, .side = Side::upstream, .server = server_, .local = local_, .remote = plan_.address};
  loop_.emit(event);
}

void Check::hurry() {
  if (attempt_ || socket_.isOpen()) return;  // one is under way
  after(std::min<nanoseconds>(plan_.every_while_turning, kSoon), &Check::begin);
}

void Check::countFailure() {
  reason_ = "answered live calls with errors";
  const unsigned before = level_.count();
  const bool turned = level_.fail();
  hurry();
  if (turned || level_.count() != before) on_news_();
}

void Check::onlyOneMore() {
  level_.almostDown();
  reason_ = "answered live calls with errors";
  hurry();
}

}  // namespace switchyard::health
