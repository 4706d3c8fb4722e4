# SPDX-License-Identifier: GPL-3.0-or-later
# Rooms: each folder below core, ui and app that has sources is a target that links the rooms which it stands on, and
# these alone; cmake/check_layers.cmake holds its includes to that (see ARCHITECTURE.md, "Rooms").

# room_uses(<target> <room…>): the program or room of this folder stands on these.
function(room_uses target)
  list(TRANSFORM ARGN REPLACE / _ OUTPUT_VARIABLE used)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL INTERFACE_LIBRARY)
    target_link_libraries(${target} INTERFACE ${used})
  else()
    target_link_libraries(${target} PUBLIC ${used})
    add_dependencies(${target} layers)
  endif()
  file(RELATIVE_PATH room ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  list(JOIN ARGN " " names)
  set_property(GLOBAL APPEND PROPERTY rooms "${room}: ${names}")
  set_property(GLOBAL APPEND PROPERTY targets_of_rooms ${target})
endfunction()

# room([USES <room…>] [LIBRARIES <target…>]): the static library of this folder's files; without sources, headers alone.
function(room)
  cmake_parse_arguments(PARSE_ARGV 0 ROOM "" "" "USES;LIBRARIES")
  file(RELATIVE_PATH target ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(REPLACE / _ target ${target})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB headers CONFIGURE_DEPENDS *.h)
  if(sources)
    add_library(${target} STATIC ${sources} ${headers})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC Threads::Threads ${ROOM_LIBRARIES})
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR})
  endif()
  room_uses(${target} ${ROOM_USES})
endfunction()

# all_rooms(<target>): links whatever room there is until now, for programs that are no part of the house: tests.
function(all_rooms target)
  get_property(rooms GLOBAL PROPERTY targets_of_rooms)
  add_library(${target} INTERFACE)
  foreach(room IN LISTS rooms)
    get_target_property(type ${room} TYPE)
    if(NOT type STREQUAL EXECUTABLE)
      target_link_libraries(${target} INTERFACE ${room})
    endif()
  endforeach()
endfunction()

# write_rooms(): who stands on whom, a line each, for the check of the layers.
function(write_rooms)
  get_property(rooms GLOBAL PROPERTY rooms)
  list(JOIN rooms "\n" lines)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/rooms.txt CONTENT "${lines}\n" @ONLY)
endfunction()
