# SPDX-License-Identifier: GPL-3.0-or-later
# Adds INCLUDE to FILE of a small tree and expects the check of the layers to fail with ANSWER, or, without one, to pass.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/small_tree.cmake)
file(APPEND "${TREE}/${FILE}" "#include ${INCLUDE}\n")
execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${TREE} -P ${CHECK}
  RESULT_VARIABLE status OUTPUT_VARIABLE words ERROR_VARIABLE words)

if(NOT ANSWER)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "the check refuses a good tree:\n${words}")
  endif()
  return()
endif()
if(status EQUAL 0)
  message(FATAL_ERROR "the check accepts ${INCLUDE} in ${FILE}")
endif()
foreach(part IN ITEMS "${FILE}: #include ${INCLUDE}" "${ANSWER}")
  string(FIND "${words}" "${part}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "the check does not say '${part}', but:\n${words}")
  endif()
endforeach()
