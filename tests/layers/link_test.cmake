# SPDX-License-Identifier: GPL-3.0-or-later
# PROGRAM loads no library that matches LIBRARIES.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE loaded COMMAND_ERROR_IS_FATAL ANY)
if(NOT loaded MATCHES "libc[.]so")
  message(FATAL_ERROR "ldd does not understand ${PROGRAM}:\n${loaded}")
endif()
if(loaded MATCHES "lib(${LIBRARIES})[^\n]*")
  message(FATAL_ERROR "${PROGRAM} loads ${CMAKE_MATCH_0}")
endif()
