// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/replay.h"

#include <string>
#include <vector>

namespace switchyard {
namespace {

constexpr std::size_t kPiece = 4096;  // events

/// Closed ones are so few that they need not be told from open ones.
bool hasTooMuch(const World& world) {
  return world.connections().size() > kMostOpenConnections + 2 * World::kMaxGhosts;
}

Error tooMuch(const std::string& path, std::uint64_t position) {
  return {"The file '" + path + "' has more than " + std::to_string(kMostOpenConnections) +
              " open connections at its byte " + std::to_string(position) +
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
  std::vector<Event> piece(kPiece);
  for (;;) {
    const auto count = reader->read(piece);
    if (!count) return count.error();
    if (*count == 0) break;
    const auto events = std::span(piece).first(*count);
    const auto& world = apply(events);
    result.events += *count;
    if (hasTooMuch(world)) return tooMuch(path, reader->position());
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
