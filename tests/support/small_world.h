// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <string>

namespace switchyard::config {

/// A machine that knows "app1" (192.0.2.1) and "app6" (2001:db8::1), and the variables PORT and LIST; no
/// look-ups leave it, and no file is read.
inline Surroundings smallWorld() {
  Surroundings world;
  world.resolve = [](const std::string& host) -> std::optional<Endpoint> {
    if (host == "app1") return Endpoint::parse("192.0.2.1:0");
    if (host == "app6") return Endpoint::parse("[2001:db8::1]:0");
    return std::nullopt;
  };
  world.variable = [](const std::string& name) -> std::optional<std::string> {
    if (name == "PORT") return "8443";
    if (name == "LIST") return "weight 7 maxconn 9";
    if (name == "EMPTY") return "";
    return std::nullopt;
  };
  world.pem = [](const std::string& name) -> Result<PemFile> {
    return Error{"The file '" + name + "' cannot be read.", "This machine has no files."};
  };
  return world;
}

}  // namespace switchyard::config
