// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchyard::http2 {

class HeaderList;

/// Shares a HeaderList on one loop: counted without atomics.
class HeadersRef {
 public:
  HeadersRef() = default;
  explicit HeadersRef(HeaderList* list);
  HeadersRef(const HeadersRef& other);
  HeadersRef(HeadersRef&& other) noexcept : list_(std::exchange(other.list_, nullptr)) {}
  HeadersRef& operator=(HeadersRef other) noexcept {
    std::swap(list_, other.list_);
    return *this;
  }
  ~HeadersRef();

  explicit operator bool() const { return list_ != nullptr; }
  const HeaderList& operator*() const { return *list_; }
  const HeaderList* operator->() const { return list_; }
  const HeaderList* get() const { return list_; }
  HeaderList* mutableList() const { return list_; }

 private:
  HeaderList* list_ = nullptr;
};

/// A decoded header list, unchangeable, in the order in which it came, with what a balancer wants to know of
/// it found out once. Names and values are bytes; a name appears as often as it was sent.
class HeaderList {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
    bool unindexed = false;  ///< its sender kept it out of the HPACK table, so we do too
  };
  static constexpr std::int64_t kNone = -1;

  /// Copies the fields.
  static HeadersRef make(std::span<const Field> fields);

  std::span<const Field> fields() const { return fields_; }
  const std::string_view* find(std::string_view name) const;  ///< null: not there

  // RFC 9113 §8.2 and §8.3: is it well-formed as …?
  bool isRequest() const;
  /// Not 101: HTTP/2 has no upgrade (RFC 9113 §8.6).
  bool isResponse() const { return well_formed_ && status_ >= 100 && status_ != 101 && !request_pseudo_; }
  bool isTrailers() const { return well_formed_ && status_ == kNone && !request_pseudo_; }

  int status() const { return static_cast<int>(status_); }  ///< HTTP status, kNone without
  std::int64_t contentLength() const { return content_length_; }
  std::int64_t grpcStatus() const { return grpc_status_; }
  bool isGrpc() const { return grpc_; }
  std::string_view path() const { return path_; }
  std::string_view call() const { return call_; }  ///< what a client of a lab calls it, empty without

  bool shared = false;            ///< seen more than once: worth remembering how it is encoded
  std::uint64_t fingerprint = 0;  ///< of all bytes

 private:
  friend class HeadersRef;

  void examine();
  bool examinePseudo(const Field& field);
  bool examineRegular(const Field& field);

  std::uint32_t references_ = 0;
  std::string bytes_;
  std::vector<Field> fields_;
  bool well_formed_ = true;
  bool request_pseudo_ = false;
  bool grpc_ = false;
  std::uint8_t seen_pseudo_ = 0;
  std::int64_t status_ = kNone;
  std::int64_t content_length_ = kNone;
  std::int64_t grpc_status_ = kNone;
  std::string_view path_;
  std::string_view call_;
};

inline HeadersRef::HeadersRef(HeaderList* list) : list_(list) {
  if (list_ != nullptr) ++list_->references_;
}
inline HeadersRef::HeadersRef(const HeadersRef& other) : HeadersRef(other.list_) {}
inline HeadersRef::~HeadersRef() {
  if (list_ != nullptr && --list_->references_ == 0) delete list_;
}

}  // namespace switchyard::http2
