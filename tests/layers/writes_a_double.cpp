// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of the objects must find.
#include <string>

std::string writtenAsTheLocaleHasIt(double number) {
  return std::to_string(number);
}
