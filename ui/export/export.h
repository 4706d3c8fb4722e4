// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace switchyard {

/// A file that is written while the window lives on: a piece at a time in its thread, as far as widgets are
/// needed, the rest in a thread of its own. GUI thread. Destroyed before its end it is given up; what is
/// being computed then is waited for.
class Export {
 public:
  virtual ~Export() = default;

  /// The next piece: true once the file is there. Not to be called again after that, or after an error.
  virtual Result<bool> step() = 0;
  virtual double done() const { return 0; }  ///< from 0 to 1
  virtual const QString& file() const = 0;
};

}  // namespace switchyard
