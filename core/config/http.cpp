// SPDX-License-Identifier: GPL-3.0-or-later
// Keywords about calls: retries and what servers are told of the client.
#include "core/base/spelling.h"
#include "core/config/keywords.h"

#include <algorithm>

namespace switchyard::config {
namespace {

constexpr std::uint32_t kMostRetries = 100;

constexpr std::pair<std::string_view, bool RetryOn::*> kRetryReasons[] = {
    {"conn-failure", &RetryOn::conn_failure},
    {"empty-response", &RetryOn::empty_response},
    {"junk-response", &RetryOn::junk_response},
    {"response-timeout", &RetryOn::response_timeout},
};
constexpr std::string_view kAllRetryable = "all-retryable-errors";
constexpr std::string_view kRetryWords[] = {"none",          "conn-failure",     "empty-response",
                                            "junk-response", "response-timeout", kAllRetryable};
constexpr std::string_view kStatuses[] = {"401", "403", "404", "408", "425", "429",
                                          "500", "501", "502", "503", "504"};

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

void readRetryReason(Draft& draft, const Statement& at, const std::string& word, RetryOn& retry_on) {
  const auto* const reason = std::find_if(std::begin(kRetryReasons), std::end(kRetryReasons),
                                          [&](auto& one) { return one.first == word; });
  if (reason != std::end(kRetryReasons)) {
    retry_on.*reason->second = true;
  } else if (word == kAllRetryable) {
    for (const auto& [name, member] : kRetryReasons) retry_on.*member = true;
    retry_on.statuses.insert(retry_on.statuses.end(), {500, 502, 503, 504});
  } else if (std::find(std::begin(kStatuses), std::end(kStatuses), word) != std::end(kStatuses)) {
    retry_on.statuses.push_back(static_cast<std::uint16_t>(std::stoi(word)));
  } else if (word == "0rtt-rejected") {
    draft.note(at.line,
               "'0rtt-rejected' has no effect here, because nothing is sent before TLS is established.");
  } else {
    draft.fail(at.line, "'retry-on' knows no failure " + shown(word) + ".", suggest(word, kRetryWords));
  }
}

}  // namespace

void setRetries(Draft& draft, const Statement& at) {
  if (const auto number = readNumber(draft, at.line, "retries", at.args[0], 0, kMostRetries))
    draft.proxy->retries = *number;
}

void setRetryOn(Draft& draft, const Statement& at) {
  draft.proxy->waiting.push_back({at.line, at.text, Needs::http});
  RetryOn retry_on{.conn_failure = false, .statuses = {}};
  for (const auto& word : at.args)
    if (word != "none") readRetryReason(draft, at, word, retry_on);
  draft.proxy->retry_on = std::move(retry_on);
}

void setRedispatch(Draft& draft, const Statement& at) {
  draft.proxy->redispatch = true;
  if (!at.args.empty())
    draft.note(at.line,
               shown(at.args[0]) + " has no effect here, because each retry goes to another server.");
}

void setForwardFor(Draft& draft, const Statement& at) {
  draft.proxy->waiting.push_back({at.line, at.text, Needs::http});
  ForwardFor forward_for{.on = true};
  for (std::size_t i = 0; i < at.args.size(); ++i) {
    const auto& word = at.args[i];
    const bool has_value = i + 1 < at.args.size();
    if (word == "if-none") {
      forward_for.if_none = true;
    } else if (word == "header" && has_value) {
      forward_for.header = lowerCase(at.args[++i]);
    } else if (word == "except" && has_value) {
      draft.warn(at.line,
                 shown("except " + at.args[++i]) + " has no effect here, because each client is told of.",
                 "Remove it.");
    } else {
      return draft.fail(at.line, "'option forwardfor' does not know " + shown(word) + ".",
                        "Write it as in 'option forwardfor header x-client if-none'.");
    }
  }
  draft.proxy->forward_for = std::move(forward_for);
}

}  // namespace switchyard::config
