# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: cmake -D ROOT=<tree> -P check_numbers.cmake
# Below ui, no number is written or read as the desktop's language has it ("0,5"): core/base/numbers.h does it. What the
# eye cannot see in a source, std::to_string of a double, tests/layers finds in the objects.
cmake_minimum_required(VERSION 3.25)

set(violations "")

# forbid(<regex> <why>) in the sources of core and app
function(forbid pattern why)
  file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/core/*.h" "${ROOT}/core/*.cpp" "${ROOT}/app/*.h" "${ROOT}/app/*.cpp")
  foreach(source IN LISTS sources)
    file(STRINGS "${ROOT}/${source}" lines REGEX "${pattern}")
    foreach(line IN LISTS lines)
      if(line MATCHES "${pattern}" AND NOT line MATCHES "^[ \t]*//" AND NOT line MATCHES "setlocale\\(LC_NUMERIC, \"C\"\\)")
        string(STRIP "${line}" line)
        string(APPEND violations "  ${source}: ${line}\n      ${why}\n")
      endif()
    endforeach()
  endforeach()
  set(violations "${violations}" PARENT_SCOPE)
endfunction()

set(start "(^|[^A-Za-z0-9_])")
forbid("${start}(strtod|strtof|strtold|stod|stof|stold|atof)[ ]*[(]" "takeNumber() reads a number, std::from_chars too")
forbid("${start}v?[fs]?scanf[ ]*[(]" "takeNumber() reads a number, std::from_chars too")
forbid("%[-+#0-9.*']*(l|L)?[aAeEfFgG]" "toText() writes a number with a fraction")
forbid("#[ ]*include[ ]*<(sstream|iomanip|strstream|locale|regex|cctype|ctype.h)>" "what it offers asks the locale")
forbid("${start}(isalpha|isalnum|isspace|isdigit|isxdigit|iscntrl|ispunct|isprint|isupper|islower|toupper|tolower)[ ]*[(]"
  "the locale decides what is a letter; compare the character")
forbid("${start}strerror[ ]*[(]" "errnoWords() says it in the language of the sentence around it")
forbid("${start}(setlocale|uselocale|strftime|put_time)[ ]*[(]" "the programs' words do not depend on the locale")

if(violations)
  message(FATAL_ERROR "numbers for programs depend on the locale:\n${violations}")
endif()
