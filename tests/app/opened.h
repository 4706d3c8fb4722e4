// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/window_session.h"
#include "tests/app/article_on_free_ports.h"

#include <QTest>

/// Opens a file in the window and waits until it has been read, or refused.
inline bool opened(switchyard::WindowSession& session, const QString& file) {
  session.open(file.toStdString());
  return QTest::qWaitFor([&] { return !session.opening(); }, kBusyMachine);
}
