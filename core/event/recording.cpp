// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/recording.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace switchyard {
namespace {

constexpr std::array<char, 8> kMagic{'S', 'W', 'Y', 'A', 'R', 'D', '\r', '\n'};
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kLongestText = 2U << 20;
constexpr std::uint64_t kLargest = 4ULL << 30;
constexpr std::size_t kBuffer = 256 * 1024;

/// At the beginning of the file, then the three texts, then the events. All numbers in this machine's order:
/// on one with another, format and event_size are not what they must be.
struct Prologue {
  std::array<char, 8> magic = kMagic;
  std::uint32_t format = kFormat;
  std::uint32_t event_size = sizeof(Event);
  std::array<std::uint32_t, 3> text_sizes{};
};

std::string partOf(const std::string& path) {
  return path + ".part";
}

bool write(std::FILE* file, const void* bytes, std::size_t size) {
  return std::fwrite(bytes, 1, size, file) == size;
}

bool write(std::FILE* file, const RecordingHeader& header) {
  const std::array<const std::string*, 3> texts{&header.program, &header.scenario, &header.source};
  Prologue prologue;
  for (std::size_t i = 0; i < texts.size(); ++i)
    prologue.text_sizes[i] = static_cast<std::uint32_t>(std::min(texts[i]->size(), kLongestText));
  bool written = write(file, &prologue, sizeof prologue);
  for (std::size_t i = 0; i < texts.size(); ++i)
    written = written && write(file, texts[i]->data(), prologue.text_sizes[i]);
  return written;
}

Error unusable(const std::string& path, const std::string& why) {
  return {"The file '" + path + "' " + why, "'switchyard run FILE --record F.switchyard' makes a recording."};
}

/// Takes from the front of a file of known length.
class Source {
 public:
  Source(std::ifstream file, std::uint64_t size) : file_(std::move(file)), left_(size) {}

  std::uint64_t left() const { return left_; }
  bool take(void* into, std::uint64_t size) {
    if (size > left_) return false;
    left_ -= size;
    return static_cast<bool>(file_.read(static_cast<char*>(into), static_cast<std::streamsize>(size)));
  }
  bool take(std::string& text, std::uint64_t size) {
    if (size > left_ || size > kLongestText) return false;
    text.resize(size);
    return take(text.data(), size);
  }

 private:
  std::ifstream file_;
  std::uint64_t left_;
};

}  // namespace

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const std::string& path,
                                                                 const RecordingHeader& header) {
  auto* file = std::fopen(partOf(path).c_str(), "wbe");
  std::unique_ptr<RecordingWriter> writer(new RecordingWriter(path, file));
  if (file == nullptr) {
    writer->error_ = errno;
    return writer->failure();
  }
  std::setvbuf(file, nullptr, _IOFBF, kBuffer);
  if (!write(file, header)) writer->error_ = errno;
  return writer;
}

RecordingWriter::~RecordingWriter() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove(partOf(path_).c_str());
}

void RecordingWriter::append(const Event& event) {
  assert(file_ != nullptr);
  if (!failed() && !write(file_, &event, sizeof event)) error_ = errno;
}

Result<void> RecordingWriter::finish() {
  assert(file_ != nullptr);
  if (std::fclose(std::exchange(file_, nullptr)) != 0 && !failed()) error_ = errno;
  if (!failed() && std::rename(partOf(path_).c_str(), path_.c_str()) != 0) error_ = errno;
  if (!failed()) return {};
  std::remove(partOf(path_).c_str());
  return failure();
}

Error RecordingWriter::failure() const {
  return {"The recording '" + path_ + "' cannot be written: " + std::strerror(error_) + ".",
          "Is there room on the disk, and may you write there?"};
}

Result<Recording> readRecording(const std::string& path) {
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  std::ifstream file(path, std::ios::binary);
  if (failure || !file)
    return unusable(path, "cannot be read" + (failure ? ": " + failure.message() : "") + ".");
  if (size > kLargest) return unusable(path, "is larger than 4 GiB.");

  Source source(std::move(file), size);
  Prologue prologue;
  if (!source.take(&prologue, sizeof prologue) || prologue.magic != kMagic)
    return unusable(path, "is not a recording.");
  if (prologue.format != kFormat || prologue.event_size != sizeof(Event))
    return unusable(path, "was made by another version of the program.");

  Recording recording;
  auto& header = recording.header;
  const auto& sizes = prologue.text_sizes;
  if (!source.take(header.program, sizes[0]) || !source.take(header.scenario, sizes[1]) ||
      !source.take(header.source, sizes[2]))
    return unusable(path, "is damaged.");

  auto& events = recording.events;
  events.resize(source.left() / sizeof(Event));
  if (!source.take(events.data(), events.size() * sizeof(Event)))
    return unusable(path, "cannot be read to its end.");
  recording.damaged = (source.left() > 0 ? 1 : 0) +
                      std::erase_if(events, [](const Event& event) { return !isWellFormed(event); });
  if (events.empty() && recording.damaged > 1) return unusable(path, "is damaged.");
  return recording;
}

}  // namespace switchyard
