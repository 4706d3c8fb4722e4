// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/config/reading.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

using namespace switchyard::config;

namespace {

std::string contentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Either a configuration or an error; every diagnostic has a place in the file, and every error a remedy.
void mustBeJudged(const std::string& text) {
  const auto reading = read(text);
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  bool error = false;
  for (const auto& diagnostic : reading.diagnostics) {
    INFO(diagnostic.text("test.cfg"));
    error = error || diagnostic.severity == kError;
    REQUIRE(diagnostic.line >= 0);
    REQUIRE(diagnostic.line <= lines);
    REQUIRE_FALSE(diagnostic.what.empty());
    if (diagnostic.severity == kError) REQUIRE_FALSE(diagnostic.remedy.empty());
  }
  REQUIRE(reading.config.has_value() != error);
  if (!reading.config) return;
  REQUIRE_FALSE(reading.config->frontends.empty());
  for (const auto& front : reading.config->frontends) {
    REQUIRE_FALSE(front.binds.empty());
    const auto* back = reading.config->backend(front.backend);
    REQUIRE(back != nullptr);
    REQUIRE_FALSE(back->servers.empty());
  }
}

}  // namespace

TEST_CASE("twoHundredRandomEditsOfTheArticlesFileAreReadOrRefused") {
  const std::string article = contentOf(ARTICLE_CFG);
  std::mt19937 random(2024);  // the same edits each time
  const auto upTo = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit)(random);
  };
  int usable = 0;
  for (int edit = 0; edit < 200; ++edit) {
    std::string text = article;
    for (auto strokes = 1 + upTo(1); strokes > 0; --strokes) {
      const auto at = upTo(text.size() - 1);
      const auto from = upTo(text.size() - 1);
      switch (upTo(5)) {
        case 0:
          text.erase(at, 1 + upTo(3));
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(upTo(255)));
          break;
        case 2:
          text[at] = static_cast<char>(upTo(255));
          break;
        case 3:
          text.insert(at, text.substr(from, upTo(12)));
          break;
        case 4:
          text.resize(at + 1);
          break;
        case 5:
          text.insert(at, "\n");
          break;
      }
    }
    CAPTURE(edit, text);
    mustBeJudged(text);
    usable += read(text).config ? 1 : 0;
  }
  CHECK(usable > 10);   // some edits fall into comments and blanks …
  CHECK(usable < 190);  // … and some break the file
}

TEST_CASE("halfOfTheArticlesFileIsReadOrRefusedWhereverItEnds") {
  const std::string article = contentOf(ARTICLE_CFG);
  for (std::size_t length = 0; length <= article.size(); ++length) mustBeJudged(article.substr(0, length));
}

TEST_CASE("garbageIsRefusedWithItsLine") {
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    std::string text(std::uniform_int_distribution<std::size_t>(0, 4000)(random), '\0');
    for (auto& c : text) c = static_cast<char>(random());
    mustBeJudged(text);
  }
  mustBeJudged(std::string(1000, '\0'));
  CHECK(says(read(file(std::string("maxconn \0 5", 11))), kFrontLine, kError, "NUL byte"));
}

TEST_CASE("aLineOfAHundredKilobytesIsRefused") {
  CHECK(says(read(file("maxconn " + std::string(100'000, '5'))), kFrontLine, kError,
             "longer than 2,048 bytes"));
  CHECK(says(read(file(std::string(100'000, 'x'))), kFrontLine, kError, "longer than 2,048 bytes"));
  CHECK(says(read(std::string(100'000, '"')), 1, kError, "longer than 2,048 bytes"));
  std::string words = "maxconn";
  for (int i = 0; i < 64; ++i) words += " 5";
  CHECK(says(read(file(words)), kFrontLine, kError, "more than 64 words"));
}

TEST_CASE("theLimitsOfTheFileAreSaid") {
  CHECK(says(read(std::string((1 << 20) + 1, '\n')), 0, kError, "longer than 1 MiB"));
  CHECK(read(file(std::string((1 << 20) - 400, '\n'))).config);

  std::string servers;
  for (int i = 0; i < 4096; ++i)
    servers += " server n" + std::to_string(i) + " 127.0.0.2:" + std::to_string(i + 1) + "\n";
  CHECK(says(read(file("", servers)), kBackLine + 4095, kError, "more than 4096 servers"));
  servers.erase(0, servers.find('\n') + 1);
  CHECK(read(file("", servers)).config);

  std::string sections;
  for (int i = 0; i < 254; ++i) sections += "backend n" + std::to_string(i) + "\n";
  CHECK(says(read(file("", sections)), kBackLine + 253, kError, "more than 256 sections"));
  CHECK(says(read(file(" bind :1-65535")), kFrontLine, kError, "more than 1000 ports"));
}

TEST_CASE("manyErrorsEndTheReading") {
  std::string text = "global\n";
  for (int i = 0; i < 100'000; ++i) text += "x y z\n";
  const auto reading = read(text);
  CHECK(reading.diagnostics.size() <= 102);
  CHECK(says(reading, 101, kError, "the rest of the file is not read"));
  std::string notes = "global\n";
  for (int i = 0; i < 50'000; ++i) notes += " daemon\n";
  CHECK(read(notes).diagnostics.size() <= 1002);
}

TEST_CASE("onlyAFewUnknownHostsAreLookedFor") {
  int asked = 0;
  Surroundings world = smallWorld();
  world.resolve = [&](const std::string&) {
    ++asked;
    return std::nullopt;
  };
  std::string servers;
  for (int i = 0; i < 50; ++i)
    servers += " server n" + std::to_string(i) + " host" + std::to_string(i) + ":1\n";
  CHECK_FALSE(readHaproxy(file("", servers), world).config);
  CHECK(asked == 3);
}

TEST_CASE("theFuzzersCorpusIsReadOrRefused") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CORPUS)) {
    CAPTURE(entry.path().string());
    mustBeJudged(contentOf(entry.path()));
    ++files;
  }
  CHECK(files >= 8);
}
