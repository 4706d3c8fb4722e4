// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/animation.h"

#include "ui/export/file.h"
#include "ui/export/formats.h"
#include "ui/export/webp.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kLasts = 5000 * kMillisecond;
constexpr std::int64_t kFrame = 50 * kMillisecond;

}  // namespace

bool isAnimation(const QString& file) {
  return endingOf(file) == QLatin1String("webp");
}

Result<void> writeAnimation(const History& history, std::int64_t end, const PictureRequest& request) {
  Reel reel(history);
  const auto part_at = [&](std::int64_t time) {
    return makePart(request.part, reel.at(time), time, Theme::of(request.theme));
  };
  return writeAnimation({part_at, reel.world(), history.begin(), end}, request);
}

Result<void> writeAnimation(const Moving& moving, const PictureRequest& request) {
  if (auto usable = checkPart(request); !usable) return usable;
  if (moving.end <= 0) return Error{"Nothing has happened yet.", "Let something happen first."};
  const auto begin = std::max(moving.begin, moving.end - kLasts);
  const Error no_room{"There is not enough memory for " + request.file.toStdString() + ".",
                      "Make it smaller: the canvas alone, or a scale of 1."};
  std::unique_ptr<WebpAnimation> animation;
  int shown = 0;  // milliseconds
  for (auto time = begin; time <= moving.end; time += kFrame, shown += kFrame / kMillisecond) {
    const auto image = imageOf(*moving.part_at(time), request.scale, QImage::Format_RGB32, Qt::white);
    if (!animation) animation = std::make_unique<WebpAnimation>(image.size());
    if (!animation->add(image, shown)) return no_room;
  }
  const auto content = animation->finish(shown, metadataOf(moving.world, moving.end, request.title));
  return content.isEmpty() ? Result<void>(no_room) : save(request.file, content);
}

}  // namespace switchyard
