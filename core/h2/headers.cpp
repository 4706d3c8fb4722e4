// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/h2/headers.h"

#include "core/event/run_mark.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace switchyard::http2 {
namespace {

enum Pseudo : std::uint8_t { kMethod = 1, kScheme = 2, kPath = 4, kAuthority = 8, kStatus = 16 };

/// RFC 9110 §5.6.2 "tchar", without upper case (RFC 9113 §8.2.1).
constexpr auto kNameBytes = [] {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~"))
    allowed[static_cast<unsigned char>(c)] = true;
  return allowed;
}();

bool isName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return kNameBytes[static_cast<unsigned char>(c)]; });
}

/// RFC 9113 §8.2.1.
bool isValue(std::string_view value) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (!value.empty() && (blank(value.front()) || blank(value.back()))) return false;
  return std::none_of(value.begin(), value.end(), [](char c) { return c == '\0' || c == '\r' || c == '\n'; });
}

/// RFC 9113 §8.2.2: of HTTP/1 connections.
bool isOfConnection(std::string_view name) {
  constexpr std::string_view kNames[] = {"connection", "keep-alive", "proxy-connection", "transfer-encoding",
                                         "upgrade"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

template <typename Number>
bool readNumber(std::string_view text, Number& number) {
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && rest == text.data() + text.size() && !text.empty() && text[0] != '-';
}

}  // namespace

HeadersRef HeaderList::make(std::span<const Field> fields) {
  auto* list = new HeaderList;
  HeadersRef reference(list);
  std::size_t size = 0;
  for (const auto& field : fields) size += field.name.size() + field.value.size();
  list->bytes_.reserve(size);
  list->fields_.reserve(fields.size());
  const auto keep = [&](std::string_view text) {
    const auto at = list->bytes_.size();
    list->bytes_.append(text);
    return std::string_view(list->bytes_).substr(at);
  };
  for (const auto& field : fields)
    list->fields_.push_back({keep(field.name), keep(field.value), field.unindexed});
  list->fingerprint = std::hash<std::string_view>()(list->bytes_);
  list->examine();
  return reference;
}

const std::string_view* HeaderList::find(std::string_view name) const {
  const auto found =
      std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &found->value;
}

void HeaderList::examine() {
  bool regular_seen = false;
  for (const auto& field : fields_) {
    if (!isValue(field.value)) well_formed_ = false;
    if (!field.name.empty() && field.name[0] == ':') {
      if (regular_seen || !examinePseudo(field)) well_formed_ = false;
    } else {
      regular_seen = true;
      if (!isName(field.name) || isOfConnection(field.name) || !examineRegular(field)) well_formed_ = false;
    }
  }
}

bool HeaderList::examinePseudo(const Field& field) {
  std::uint8_t which = 0;
  if (field.name == ":path") {
    which = kPath;
    path_ = field.value;
    if (path_.empty()) return false;
  } else if (field.name == ":method") {
    which = kMethod;
    if (field.value.empty() || field.value == "CONNECT") return false;  // a tunnel is no call
  } else if (field.name == ":scheme") {
    which = kScheme;
  } else if (field.name == ":authority") {
    which = kAuthority;
  } else if (field.name == ":status") {
    which = kStatus;
    if (field.value.size() != 3 || !readNumber(field.value, status_)) return false;
  } else {
    return false;
  }
  if (which != kStatus) request_pseudo_ = true;
  const bool again = (seen_pseudo_ & which) != 0;
  seen_pseudo_ |= which;
  return !again;
}

bool HeaderList::examineRegular(const Field& field) {
  if (field.name == "te") return field.value == "trailers";
  if (field.name == "content-type") {
    grpc_ = field.value.starts_with("application/grpc");
  } else if (field.name == "grpc-status") {
    int status = 0;
    grpc_status_ = readNumber(field.value, status) && status <= 255 ? status : 2;
  } else if (field.name == "content-length") {
    std::int64_t length = 0;
    if (!readNumber(field.value, length)) return false;
    if (content_length_ != kNone && content_length_ != length) return false;
    content_length_ = length;
  } else if (field.name == kCallMetadata) {
    call_ = field.value;
  }
  return true;
}

bool HeaderList::isRequest() const {
  constexpr std::uint8_t kNeeded = kMethod | kScheme | kPath;
  return well_formed_ && status_ == kNone && (seen_pseudo_ & kNeeded) == kNeeded;
}

}  // namespace switchyard::http2
