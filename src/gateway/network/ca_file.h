// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/network/detached_task.h"

#include <memory>
#include <optional>
#include <string>

namespace astro::gateway {

/// A file of certificates as it was read; nothing when it can't be, or is empty.
using CaFile = std::optional<std::string>;

/// Reads a regular file of a mebibyte at the most, aside: it may be on a drive that hangs. While a file is being read,
/// whoever asks for it as well waits for the same reading.
std::shared_ptr<DetachedTask<CaFile>> read_ca_file(const asio::any_io_executor &loop, const std::string &file,
                                                   DetachedTask<CaFile>::Done done);

} // namespace astro::gateway
