# SPDX-License-Identifier: GPL-3.0-or-later
# None of OBJECTS writes a floating point number by std::to_string, which is vsnprintf beneath, or through a C++ stream: both
# write it as the locale has it. Without EXPECT_NONE, some object must.
cmake_minimum_required(VERSION 3.25)
if(NOT OBJECTS)
  message(FATAL_ERROR "no objects were given")
endif()
execute_process(COMMAND nm -A --undefined-only ${OBJECTS} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
# Mangled: e is long double, d double, f float.
string(REGEX MATCHALL "[^\n]* U [^\n]*(vsnprintf|_M_(insert|extract)I[edf]E)[^\n]*" found "${symbols}")
string(REPLACE ";" "\n  " found "${found}")
if(EXPECT_NONE AND found)
  message(FATAL_ERROR "numbers are written as the locale has them; toText() does not (core/base/numbers.h):\n${found}")
elseif(NOT EXPECT_NONE AND NOT found)
  message(FATAL_ERROR "the check does not see that these depend on the locale: ${OBJECTS}")
endif()
