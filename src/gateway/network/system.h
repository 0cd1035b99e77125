// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/network/windows_proxy.h"

#include <openssl/ossl_typ.h>

#include <optional>

/// What each system knows of networks in its own way; system_linux.cpp, system_macos.cpp and system_windows.cpp are the
/// places for it.
namespace astro::gateway {

/// Trusts what the system trusts.
void add_system_roots(SSL_CTX *context);

/// The proxy that the user set up for all programs; nothing where the system has none, or has no such setting.
std::optional<WindowsProxy> system_proxy();

} // namespace astro::gateway
