// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/balance/hash.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kLongestHeader = 100;

/// The same header's value or path to the same server, while the servers stay the same; a call without one
/// gets a server in turn (HAProxy 2.6 manual §4.2 "hdr", "uri").
class Keyed final : public Policy {
 public:
  Keyed(HashKey key, std::unique_ptr<HashMapper> mapper)
      : key_(std::move(key)), mapper_(std::move(mapper)), otherwise_(std::move(*roundRobin().make({}))) {}

  void changed(std::span<const Candidate> candidates) override {
    mapper_->changed(candidates);
    otherwise_->changed(candidates);
  }

  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override {
    if (request.key.empty()) return otherwise_->pick(candidates, request, scores);
    return mapper_->pick(candidates, hashOf(request.key), scores);
  }

  HashKey key() const override { return key_; }

  std::string meaning() const override {
    const std::string what =
        key_.of == HashKey::Of::path ? "path" : "value of the header '" + key_.header + "'";
    return "always the same server for the same " + what + mapper_->meaning();
  }

 private:
  HashKey key_;
  std::unique_ptr<HashMapper> mapper_;
  std::unique_ptr<Policy> otherwise_;
};

Result<std::unique_ptr<Policy>> make(HashKey key, const HashType& type) {
  return Result<std::unique_ptr<Policy>>(std::make_unique<Keyed>(std::move(key), makeHashMapper(type)));
}

/// A name of a field in lower case (RFC 9110 §5.1, RFC 9113 §8.2); empty when it is none.
std::string headerName(std::string_view written) {
  std::string name(written.substr(0, kLongestHeader + 1));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";
  return name.size() > kLongestHeader || name.find_first_not_of(kAllowed) != std::string::npos ? "" : name;
}

}  // namespace

Algorithm uri() {
  return {.name = "uri",
          .example = "uri",
          .hashes = true,
          .make =
              [](const AlgorithmWords& words) {
                return make({.of = HashKey::Of::path, .header = {}}, words.hash);
              },
          .explain = [](std::string_view) { return hashExplanation({}); }};
}

Algorithm header() {
  return {.name = "hdr",
          .example = "hdr(x-user)",
          .argument = Algorithm::Argument::required,
          .hashes = true,
          .make = [](const AlgorithmWords& words) -> Result<std::unique_ptr<Policy>> {
            const auto name = headerName(words.argument);
            if (name.empty())
              return Error{"'hdr' cannot ask for that header.",
                           "Write a header's name in parentheses, as in 'hdr(x-user)'."};
            return make({.of = HashKey::Of::header, .header = name}, words.hash);
          },
          .explain = [](std::string_view) { return hashExplanation({}); }};
}

}  // namespace switchyard
