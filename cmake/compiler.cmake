# SPDX-License-Identifier: GPL-3.0-or-later
# How every target is compiled: the language, the warnings, the linker and the sanitizers.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_package(Threads REQUIRED)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Werror)
add_compile_definitions(QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII)

if(SWITCHYARD_SANITIZE)
  add_compile_options(-fsanitize=${SWITCHYARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${SWITCHYARD_SANITIZE})
  # This check opens a pipe for each object that it meets; a test takes all file descriptors away.
  add_compile_options(-fno-sanitize=vptr)
  # GCC's manual, -fsanitize: the instrumentation makes this warning see ghosts (here in <regex>, under Catch2).
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

if(NOT SWITCHYARD_SANITIZE)  # as Debian builds its own programs (dpkg-buildflags, hardening=+bindnow)
  add_compile_options($<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2> $<$<CONFIG:Release>:-fstack-protector-strong>)
  add_link_options(-Wl,-z,relro,-z,now)
endif()

if(SWITCHYARD_FUZZ AND CMAKE_CXX_COMPILER_ID MATCHES Clang)  # tests/fuzz does the same for GCC
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage for the fuzzers; their own targets link libFuzzer
endif()

# mold links eight times faster than GNU ld; ccache makes a second build folder cheap. Both are optional.
find_program(MOLD mold)
if(MOLD AND NOT SWITCHYARD_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
