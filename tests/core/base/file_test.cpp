// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/file.h"

#include "tests/support/temporary_folder.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <thread>

using namespace switchyard;

namespace {

bool says(const Result<std::string>& read, const std::string& words) {
  return !read && read.error().text().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a file is read up to its limit, and a longer one is refused") {
  const TemporaryFolder folder;
  std::ofstream(folder.file("f")) << std::string(200'000, 'x');
  const auto all = readFile(folder.file("f"), 200'000);
  REQUIRE(all);
  CHECK(*all == std::string(200'000, 'x'));
  CHECK(says(readFile(folder.file("f"), 199'999), "longer than"));
}

TEST_CASE("what is no file is refused, not waited for") {
  const TemporaryFolder folder;
  CHECK(says(readFile(folder.file("nothing"), 100), "No such file"));
  CHECK(says(readFile(folder.path, 100), "directory"));
  CHECK(says(readFile("/dev/zero", 1 << 20), "longer than"));
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK(says(readFile(folder.file("pipe"), 100), "says nothing"));
}

TEST_CASE("a pipe into which somebody writes is read to its end") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  std::jthread writer([&] {
    std::ofstream(folder.file("pipe")) << "frontend f\n" << std::flush << "backend b\n";
  });
  const auto text = readFile(folder.file("pipe"), 100);
  REQUIRE(text);
  CHECK(*text == "frontend f\nbackend b\n");
}
