// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace switchyard {

/// What a recording says about itself. Each text at most 2 MiB.
struct RecordingHeader {
  std::string program;   ///< version of the program that made it
  std::string scenario;  ///< the scenario's name
  std::string source;    ///< the scenario or haproxy.cfg as it was read
};

/// Writes every event of a run to a `.switchyard` file: a header, then the events byte for byte. Appears
/// under its name only when finish() has succeeded; until then it is `<path>.part`, which can be read, too,
/// should the program be killed. An abandoned one is removed. Used by one thread.
class RecordingWriter {
 public:
  static Result<std::unique_ptr<RecordingWriter>> create(const std::string& path,
                                                         const RecordingHeader& header);
  ~RecordingWriter();
  RecordingWriter(const RecordingWriter&) = delete;
  RecordingWriter& operator=(const RecordingWriter&) = delete;

  void append(const Event& event);             ///< a failure (a full disk) is kept for finish()
  bool failed() const { return error_ != 0; }  ///< nothing more is written: finish() says why
  Result<void> finish();                       ///< once; nothing may be appended after it

 private:
  RecordingWriter(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  Error failure() const;

  std::string path_;
  std::FILE* file_;
  int error_ = 0;
};

struct Recording {
  RecordingHeader header;
  std::vector<Event> events;  ///< all of them well-formed
  std::uint64_t damaged = 0;  ///< events left out because they were not, or because the file ends within them
};

/// Reads a recording of this program's own format. Whatever the bytes: an Error that says what is wrong, or a
/// Recording that any World and view can bear. At most 4 GiB.
Result<Recording> readRecording(const std::string& path);

}  // namespace switchyard
