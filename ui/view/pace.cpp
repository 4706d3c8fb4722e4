// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view/pace.h"

#include <QTimerEvent>

namespace switchyard {

void Pace::ask() {
  asked_ = true;
  if (pause_.isActive()) return;
  flush();
  pause_.start(kPause, this);
}

void Pace::flush() {
  if (!asked_) return;
  asked_ = false;
  work_();
}

void Pace::timerEvent(QTimerEvent*) {
  if (asked_)
    flush();
  else
    pause_.stop();
}

}  // namespace switchyard
