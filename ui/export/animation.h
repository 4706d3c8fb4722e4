// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/history.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"

#include <functional>
#include <memory>
#include <optional>

namespace switchyard {

class WebpAnimation;

/// Does this file's name ask for a picture that moves (.webp)?
bool isAnimation(const QString& file);

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

/// A picture that moves. It borrows the histories that it shows.
struct Moving {
  /// Drawn once, before the next one is asked for; instants only grow.
  std::function<std::unique_ptr<Part>(std::int64_t time)> part_at;
  const World* world;       ///< as of the last part, for the metadata; lives as long as `part_at`
  std::int64_t begin, end;  ///< of what is known
};

/// `history` until `end` (Event::at), as the part that `request` names.
Moving movingPart(const History& history, std::int64_t end, const PictureRequest& request);

/// Writes the last five seconds of a picture that moves, at their true speed, 20 frames a second, as animated
/// WebP; byte-identical for the same history, end and request. A step at a time, so that a window lives on
/// meanwhile. GUI thread; needs an application object, but no screen.
class AnimationWriter {
 public:
  AnimationWriter(Moving moving, PictureRequest request);
  ~AnimationWriter();

  /// Draws the next frame or, after the last one, writes the file, whole or not at all: true once that is
  /// done. Not to be called again after an error.
  Result<bool> step();
  double done() const;  ///< from 0 to 1
  const QString& file() const { return request_.file; }

 private:
  Result<bool> addFrame();

  Moving moving_;
  PictureRequest request_;
  std::unique_ptr<WebpAnimation> animation_;
  std::int64_t begin_;
  std::int64_t frames_ = 0;  ///< drawn
};

}  // namespace switchyard
