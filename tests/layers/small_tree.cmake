# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a tree below TREE that keeps every rule, with a file in each place that has rules of its own.
file(REMOVE_RECURSE "${TREE}")
file(WRITE "${TREE}/core/world/world.h" "#include <vector>\n")
file(WRITE "${TREE}/core/world/world.cpp" "#include \"core/world/world.h\"\n#include <asio.hpp>\n")
file(WRITE "${TREE}/core/node/options.h" "#include <grpc/grpc.h>\n")
file(WRITE "${TREE}/core/node/grpc/main.cpp" "#include \"core/world/world.h\"\n#include \"dnt/demo.grpc.pb.h\"\n")
file(WRITE "${TREE}/ui/canvas/canvas.h" "#include <QWidget>\n#include \"core/world/world.h\"\n")
file(WRITE "${TREE}/ui/canvas/canvas.cpp" "#include \"ui/canvas/canvas.h\"\n")
file(WRITE "${TREE}/app/switchyard/main.cpp" "#include <QApplication>\n#include \"ui/canvas/canvas.h\"\n")
file(WRITE "${TREE}/app/proxy/main.cpp" "#include \"core/world/world.h\"\n")
