// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/system/descriptor.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace switchyard {

/// A file that is being written. A regular one appears under its name only at commit(), whole or not at all;
/// until then it is `<path>.part`. One that was there keeps its rights, and a link leads to what it names. A
/// pipe, a device or an open descriptor (/dev/stdout) gets the bytes as they come, and is never replaced;
/// whoever does not read for ten seconds is given up. Abandoned, it leaves nothing behind. Used by one
/// thread.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  void append(const void* bytes, std::size_t size);  ///< a failure (a full disk) is kept for commit()
  bool failed() const { return error_ != 0; }        ///< nothing more is written: commit() says why
  Result<void> commit();                             ///< once; nothing may be appended after it

 private:
  OutputFile(std::string path, Descriptor file, std::string replaces);
  void writeOut();

  std::string path_;  ///< as the user named it
  Descriptor file_;
  std::string replaces_;  ///< the regular file; empty: the bytes go where they go
  std::string buffer_;
  int error_ = 0;
};

/// All of it at once.
Result<void> writeFile(const std::string& path, std::string_view content);

}  // namespace switchyard
