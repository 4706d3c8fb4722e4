// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace switchyard::http2_test {

/// What a peer sends that no peer should, byte for byte.
struct Hostile {
  std::string what;
  std::string bytes;
  bool greets = true;  ///< says its preface and SETTINGS first
};

/// Clients: at least two hundred, each in a way of its own.
std::vector<Hostile> badClients();
/// Servers that were asked on stream 1: at least one hundred.
std::vector<Hostile> badServers();

// What both have in common; `hostile/common.cpp`.
/// Each type of frame in each length that it must not have, on a stream that is open.
std::vector<Hostile> wrongLengths();
/// Each type of frame on each stream where it has no business. @param closed a stream that has ended
std::vector<Hostile> wrongStreams(const std::string& opening);
/// Each type of frame again and again. @param opening what opens stream 1
std::vector<Hostile> floods(const std::string& opening);
/// Header blocks that cannot be decoded, or ought not to be. @param good a block that can be
std::vector<Hostile> badBlocks(const std::string& good);
/// A good conversation that ends too early, at each of `places` places.
std::vector<Hostile> cuts(const std::string& good, std::size_t places);
/// Bytes without any sense.
std::vector<Hostile> noise(int many);

void append(std::vector<Hostile>& to, std::vector<Hostile> more);
std::string times(int count, const std::string& bytes);

}  // namespace switchyard::http2_test
