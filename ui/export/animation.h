// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/history.h"
#include "core/system/pending.h"
#include "ui/export/export.h"
#include "ui/export/parts.h"
#include "ui/export/picture.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace switchyard {

/// Does this file's name ask for a picture that moves (.webp)?
bool isAnimation(const QString& file);

/// A history that is shown instant by instant.
class Reel {
 public:
  explicit Reel(History history) : history_(std::move(history)) {}
  const World& world() const { return world_; }
  void seek(std::int64_t time) {
    playback_ ? playback_->seek(time) : void(playback_.emplace(history_, world_, time));
  }

 private:
  const History history_;
  World world_;
  std::optional<Playback> playback_;
};

/// A picture that moves.
struct Moving {
  std::function<void(std::int64_t time)> seek;  ///< instants only grow
  std::function<std::unique_ptr<Part>(std::int64_t time)>
      part;                 ///< of the instant sought; until the next one
  const World* world;       ///< as of that instant, for the metadata; lives as long as `seek`
  std::int64_t begin, end;  ///< of what is known
};

/// `history` until `end` (Event::at), as the part that `request` names.
Moving movingPart(History history, std::int64_t end, const PictureRequest& request);

/// The last five seconds of a picture that moves, at their true speed, 20 frames a second, as animated WebP;
/// byte-identical for the same history, end and request. GUI thread; needs an application object, but no
/// screen.
class AnimationExport final : public Export {
 public:
  AnimationExport(Moving moving, PictureRequest request);
  ~AnimationExport() override;

  Result<bool> step() override;
  double done() const override;
  const QString& file() const override { return request_.file; }

 private:
  struct Encoder;

  std::int64_t time() const;  ///< of the next frame
  Result<bool> begin();
  void draw();
  void finish();

  Moving moving_;
  PictureRequest request_;
  std::int64_t begin_;
  std::int64_t frames_ = 0;  ///< drawn
  bool begun_ = false;
  bool finishing_ = false;
  std::unique_ptr<Part> part_;        ///< of the next frame
  std::shared_ptr<Encoder> encoder_;  ///< used by one thread at a time
  Pending<Result<void>> encoding_;
};

}  // namespace switchyard
