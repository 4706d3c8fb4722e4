// SPDX-License-Identifier: GPL-3.0-or-later
// Each test program speaks the language of whoever runs it, as a program with Qt does: ./test.sh locale.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <clocale>

int main(int count, char** arguments) {
  std::setlocale(LC_ALL, "");
  return Catch::Session().run(count, arguments);
}
