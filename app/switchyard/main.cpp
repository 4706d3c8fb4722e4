// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/command_line.h"
#include "app/command/export_command.h"
#include "app/command/headless_run.h"
#include "app/command/lessons_command.h"
#include "app/session/window_session.h"
#include "core/system/program.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <clocale>
#include <cstdio>

namespace {

/// Pictures are drawn without a screen; a window needs one.
bool needsScreen(const switchyard::CommandLine& line) {
  return line.action == switchyard::CommandLine::Action::window;
}

bool hasScreen() {
  return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
         qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

int run(int argc, char** argv) {
  using Action = switchyard::CommandLine::Action;
  const auto line = switchyard::parseCommandLine({argv, argv + argc});
  switch (line.action) {
    case Action::help:
      std::fputs(line.message.c_str(), stdout);
      return 0;
    case Action::version:
      std::puts("switchyard " SWITCHYARD_VERSION);
      return 0;
    case Action::wrong:
      std::fprintf(stderr, "switchyard: %s\n", line.message.c_str());
      return 2;
    default:
      break;
  }
  if (needsScreen(line) && !hasScreen()) {
    std::fputs(
        "switchyard: There is no display for a window. 'switchyard run FILE --export board.png' works "
        "without one.\n",
        stderr);
    return 2;
  }
  if (!needsScreen(line)) qputenv("QT_QPA_PLATFORM", "offscreen");

  QApplication application(argc, argv);
  // Qt has just asked for the user's locale. What is beneath us reads JSON by strtod, and wants a point in
  // it.
  std::setlocale(LC_NUMERIC, "C");
  QApplication::setApplicationName(QStringLiteral("Switchyard"));
  QApplication::setApplicationVersion(QStringLiteral(SWITCHYARD_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("switchyard"));
  if (!switchyard::loadFonts()) {
    std::fputs("switchyard: The bundled fonts are missing from the program; build it again.\n", stderr);
    return 2;
  }
  if (!needsScreen(line))  // a window wears what was chosen in it
    switchyard::applyTheme(
        application, switchyard::Theme::of(*switchyard::Theme::named(QString::fromStdString(line.theme))));
  switch (line.action) {
    case Action::run:
      return switchyard::runHeadless(line);
    case Action::export_picture:
      return switchyard::runExport(line);
    case Action::list_lessons:
      return switchyard::listLessons();
    case Action::check_lessons:
      return switchyard::checkLessons(line.lessons);
    default:
      return switchyard::runWindow(application, line.file);
  }
}

}  // namespace

int main(int argc, char** argv) {
  switchyard::beginProgram();
  return switchyard::endProgram("switchyard", run(argc, argv));
}
