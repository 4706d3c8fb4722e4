# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: cmake -D ROOT=<tree> -P check_layers.cmake
# Dependencies point downwards only: app -> ui -> core -> proto; core has no Qt; gRPC is in core/node alone;
# switchyard-proxy (app/proxy) has neither. tests/layers proves that each rule bites.
cmake_minimum_required(VERSION 3.25)

set(violations "")

# forbid(<folder> <regex of the forbidden include> <why> [<folder excepted>])
function(forbid folder pattern why)
  file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp")
  if(ARGC GREATER 3)
    list(FILTER sources EXCLUDE REGEX "^${ARGV3}/")
  endif()
  foreach(source IN LISTS sources)
    file(STRINGS "${ROOT}/${source}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]${pattern}")
    foreach(include IN LISTS includes)
      string(APPEND violations "  ${source}: ${include}\n      ${why}\n")
    endforeach()
  endforeach()
  set(violations "${violations}" PARENT_SCOPE)
endfunction()

set(qt "(Q[A-Z]|Qt|qt)")
set(grpc "(grpc|google/protobuf/|dnt/)")
forbid(core "(ui|app|tests)/" "core may include only core and proto")
forbid(core "${qt}" "core has no Qt")
forbid(core "${grpc}" "gRPC lives in core/node alone" core/node)
forbid(core "core/node/" "core/node is a program of its own; the rest of core talks to it over a pipe" core/node)
forbid(ui "(app|tests)/" "ui may include only ui and core")
forbid(ui "(${grpc}|core/node/)" "no gRPC in the process that has Qt")
forbid(app "tests/" "programs do not include tests")
forbid(app "(${grpc}|core/node/)" "no gRPC in the process that has Qt")
forbid(app/proxy "(${qt}|ui/)" "switchyard-proxy has no Qt")
foreach(layer IN ITEMS core ui app)
  forbid(${layer} "[^>\"]*[.][.]/" "name the file from the root of the tree, so that its layer is seen")
endforeach()
foreach(layer IN ITEMS ui app)
  forbid(${layer} "Qt(Core|Gui|Widgets|Charts)[>\"]" "include the class's own header; this one costs seconds a file")
endforeach()

if(violations)
  message(FATAL_ERROR "a layer includes upwards:\n${violations}")
endif()
