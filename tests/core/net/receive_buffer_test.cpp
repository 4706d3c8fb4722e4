// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/receive_buffer.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>

using namespace switchyard;

namespace {

/// Keeps what it borrows; copies it when it is recalled.
class Keeper final : public ReceiveBuffer::Borrower {
 public:
  void keep(const ReceiveBuffer::Loan& loan) {
    borrow(loan);
    view_ = loan.bytes();
  }
  void drop() { giveBack(); }
  const std::string& copy() const { return copy_; }
  std::function<void()> when_recalled = [] {};

 private:
  void recalled() override {
    copy_ = view_;
    when_recalled();
  }

  std::string_view view_;
  std::string copy_;
};

std::string_view receive(ReceiveBuffer::Reading& reading, std::string_view bytes) {
  std::copy(bytes.begin(), bytes.end(), reading.room().begin());
  return reading.filled(bytes.size());
}

}  // namespace

TEST_CASE("whoeverBorrowsBytesIsToldBeforeTheyChange") {
  ReceiveBuffer buffer(16);
  Keeper keeper, other;
  {
    ReceiveBuffer::Reading reading(buffer);
    const auto bytes = receive(reading, "hello, world");
    keeper.keep(*buffer.lend(bytes.substr(0, 5)));
    other.keep(*buffer.lend(bytes.substr(7)));
    CHECK(keeper.copy().empty());
  }
  CHECK(keeper.copy() == "hello");
  CHECK(other.copy() == "world");
}

TEST_CASE("onlyWhatHasJustBeenReadIsLent") {
  ReceiveBuffer buffer(16);
  const std::string elsewhere = "elsewhere";
  CHECK_FALSE(buffer.lend(elsewhere));
  std::string_view before;
  {
    ReceiveBuffer::Reading reading(buffer);
    const std::string_view all(reading.room().data(), reading.room().size());
    before = receive(reading, "hello");
    CHECK(buffer.lend(before));
    CHECK_FALSE(buffer.lend(elsewhere));
    CHECK_FALSE(buffer.lend(all.substr(0, 6)));
  }
  CHECK_FALSE(buffer.lend(before));
}

TEST_CASE("whoeverDiesOrGivesBackIsNotAskedAndNobodyElseIsPassedOver") {
  ReceiveBuffer buffer(16);
  auto first = std::make_unique<Keeper>(), second = std::make_unique<Keeper>();
  auto third = std::make_unique<Keeper>(), fourth = std::make_unique<Keeper>();
  int asked = 0;
  first->when_recalled = [&] {
    ++asked;
    second.reset();  // in the middle of the walk
    third->drop();
  };
  fourth->when_recalled = [&] {
    ++asked;
    first.reset();
    third.reset();
  };
  {
    ReceiveBuffer::Reading reading(buffer);
    const auto bytes = receive(reading, "hello");
    for (auto* keeper : {&first, &second, &third, &fourth}) (*keeper)->keep(*buffer.lend(bytes));
  }
  CHECK(asked == 2);
  CHECK(fourth->copy() == "hello");
}

TEST_CASE("whoeverBorrowsTwiceIsAskedOnce") {
  ReceiveBuffer buffer(16);
  Keeper keeper;
  int asked = 0;
  keeper.when_recalled = [&] { ++asked; };
  {
    ReceiveBuffer::Reading reading(buffer);
    const auto bytes = receive(reading, "hello");
    keeper.keep(*buffer.lend(bytes));
    keeper.keep(*buffer.lend(bytes));
  }
  CHECK(asked == 1);
}
