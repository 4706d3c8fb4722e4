// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace switchyard {

/// The translation context of what only the canvas says; what others say too is in ui/view/words.h.
struct CanvasText {
  Q_DECLARE_TR_FUNCTIONS(CanvasText)
};

}  // namespace switchyard
