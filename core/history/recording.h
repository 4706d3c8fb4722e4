// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"
#include "core/system/output_file.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace switchyard {

/// What a recording says about itself. Each text at most 2 MiB.
struct RecordingHeader {
  std::string program;   ///< version of the program that made it
  std::string scenario;  ///< the scenario's name
  std::string source;    ///< the scenario or haproxy.cfg as it was read
};

/// Writes every event of a run to a `.switchyard` file: a header, the events byte for byte, a mark that says
/// that this is the end. It is an OutputFile: until finish() it is `<path>.part`, which can be read, too,
/// should the program be killed. Used by one thread.
class RecordingWriter {
 public:
  static Result<std::unique_ptr<RecordingWriter>> create(const std::string& path,
                                                         const RecordingHeader& header);

  void append(const Event& event);                ///< a failure (a full disk) is kept for finish()
  bool failed() const { return file_.failed(); }  ///< nothing more is written: finish() says why
  Result<void> finish();                          ///< once; nothing may be appended after it

 private:
  explicit RecordingWriter(OutputFile file) : file_(std::move(file)) {}

  OutputFile file_;
  std::uint64_t events_ = 0;
};

/// Reads a recording of this program's own format, a piece at a time, whatever its length and bytes: an Error
/// that says what is wrong, or events that any World and view can bear. Used by one thread.
class RecordingReader {
 public:
  static Result<RecordingReader> open(const std::string& path);

  const RecordingHeader& header() const { return header_; }
  /// The next events, all of them well-formed; how many there are. None: that was the last one.
  Result<std::size_t> read(std::span<Event> events);

  std::uint64_t size() const { return size_; }          ///< of the file, in bytes
  std::uint64_t position() const { return position_; }  ///< up to here it was read, in bytes
  std::uint64_t damaged() const { return damaged_; }    ///< events left out because they were not well-formed
  /// At the end: the file ends before its end mark, or within an event.
  bool cut() const { return cut_; }

 private:
  RecordingReader(std::string path, Descriptor file, std::uint64_t size)
      : path_(std::move(path)), file_(std::move(file)), size_(size) {}
  Result<void> readHeader();
  /// How many of the bytes there were.
  Result<std::size_t> take(void* into, std::size_t size);

  std::string path_;
  Descriptor file_;
  std::uint64_t size_;
  RecordingHeader header_;
  bool has_end_mark_ = true;  ///< recordings of former versions have none
  std::uint64_t position_ = 0;
  std::uint64_t events_ = 0;  ///< well-formed or not
  std::uint64_t damaged_ = 0;
  bool cut_ = false;
  bool at_end_ = false;
};

}  // namespace switchyard
