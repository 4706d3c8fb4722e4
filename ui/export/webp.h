// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/export/formats.h"

#include <QByteArray>
#include <QImage>

#include <memory>

struct WebPAnimEncoder;

namespace switchyard {

/// An animated picture that repeats for ever (WebP, lossless). The same bytes for the same frames.
class WebpAnimation {
 public:
  explicit WebpAnimation(QSize size);  ///< of each frame, in pixels, each side at most 16383
  ~WebpAnimation();
  WebpAnimation(const WebpAnimation&) = delete;
  WebpAnimation& operator=(const WebpAnimation&) = delete;

  /// `frame` is shown from `time` on, in milliseconds since the first one. False when memory runs out.
  bool add(const QImage& frame, int time);
  /// The last frame is shown until `time`. Empty when memory runs out. Nothing can be added after it.
  QByteArray finish(int time, const Metadata& metadata);

 private:
  struct Close {
    void operator()(WebPAnimEncoder* encoder) const;
  };
  std::unique_ptr<WebPAnimEncoder, Close> encoder_;
};

}  // namespace switchyard
