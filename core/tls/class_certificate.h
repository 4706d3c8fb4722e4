// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>

namespace switchyard {

/// The self-signed certificate, and its key, that all programs of this user on this computer show and trust
/// when told of no other: EC P-256 for localhost, 127.0.0.1 and ::1, good for a year. Made on demand, and
/// again when less than a day of it is left, when it is damaged or when others may read it: its mode is 0600,
/// its folder's 0700, whatever they were or the umask is. Whoever asks at the same moment gets the same one.
/// Returns its file: class.pem in $XDG_DATA_HOME/switchyard or ~/.local/share/switchyard.
Result<std::string> classCertificate();

/// The same in `folder`, which is made if need be.
Result<std::string> classCertificateIn(const std::string& folder);

}  // namespace switchyard
