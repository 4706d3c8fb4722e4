// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace switchyard {

/// What a recording says about itself.
struct RecordingHeader {
  std::string program;   ///< version of the program that made it
  std::string scenario;  ///< the scenario's name
  std::string source;    ///< the scenario or haproxy.cfg as it was read
};

/// Writes every event of a run to a `.switchyard` file: a header, then the events byte for byte. Appears
/// under its name only when finish() has succeeded; until then it is `<path>.part`, and an abandoned one is
/// removed. Used by one thread.
class RecordingWriter {
 public:
  static Result<std::unique_ptr<RecordingWriter>> create(const std::string& path,
                                                         const RecordingHeader& header);
  ~RecordingWriter();
  RecordingWriter(const RecordingWriter&) = delete;
  RecordingWriter& operator=(const RecordingWriter&) = delete;

  void append(const Event& event);  ///< a failure (a full disk) is kept for finish()
  Result<void> finish();

 private:
  RecordingWriter(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  Error failure() const;

  std::string path_;
  std::FILE* file_;
  int error_ = 0;
};

struct Recording {
  RecordingHeader header;
  std::vector<Event> events;  ///< a last event that was cut is left out
};

/// Reads a recording of this program's own format version. Whatever the bytes: an Error that says what is
/// wrong, or events whose kinds are known (a World survives any of them). At most 4 GiB.
Result<Recording> readRecording(const std::string& path);

}  // namespace switchyard
