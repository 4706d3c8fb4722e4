// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/recording.h"

#include "core/system/errno_words.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace switchyard {
namespace {

constexpr std::uint32_t kFormat = 2;
constexpr std::uint32_t kFormatWithoutEndMark = 1;
constexpr std::size_t kLongestText = 2U << 20;

/// At the beginning of the file, then the three texts, then the events. All numbers in this machine's order:
/// on one with another, format and event_size are not what they must be.
struct Prologue {
  std::array<char, 8> magic{'S', 'W', 'Y', 'A', 'R', 'D', '\r', '\n'};
  std::uint32_t format = kFormat;
  std::uint32_t event_size = sizeof(Event);
  std::array<std::uint32_t, 3> text_sizes{};
};

/// At the end, in the place of an event. As one it would have been seen 23 years after the machine's start.
struct EndMark {
  std::array<char, 8> magic{'S', 'W', 'Y', 'E', 'N', 'D', '\r', '\n'};
  std::uint64_t events = 0;
  std::array<char, sizeof(Event) - 16> unused{};
};
static_assert(sizeof(EndMark) == sizeof(Event));

bool isEndMark(const Event& event, std::uint64_t events) {
  EndMark expected;
  expected.events = events;
  return std::memcmp(&event, &expected, sizeof expected) == 0;
}

Error unusable(const std::string& path, const std::string& why) {
  return {"The file '" + path + "' " + why, "'switchyard run FILE --record F.switchyard' makes a recording."};
}

}  // namespace

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const std::string& path,
                                                                 const RecordingHeader& header) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  const std::array<const std::string*, 3> texts{&header.program, &header.scenario, &header.source};
  Prologue prologue;
  for (std::size_t i = 0; i < texts.size(); ++i)
    prologue.text_sizes[i] = static_cast<std::uint32_t>(std::min(texts[i]->size(), kLongestText));
  file->append(&prologue, sizeof prologue);
  for (std::size_t i = 0; i < texts.size(); ++i) file->append(texts[i]->data(), prologue.text_sizes[i]);
  return std::unique_ptr<RecordingWriter>(new RecordingWriter(std::move(*file)));
}

void RecordingWriter::append(const Event& event) {
  file_.append(&event, sizeof event);
  ++events_;
}

Result<void> RecordingWriter::finish() {
  EndMark mark;
  mark.events = events_;
  file_.append(&mark, sizeof mark);
  return file_.commit();
}

Result<RecordingReader> RecordingReader::open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0)
    return unusable(path, std::string("cannot be read: ") + errnoWords(errno) + ".");
  if (!S_ISREG(status.st_mode)) return unusable(path, "is not a recording: it is no regular file.");
  RecordingReader reader(path, std::move(file), static_cast<std::uint64_t>(status.st_size));
  if (auto read = reader.readHeader(); !read) return read.error();
  return reader;
}

Result<void> RecordingReader::readHeader() {
  Prologue prologue;
  const auto expected = prologue.magic;
  const auto got = take(&prologue, sizeof prologue);
  if (!got) return got.error();
  if (*got < sizeof prologue || prologue.magic != expected) return unusable(path_, "is not a recording.");
  has_end_mark_ = prologue.format != kFormatWithoutEndMark;
  if ((prologue.format != kFormat && has_end_mark_) || prologue.event_size != sizeof(Event))
    return unusable(path_, "was made by another version of the program.");
  const std::array<std::string*, 3> texts{&header_.program, &header_.scenario, &header_.source};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto size = prologue.text_sizes[i];
    if (size > kLongestText) return unusable(path_, "is damaged.");
    texts[i]->resize(size);
    const auto read = take(texts[i]->data(), size);
    if (!read) return read.error();
    if (*read < size) return unusable(path_, "was cut before its first event.");
  }
  return {};
}

Result<std::size_t> RecordingReader::take(void* into, std::size_t size) {
  std::size_t taken = 0;
  while (taken < size) {
    const auto got = ::read(file_.get(), static_cast<char*>(into) + taken, size - taken);
    if (got == 0) break;
    if (got < 0 && errno != EINTR)
      return unusable(path_, "cannot be read behind its byte " + std::to_string(position_) + ": " +
                                 errnoWords(errno) + ".");
    if (got < 0) continue;
    taken += static_cast<std::size_t>(got);
    position_ += static_cast<std::uint64_t>(got);
  }
  return taken;
}

Result<std::size_t> RecordingReader::read(std::span<Event> events) {
  std::size_t kept = 0;
  while (kept == 0 && !at_end_) {
    const auto got = take(events.data(), events.size_bytes());
    if (!got) return got.error();
    const auto whole = *got / sizeof(Event);
    at_end_ = *got < events.size_bytes();
    bool marked = false;
    for (const auto& event : events.first(whole)) {
      marked = has_end_mark_ && isEndMark(event, events_);
      if (marked) break;
      ++events_;
      if (isWellFormed(event))
        events[kept++] = event;
      else
        ++damaged_;
    }
    cut_ = at_end_ && !marked && (has_end_mark_ || *got % sizeof(Event) != 0);
    at_end_ = at_end_ || marked;
  }
  return kept;
}

}  // namespace switchyard
