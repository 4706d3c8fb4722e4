// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/replay.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace switchyard {
namespace {

constexpr std::size_t kPiece = 4096;       // events
constexpr std::uint64_t kTextItself = 64;  // bytes that any text takes, however short

/// Counts what World does not limit.
class Excess {
 public:
  /// What there is too much of.
  std::optional<std::string> in(std::span<const Event> events, const World& world) {
    for (const auto& event : events)
      if (event.kind == Kind::text) texts_ += kTextItself + event.text.length;
    if (texts_ > kMostTextBytes) return std::to_string(kMostTextBytes >> 20) + " MiB of texts";
    // Closed ones are so few that they need not be told from open ones.
    if (world.connections().size() > kMostOpenConnections + 2 * World::kMaxGhosts)
      return std::to_string(kMostOpenConnections) + " open connections";
    return std::nullopt;
  }

 private:
  std::uint64_t texts_ = 0;
};

Error tooMuch(const std::string& path, std::uint64_t position, const std::string& what) {
  return {"The file '" + path + "' has more than " + what + " up to its byte " + std::to_string(position) +
              ", which is more than can be shown.",
          "Record a shorter run, or one with fewer clients."};
}

}  // namespace

Result<Replay> replay(const std::string& path,
                      const std::function<const World&(std::span<const Event>)>& apply,
                      const std::function<bool(double done)>& go_on) {
  auto reader = RecordingReader::open(path);
  if (!reader) return reader.error();
  Replay result;
  Excess excess;
  std::vector<Event> piece(kPiece);
  for (;;) {
    const auto count = reader->read(piece);
    if (!count) return count.error();
    if (*count == 0) break;
    const auto events = std::span(piece).first(*count);
    const auto& world = apply(events);
    result.events += *count;
    if (const auto what = excess.in(events, world)) return tooMuch(path, reader->position(), *what);
    if (!go_on(static_cast<double>(reader->position()) / static_cast<double>(reader->size())))
      return Error{"Reading '" + path + "' was given up.", ""};
  }
  result.header = reader->header();
  result.damaged = reader->damaged();
  result.cut = reader->cut();
  if (result.events == 0 && result.damaged > 1)
    return Error{"The file '" + path + "' is damaged: it has no event that can be read.",
                 "'switchyard run FILE --record F.switchyard' makes a recording."};
  return result;
}

}  // namespace switchyard
