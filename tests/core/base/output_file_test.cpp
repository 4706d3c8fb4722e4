// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/output_file.h"

#include "core/system/file.h"
#include "tests/support/temporary_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <thread>

using namespace switchyard;

namespace fs = std::filesystem;

namespace {

std::string contentOf(const std::string& path) {
  const auto text = readFile(path, 1 << 20);
  return text ? *text : text.error().text();
}

bool says(const Result<void>& written, const std::string& words) {
  return !written && written.error().text().find(words) != std::string::npos;
}

/// As `ulimit -f` with what beginProgram() does.
struct SmallFiles {
  SmallFiles() {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{1000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
  }
  rlimit before{};
};

}  // namespace

TEST_CASE("a file appears under its name when it is complete, and nothing else stays") {
  const TemporaryFolder folder;
  std::ofstream(folder.file("f")) << "before";
  auto file = OutputFile::create(folder.file("f"));
  REQUIRE(file);
  file->append("now", 3);
  CHECK(contentOf(folder.file("f")) == "before");
  REQUIRE(file->commit());
  CHECK(contentOf(folder.file("f")) == "now");
  CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("a file that is given up leaves nothing") {
  const TemporaryFolder folder;
  { REQUIRE(OutputFile::create(folder.file("f"))); }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("rights stay, and a link leads to what it names") {
  const TemporaryFolder folder;
  std::ofstream(folder.file("f")) << "before";
  fs::permissions(folder.file("f"), fs::perms(0640));
  fs::create_directory(folder.path / "d");
  fs::create_symlink("../f", folder.file("d/link"));
  fs::create_symlink("d/link", folder.file("other"));
  REQUIRE(writeFile(folder.file("other"), "now"));
  CHECK(fs::is_symlink(folder.file("other")));
  CHECK(fs::is_symlink(folder.file("d/link")));
  CHECK(contentOf(folder.file("f")) == "now");
  CHECK(fs::status(folder.file("f")).permissions() == fs::perms(0640));

  fs::create_symlink("not-there-yet", folder.file("dangling"));
  REQUIRE(writeFile(folder.file("dangling"), "now"));
  CHECK(contentOf(folder.file("not-there-yet")) == "now");
}

TEST_CASE("a device stays a device") {
  REQUIRE(writeFile("/dev/null", "now"));
  CHECK(fs::is_character_file("/dev/null"));
  if (fs::exists("/dev/full")) CHECK(says(writeFile("/dev/full", "now"), "No space left"));
}

TEST_CASE("a pipe gets the bytes, and one that nobody reads is refused at once") {
  const TemporaryFolder folder;
  const auto pipe = folder.file("pipe");
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(says(writeFile(pipe, "now"), "nobody reads"));
  CHECK(fs::is_fifo(pipe));

  const std::string long_text(300'000, 'x');
  std::string got;
  const int end = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);  // there is a reader from now on
  std::jthread reader([&] { got = contentOf(pipe); });
  CHECK(writeFile(pipe, long_text));
  close(end);
  reader.join();
  CHECK(got.size() == long_text.size());
}

TEST_CASE("an open descriptor gets the bytes behind those before") {
  const TemporaryFolder folder;
  const int file = open(folder.file("f").c_str(), O_WRONLY | O_CREAT, 0600);
  REQUIRE(write(file, "first ", 6) == 6);
  REQUIRE(writeFile("/dev/fd/" + std::to_string(file), "second "));
  REQUIRE(write(file, "third", 5) == 5);
  close(file);
  CHECK(contentOf(folder.file("f")) == "first second third");
}

TEST_CASE("what cannot be written is said, with the file's name, and leaves nothing") {
  const TemporaryFolder folder;
  CHECK(says(writeFile(folder.path, "now"), "directory"));
  CHECK(says(writeFile(folder.file("no/such/folder"), "now"), folder.file("no/such/folder")));
  {
    const SmallFiles small;
    CHECK(says(writeFile(folder.file("f"), std::string(2000, 'x')), "too large"));
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("two who write the same file do not mix their bytes") {
  const TemporaryFolder folder;
  auto first = OutputFile::create(folder.file("f"));
  REQUIRE(first);
  const auto second = OutputFile::create(folder.file("f"));
  REQUIRE_FALSE(second);
  CHECK(second.error().what.find("another program") != std::string::npos);
  REQUIRE(first->commit());
  CHECK(writeFile(folder.file("f"), "now"));
}
