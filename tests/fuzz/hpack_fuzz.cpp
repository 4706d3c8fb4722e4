// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: header blocks of one connection. Whatever decodes is within the limit, and encoding it again
// means the same.
#include "core/h2/hpack.h"
#include "core/h2/limits.h"

#include <cstdlib>
#include <string_view>

using namespace switchyard::http2;

namespace {

bool equal(const HeaderList& one, const HeaderList& other) {
  if (one.fields().size() != other.fields().size()) return false;
  for (std::size_t i = 0; i < one.fields().size(); ++i)
    if (one.fields()[i].name != other.fields()[i].name || one.fields()[i].value != other.fields()[i].value)
      return false;
  return true;
}

std::size_t sizeOf(const HeaderList& list) {
  std::size_t size = 0;
  for (const auto& field : list.fields()) size += field.name.size() + field.value.size() + 32;
  return size;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  HeaderStore store;
  HeaderDecoder first(store), second(store);
  HeaderEncoder encoder;
  while (!rest.empty()) {
    const auto length = std::min<std::size_t>(static_cast<unsigned char>(rest[0]), rest.size() - 1);
    const auto block = rest.substr(1, length);
    rest.remove_prefix(1 + length);
    const auto decoded = first.decode(block);
    if (decoded.outcome == HeaderDecoder::Outcome::broken) return 0;
    if (decoded.outcome == HeaderDecoder::Outcome::too_large) continue;
    if (sizeOf(*decoded.list) > kMaxHeaderList) std::abort();
    const auto again = second.decode(encoder.encode(decoded.list));
    if (again.outcome != HeaderDecoder::Outcome::decoded || !equal(*decoded.list, *again.list)) std::abort();
  }
  return 0;
}
