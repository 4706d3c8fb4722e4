// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/recording.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

namespace switchyard {
namespace {

constexpr std::array<char, 8> kMagic{'S', 'W', 'Y', 'A', 'R', 'D', '\r', '\n'};
constexpr std::uint32_t kFormat = 1;
constexpr std::uint32_t kLongestText = 2U << 20;
constexpr std::uint64_t kLargest = 4ULL << 30;
constexpr auto kLastKind = Kind::connection_owner;

struct Prologue {
  std::array<char, 8> magic = kMagic;
  std::uint32_t format = kFormat;
  std::uint32_t event_size = sizeof(Event);
  std::array<std::uint32_t, 3> text_sizes{};
};

bool write(std::FILE* file, const void* bytes, std::size_t size) {
  return std::fwrite(bytes, 1, size, file) == size;
}

Error unusable(const std::string& path, const std::string& why) {
  return {path + ": " + why, "A recording is made with 'switchyard run FILE --record F.switchyard'."};
}

}  // namespace

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const std::string& path,
                                                                 const RecordingHeader& header) {
  auto* file = std::fopen((path + ".part").c_str(), "wbe");
  std::unique_ptr<RecordingWriter> writer(new RecordingWriter(path, file));
  if (file == nullptr) {
    writer->error_ = errno;
    return writer->failure();
  }
  const std::array<const std::string*, 3> texts{&header.program, &header.scenario, &header.source};
  Prologue prologue;
  for (std::size_t i = 0; i < texts.size(); ++i)
    prologue.text_sizes[i] = static_cast<std::uint32_t>(texts[i]->size());
  bool written = write(file, &prologue, sizeof prologue);
  for (const auto* text : texts) written = written && write(file, text->data(), text->size());
  if (!written) writer->error_ = errno;
  return writer;
}

RecordingWriter::~RecordingWriter() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove((path_ + ".part").c_str());
}

void RecordingWriter::append(const Event& event) {
  if (error_ == 0 && !write(file_, &event, sizeof event)) error_ = errno;
}

Result<void> RecordingWriter::finish() {
  auto* file = std::exchange(file_, nullptr);
  if (std::fclose(file) != 0 && error_ == 0) error_ = errno;
  const auto part = path_ + ".part";
  if (error_ == 0 && std::rename(part.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ == 0) return {};
  std::remove(part.c_str());
  return failure();
}

Error RecordingWriter::failure() const {
  return {"Cannot write the recording " + path_ + ": " + std::strerror(error_) + ".",
          "Is there room on the disk, and may you write there?"};
}

Result<Recording> readRecording(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return unusable(path, "cannot be read.");
  auto left = static_cast<std::uint64_t>(file.tellg());
  if (left > kLargest) return unusable(path, "is larger than 4 GiB.");
  file.seekg(0);
  Prologue prologue;
  if (left < sizeof prologue || !file.read(reinterpret_cast<char*>(&prologue), sizeof prologue) ||
      prologue.magic != kMagic)
    return unusable(path, "is not a recording.");
  if (prologue.format != kFormat || prologue.event_size != sizeof(Event))
    return unusable(path, "was made by another version of the program.");
  left -= sizeof prologue;

  Recording recording;
  const std::array<std::string*, 3> texts{&recording.header.program, &recording.header.scenario,
                                          &recording.header.source};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto size = prologue.text_sizes[i];
    if (size > left || size > kLongestText) return unusable(path, "is damaged.");
    texts[i]->resize(size);
    file.read(texts[i]->data(), size);
    left -= size;
  }
  recording.events.resize(left / sizeof(Event));
  file.read(reinterpret_cast<char*>(recording.events.data()),
            static_cast<std::streamsize>(recording.events.size() * sizeof(Event)));
  if (!file) return unusable(path, "cannot be read to its end.");
  for (const auto& event : recording.events)
    if (event.kind > kLastKind) return unusable(path, "holds an event of an unknown kind.");
  return recording;
}

}  // namespace switchyard
