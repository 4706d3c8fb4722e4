# Usage: cmake -D ROOT=<tree> -P check_layers.cmake
# Dependencies point downwards only: app -> ui -> core -> proto; core has no Qt; gRPC is in core/node alone;
# switchyard-proxy (app/proxy) has neither.

set(violations "")

# forbid(<folder> <regex of forbidden include> <why> [<folder excepted>])
function(forbid folder pattern why)
  file(GLOB_RECURSE sources ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
  foreach(source IN LISTS sources)
    file(RELATIVE_PATH name ${ROOT} ${source})
    if(ARGC GREATER 3 AND name MATCHES "^${ARGV3}/")
      continue()
    endif()
    file(STRINGS ${source} includes REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]${pattern}")
    foreach(include IN LISTS includes)
      set(violations "${violations}  ${name}: ${include}\n      ${why}\n" PARENT_SCOPE)
      set(violations "${violations}  ${name}: ${include}\n      ${why}\n")
    endforeach()
  endforeach()
endfunction()

set(qt "(Q[A-Z]|qt|Qt)")
set(grpc "(grpc|google/protobuf|dnt/)")
forbid(core "(ui|app)/" "core may include only core and proto")
forbid(core "${qt}" "core has no Qt")
forbid(core "${grpc}" "gRPC lives in core/node alone" core/node)
forbid(core "core/node/" "core/node is a program of its own; the rest of core talks to it over a pipe" core/node)
forbid(ui "app/" "ui may include only ui and core")
forbid(ui "(${grpc}|core/node/)" "no gRPC in the process that has Qt")
forbid(app "(${grpc}|core/node/)" "no gRPC in the process that has Qt")
forbid(app/proxy "(${qt}|ui/)" "switchyard-proxy has no Qt")

if(violations)
  message(FATAL_ERROR "a layer includes upwards:\n${violations}")
endif()
