// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/history.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"

#include <functional>
#include <memory>
#include <optional>

namespace switchyard {

/// Does this file's name ask for a picture that moves (.webp)?
bool isAnimation(const QString& file);

/// The last five seconds of `history` before `end` (Event::at), at their true speed, 20 frames a second, as
/// animated WebP; written whole or not at all. Byte-identical for the same history, end and request. GUI
/// thread; needs an application object, but no screen.
Result<void> writeAnimation(const History& history, std::int64_t end, const PictureRequest& request);

/// A history that is shown instant by instant, from whatever instant on.
class Reel {
 public:
  explicit Reel(const History& history) : history_(history) {}
  const World& world() const { return world_; }
  const World& at(std::int64_t time) {
    playback_ ? playback_->seek(time) : void(playback_.emplace(history_, world_, time));
    return world_;
  }

 private:
  const History& history_;
  World world_;
  std::optional<Playback> playback_;
};

/// A picture that moves and is none of pictureParts().
struct Moving {
  /// Drawn once, before the next one is asked for; instants only grow.
  std::function<std::unique_ptr<Part>(std::int64_t time)> part_at;
  const World& world;       ///< as of the last part; for the metadata
  std::int64_t begin, end;  ///< of what is known
};
Result<void> writeAnimation(const Moving& moving, const PictureRequest& request);

}  // namespace switchyard
