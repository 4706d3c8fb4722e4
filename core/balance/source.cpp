// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/balance/hash.h"
#include "core/base/translatable.h"

namespace switchyard {
namespace {

/// The same client address to the same server, while the servers stay the same (HAProxy 2.6 manual §4.2
/// "source").
class Source final : public Policy {
 public:
  explicit Source(std::unique_ptr<HashMapper> mapper) : mapper_(std::move(mapper)) {}

  void changed(std::span<const Candidate> candidates) override { mapper_->changed(candidates); }

  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override {
    const auto& address = request.client.address;
    return mapper_->pick(candidates, hashOf({reinterpret_cast<const char*>(address.data()), address.size()}),
                         scores);
  }

  std::string meaning() const override {
    return "always the same server for the same client address" + mapper_->meaning();
  }

 private:
  std::unique_ptr<HashMapper> mapper_;
};

}  // namespace

Algorithm source() {
  return {.name = "source",
          .example = "source",
          .hashes = true,
          .make =
              [](const AlgorithmWords& words) {
                return Result<std::unique_ptr<Policy>>(std::make_unique<Source>(makeHashMapper(words.hash)));
              },
          .explain =
              [](std::string_view) { return hashExplanation(translatable("Algorithm", "source address")); }};
}

}  // namespace switchyard
