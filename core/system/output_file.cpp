// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/output_file.h"

#include "core/system/errno_words.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <filesystem>
#include <optional>

namespace switchyard {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBuffer = 256 * 1024;
constexpr int kPatience = 10'000;  // milliseconds
constexpr int kMostLinks = 40;     // as path_resolution(7)

std::string partOf(const std::string& path) {
  return path + ".part";
}

Error unwritable(const std::string& path, int error) {
  std::string why = errnoWords(error);
  std::string remedy = "Is there room on the disk, and may you write there?";
  if (error == ENXIO || error == EPIPE || error == ETIMEDOUT) {
    why = "nobody reads what is written there";
    remedy = "Start the reader first, or name a file.";
  } else if (error == EFBIG) {
    remedy = "'ulimit -f' shows how large a file may be.";
  } else if (error == EWOULDBLOCK) {
    why = "another program is writing " + partOf(path);
    remedy = "Wait for it, or name another file.";
  } else if (error == EISDIR) {
    remedy = "Name a file in it.";
  }
  return {"The file '" + path + "' cannot be written: " + why + ".", remedy};
}

/// The descriptor of ours that `path` names, as /dev/fd/3 does.
std::optional<int> ownDescriptor(const fs::path& path) {
  std::error_code failed;
  if (fs::canonical(path.parent_path(), failed) != "/proc/" + std::to_string(getpid()) + "/fd") return {};
  const auto name = path.filename().string();
  int number = -1;
  const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), number);
  return bad == std::errc{} && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

/// Where a name leads in the end, whether anything is there or not.
struct Target {
  fs::path path;
  std::optional<int> descriptor;  ///< it is one of ours
};

Target follow(const std::string& name) {
  Target target{name, ownDescriptor(name)};
  for (int links = 0; links < kMostLinks && !target.descriptor; ++links) {
    std::error_code is_no_link;
    const auto next = fs::read_symlink(target.path, is_no_link);
    if (is_no_link) break;
    target.path = target.path.parent_path() / next;
    target.descriptor = ownDescriptor(target.path);
  }
  return target;
}

/// A file beside `path` that nobody else writes. Not open, errno set, when that fails.
Descriptor openPart(const std::string& path) {
  const auto part = partOf(path);
  for (;;) {
    Descriptor file(open(part.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file || flock(file.get(), LOCK_EX | LOCK_NB) != 0) return file ? Descriptor() : std::move(file);
    struct stat ours {
    }, there{};
    const bool same = fstat(file.get(), &ours) == 0 && lstat(part.c_str(), &there) == 0 &&
                      ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
    if (!same) continue;  // the one who had it has renamed it meanwhile
    return ftruncate(file.get(), 0) == 0 ? std::move(file) : Descriptor();
  }
}

/// The new file belongs to, and may be read and written by, whom the former one did.
void takeRights(int file, const struct stat& former) {
  const bool same_owner = fchown(file, former.st_uid, former.st_gid) == 0;
  fchmod(file, former.st_mode & (same_owner ? 07777 : 0777));
}

/// write(2) of something; never waits for ever. -1 and errno when it fails.
ssize_t writeSome(int file, std::string_view bytes, bool in_pieces) {
  for (;;) {
    pollfd ready{file, POLLOUT, 0};
    if (in_pieces && poll(&ready, 1, kPatience) == 0) {
      errno = ETIMEDOUT;
      return -1;
    }
    // What poll(2) calls writable takes that much at least without waiting (pipe(7)).
    const auto size = in_pieces ? std::min<std::size_t>(bytes.size(), PIPE_BUF) : bytes.size();
    const auto put = write(file, bytes.data(), size);
    if (put >= 0 || (errno != EINTR && errno != EAGAIN)) return put;
  }
}

}  // namespace

OutputFile::OutputFile(std::string path, Descriptor file, std::string replaces)
    : path_(std::move(path)), file_(std::move(file)), replaces_(std::move(replaces)) {
  buffer_.reserve(kBuffer);
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  const auto target = follow(path);
  if (target.descriptor) {
    std::fflush(nullptr);  // what was printed before comes before
    Descriptor copy(fcntl(*target.descriptor, F_DUPFD_CLOEXEC, 0));
    if (!copy) return unwritable(path, errno);
    return OutputFile(path, std::move(copy), {});
  }
  struct stat there {};
  const bool exists = stat(target.path.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return unwritable(path, EISDIR);
  if (exists && !S_ISREG(there.st_mode)) {
    Descriptor special(open(target.path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!special) return unwritable(path, errno);
    return OutputFile(path, std::move(special), {});
  }
  if (exists && access(target.path.c_str(), W_OK) != 0) return unwritable(path, errno);
  auto part = openPart(target.path);
  if (!part) return unwritable(path, errno);
  if (exists) takeRights(part.get(), there);
  return OutputFile(path, std::move(part), target.path);
}

OutputFile::~OutputFile() {
  if (file_ && !replaces_.empty()) std::remove(partOf(replaces_).c_str());
}

void OutputFile::append(const void* bytes, std::size_t size) {
  assert(file_);
  buffer_.append(static_cast<const char*>(bytes), size);
  if (buffer_.size() >= kBuffer) writeOut();
}

void OutputFile::writeOut() {
  for (std::string_view left = buffer_; !left.empty() && !failed();) {
    const auto put = writeSome(file_.get(), left, replaces_.empty());
    if (put < 0)
      error_ = errno;
    else
      left.remove_prefix(static_cast<std::size_t>(put));
  }
  buffer_.clear();
}

Result<void> OutputFile::commit() {
  assert(file_);
  writeOut();
  if (!replaces_.empty()) {
    const auto part = partOf(replaces_);
    if (!failed() && fsync(file_.get()) != 0) error_ = errno;
    if (!failed() && std::rename(part.c_str(), replaces_.c_str()) != 0) error_ = errno;
    if (failed()) std::remove(part.c_str());
  }
  Descriptor(file_.release());
  if (failed()) return unwritable(path_, error_);
  return {};
}

Result<void> writeFile(const std::string& path, std::string_view content) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  file->append(content.data(), content.size());
  return file->commit();
}

}  // namespace switchyard
