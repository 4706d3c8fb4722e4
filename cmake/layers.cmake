# SPDX-License-Identifier: GPL-3.0-or-later
# Fails the build when a layer includes upwards (see ARCHITECTURE.md, "Layers").

file(GLOB_RECURSE layered_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  core/*.h core/*.cpp ui/*.h ui/*.cpp app/*.h app/*.cpp)
if(NOT SWITCHYARD_APP OR NOT SWITCHYARD_NODE)
  set(partial -D PARTIAL=ON)
endif()
# In the command, so that a file that is moved here with its old time is checked, too.
string(MD5 layered_names "${layered_sources}")
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/layers.stamp
  COMMAND ${CMAKE_COMMAND} -D ROOT=${CMAKE_SOURCE_DIR} -D ROOMS=${CMAKE_BINARY_DIR}/rooms.txt -D NAMES=${layered_names}
          ${partial} -P ${CMAKE_SOURCE_DIR}/cmake/check_layers.cmake
  COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_BINARY_DIR}/layers.stamp
  DEPENDS ${layered_sources} ${CMAKE_BINARY_DIR}/rooms.txt cmake/check_layers.cmake
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  COMMENT "Checking that layers include downwards only"
  VERBATIM)
add_custom_target(layers ALL DEPENDS ${CMAKE_BINARY_DIR}/layers.stamp)
