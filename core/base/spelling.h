// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace switchyard::config {

/// The name that `word` was probably meant to be: at most a third of its letters wrong (Damerau's insertions,
/// deletions, substitutions and neighbours swapped). Empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> names);

/// "Did you mean 'maxconn'?", or `otherwise` when no name is near.
std::string didYouMean(std::string_view word, std::span<const std::string_view> names,
                       std::string_view otherwise = {});

/// As above; when no name is near, all of them: "Use one of: srv01, srv02.".
std::string suggest(std::string_view word, std::span<const std::string_view> names);

/// `text` as it may be shown: cut after 60 bytes, control characters and bytes that are not UTF-8 as \xNN, in
/// quotes.
std::string shown(std::string_view text);

}  // namespace switchyard::config
