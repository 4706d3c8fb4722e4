# SPDX-License-Identifier: GPL-3.0-or-later
# A small project with our cmake/layers.cmake builds, fails once a layer includes upwards, and builds again when mended.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/small_tree.cmake)
file(COPY "${CMAKE_FOLDER}/layers.cmake" "${CMAKE_FOLDER}/check_layers.cmake" DESTINATION "${TREE}/cmake")
file(WRITE "${TREE}/CMakeLists.txt"
  "cmake_minimum_required(VERSION 3.25)\nproject(small LANGUAGES NONE)\nset(SWITCHYARD_APP ON)\nset(SWITCHYARD_NODE ON)\ninclude(cmake/layers.cmake)\n")

file(WRITE "${TREE}/build/rooms.txt" "core/world: \ncore/node: \ncore/node/grpc: core/world core/node
ui/canvas: core/world\napp/switchyard: ui/canvas\napp/proxy: core/world\n")

# expect_build(<TRUE or FALSE>): builds the tree and compares
function(expect_build success)
  execute_process(COMMAND ${CMAKE_COMMAND} --build "${TREE}/build"
    RESULT_VARIABLE status OUTPUT_VARIABLE words ERROR_VARIABLE words)
  if(success AND NOT status EQUAL 0 OR NOT success AND status EQUAL 0)
    message(FATAL_ERROR "expected success: ${success}, but the build says:\n${words}")
  endif()
endfunction()

execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S "${TREE}" -B "${TREE}/build" COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
expect_build(TRUE)
file(WRITE "${TREE}/core/world/new.cpp" "#include <QString>\n")
execute_process(COMMAND touch -d 2001-02-03 "${TREE}/core/world/new.cpp" COMMAND_ERROR_IS_FATAL ANY) # as one that was moved here
expect_build(FALSE)
file(WRITE "${TREE}/core/world/new.cpp" "#include <string>\n")
expect_build(TRUE)
