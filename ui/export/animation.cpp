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
constexpr const char* kDoing = "The moving picture cannot be written";

Error noRoom(const PictureRequest& request) {
  return {"There is not enough memory for " + request.file.toStdString() + ".",
          "Make it smaller: the canvas alone, or a scale of 1."};
}

}  // namespace

bool isAnimation(const QString& file) {
  return endingOf(file) == QLatin1String("webp");
}

Moving movingPart(History history, std::int64_t end, const PictureRequest& request) {
  const auto begin = history.begin();
  const auto reel = std::make_shared<Reel>(std::move(history));
  const auto part = [reel, name = request.part, theme = request.theme](std::int64_t time) {
    return makePart(name, reel->world(), time, Theme::of(theme));
  };
  return {[reel](std::int64_t time) { reel->seek(time); }, part, &reel->world(), begin, end};
}

struct AnimationExport::Encoder {
  std::unique_ptr<WebpAnimation> animation;

  bool add(const QImage& frame, std::int64_t time) {
    if (!animation) animation = std::make_unique<WebpAnimation>(frame.size());
    return animation->add(frame, static_cast<int>(time / kMillisecond));
  }
};

AnimationExport::AnimationExport(Moving moving, PictureRequest request)
    : moving_(std::move(moving)),
      request_(std::move(request)),
      begin_(std::max(moving_.begin, moving_.end - kLasts)),
      encoder_(std::make_shared<Encoder>()) {}

AnimationExport::~AnimationExport() = default;

std::int64_t AnimationExport::time() const {
  return begin_ + frames_ * kFrame;
}

/// While a frame is encoded, the next one is laid out.
Result<bool> AnimationExport::step() {
  if (!begun_) return begin();
  if (!part_ && time() <= moving_.end) {
    moving_.seek(time());
    part_ = moving_.part(time());
    return false;
  }
  if (encoding_.underWay()) {
    if (!encoding_.ready()) return false;
    if (const auto encoded = encoding_.take(); !encoded) return encoded.error();
    if (finishing_) return true;
  }
  part_ ? draw() : finish();
  return false;
}

Result<bool> AnimationExport::begin() {
  if (auto usable = checkPart(request_); !usable) return usable.error();
  if (moving_.end <= 0) return Error{"Nothing has happened yet.", "Let something happen first."};
  moving_.seek(begin_);
  begun_ = true;
  return false;
}

void AnimationExport::draw() {
  const auto image = imageOf(*part_, request_.scale, QImage::Format_RGB32, Qt::white);
  encoding_.begin(
      kDoing, [image, encoder = encoder_, offset = frames_ * kFrame, request = request_]() -> Result<void> {
        if (!encoder->add(image, offset)) return noRoom(request);
        return {};
      });
  part_.reset();
  ++frames_;
}

void AnimationExport::finish() {
  finishing_ = true;
  encoding_.begin(kDoing,
                  [encoder = encoder_, end = frames_ * kFrame, request = request_,
                   metadata = metadataOf(*moving_.world, moving_.end, request_.title)]() -> Result<void> {
                    const auto content =
                        encoder->animation->finish(static_cast<int>(end / kMillisecond), metadata);
                    if (content.isEmpty()) return noRoom(request);
                    return save(request.file, content);
                  });
}

double AnimationExport::done() const {
  const auto frames = std::max<std::int64_t>(0, moving_.end - begin_) / kFrame + 1;
  return static_cast<double>(frames_) / static_cast<double>(frames);
}

}  // namespace switchyard
