// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "support/secret.h"

#include <string>
#include <string_view>

namespace astro::gateway {

/// `text` with "(secret)" wherever it quotes `secret`, whole or cut off: a gateway or proxy may send a token back in
/// its words on an error, and those are logged and shown.
std::string without_secret(std::string_view text, const Secret &secret);

} // namespace astro::gateway
