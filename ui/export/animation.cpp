// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/animation.h"

#include "ui/export/file.h"
#include "ui/export/formats.h"
#include "ui/export/webp.h"

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kLasts = 5000 * kMillisecond;
constexpr std::int64_t kFrame = 50 * kMillisecond;

Error noRoom(const PictureRequest& request) {
  return {"There is not enough memory for " + request.file.toStdString() + ".",
          "Make it smaller: the canvas alone, or a scale of 1."};
}

}  // namespace

bool isAnimation(const QString& file) {
  return endingOf(file) == QLatin1String("webp");
}

Moving movingPart(const History& history, std::int64_t end, const PictureRequest& request) {
  const auto reel = std::make_shared<Reel>(history);
  const auto part_at = [reel, part = request.part, theme = request.theme](std::int64_t time) {
    return makePart(part, reel->at(time), time, Theme::of(theme));
  };
  return {part_at, &reel->world(), history.begin(), end};
}

AnimationWriter::AnimationWriter(Moving moving, PictureRequest request)
    : moving_(std::move(moving)),
      request_(std::move(request)),
      begin_(std::max(moving_.begin, moving_.end - kLasts)) {}

AnimationWriter::~AnimationWriter() = default;

Result<bool> AnimationWriter::step() {
  if (frames_ == 0) {
    if (auto usable = checkPart(request_); !usable) return usable.error();
    if (moving_.end <= 0) return Error{"Nothing has happened yet.", "Let something happen first."};
  }
  if (begin_ + frames_ * kFrame <= moving_.end) return addFrame();
  const auto content = animation_->finish(static_cast<int>(frames_ * kFrame / kMillisecond),
                                          metadataOf(*moving_.world, moving_.end, request_.title));
  if (content.isEmpty()) return noRoom(request_);
  if (auto saved = save(request_.file, content); !saved) return saved.error();
  return true;
}

Result<bool> AnimationWriter::addFrame() {
  const auto offset = frames_ * kFrame;
  const auto image =
      imageOf(*moving_.part_at(begin_ + offset), request_.scale, QImage::Format_RGB32, Qt::white);
  if (!animation_) animation_ = std::make_unique<WebpAnimation>(image.size());
  if (!animation_->add(image, static_cast<int>(offset / kMillisecond))) return noRoom(request_);
  ++frames_;
  return false;
}

double AnimationWriter::done() const {
  const auto frames = std::max<std::int64_t>(0, moving_.end - begin_) / kFrame + 1;
  return static_cast<double>(frames_) / static_cast<double>(frames);
}

}  // namespace switchyard
