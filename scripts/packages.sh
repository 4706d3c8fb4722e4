# SPDX-License-Identifier: GPL-3.0-or-later
# Which packages of Debian 12 and 13 each purpose needs. Read by scripts/setup.sh; nothing else names packages.
# shellcheck shell=bash disable=SC2034

declare -A packages=(
  # The three programs and their tests, which also run in other languages. libqt6opengl6-dev and libprotobuf-dev are found by no other package here.
  [build]="g++ cmake ninja-build pkg-config ccache mold
    qt6-base-dev libqt6opengl6-dev qt6-charts-dev qt6-svg-dev qt6-tools-dev libwebp-dev
    libgrpc++-dev libprotobuf-dev protobuf-compiler-grpc
    libasio-dev libnghttp2-dev libssl-dev nlohmann-json3-dev catch2 locales"

  # A window on a Wayland session that has no X server.
  [wayland]="qt6-wayland"

  # ThreadSanitizer and libFuzzer.
  [clang]="clang libclang-rt-dev"

  # Go, Python and Node peers.
  [interop]="python3 python3-grpcio python3-protobuf golang-go golang-google-grpc-dev protoc-gen-go-1-3 nodejs npm"

  # The window as a screen reader has it, on a screen and a session bus of its own.
  [at-spi]="python3 python3-pyatspi gir1.2-atspi-2.0 at-spi2-core dbus xvfb xdotool"

  # The proxies that tests/bench/compare.sh measures ours against, and what measures.
  [bench]="python3 haproxy nginx-light libnginx-mod-stream nghttp2-proxy valgrind"

  # The .deb and the checks of its files.
  [packaging]="dpkg-dev file lintian desktop-file-utils appstream shared-mime-info man-db"

  # A fresh Debian in a folder, and a screen for its window.
  [clean-machine]="debootstrap xvfb x11-utils"
)
