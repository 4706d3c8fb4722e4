# SPDX-License-Identifier: GPL-3.0-or-later
# Adds LINE to a small tree and expects the check of numbers to fail with ANSWER, or, without one, to pass.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/small_tree.cmake)
set(FILE core/world/world.cpp)
file(APPEND "${TREE}/${FILE}" "${LINE}\n")
execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${TREE} -P ${CHECK}
  RESULT_VARIABLE status OUTPUT_VARIABLE words ERROR_VARIABLE words)
if(NOT ANSWER)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "the check refuses a good tree:\n${words}")
  endif()
elseif(status EQUAL 0 OR NOT words MATCHES "${FILE}: " OR NOT words MATCHES "${ANSWER}")
  message(FATAL_ERROR "the check does not refuse ${LINE} with '${ANSWER}', but says:\n${words}")
endif()
