// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/engine/engine.h"
#include "core/net/listener.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace switchyard {

/// Where one frontend listens, and how many it lets in. At maxconn further connections wait in the kernel's
/// queue (HAProxy 2.6 manual §4.2 "maxconn"); that is told once. Used on the loop's thread only.
class FrontendListeners {
 public:
  /// @param listen_on instead of the frontend's binds; empty: as written
  FrontendListeners(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                    std::vector<Endpoint> listen_on, Listener::OnAccept on_accept, ProblemHandler on_problem);

  /// Binds all or, on an error, none; those of before stay open then.
  Result<void> open();
  void close() { listeners_.clear(); }
  /// Where the next open() listens.
  void listenOn(std::vector<Endpoint> addresses) { addresses_ = std::move(addresses); }
  /// Goes on accepting, or not: with `open` connections there may be room for another; `starved`: none could
  /// be served though there is.
  void heed(std::size_t open, bool starved = false);

 private:
  Loop& loop_;
  std::string name_;
  std::vector<Endpoint> addresses_;
  std::uint32_t maxconn_;  ///< 0: no limit
  Listener::OnAccept on_accept_;
  ProblemHandler on_problem_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  bool at_limit_told_ = false;
};

}  // namespace switchyard
