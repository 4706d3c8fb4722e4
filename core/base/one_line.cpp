// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/one_line.h"

#include <algorithm>

namespace switchyard {
namespace {

bool continuesCharacter(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

bool isControl(unsigned char byte) {
  return byte < 0x20 || byte == 0x7F;
}

}  // namespace

std::string oneLine(std::string_view text, std::size_t longest) {
  auto size = std::min(text.size(), longest);
  while (size < text.size() && size > 0 && continuesCharacter(static_cast<unsigned char>(text[size]))) --size;
  std::string line(text.substr(0, size));
  std::replace_if(line.begin(), line.end(), isControl, ' ');
  return size < text.size() ? line + "…" : line;
}

}  // namespace switchyard
