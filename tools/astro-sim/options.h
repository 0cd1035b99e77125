// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "certificate.h"
#include "gateway.h"

#include <cstdint>
#include <string>
#include <variant>

namespace astro_sim {

struct Options {
    std::uint16_t port = 0; ///< 0: any that is free
    bool tls = false;
    CertificateKind certificate = CertificateKind::good;
    std::string ca_out;     ///< "": not written
    std::string tls_option; ///< one that was given and means something only with `tls`; "": none
    std::string script;     ///< "": standard input
    bool exit_on_eof = false;
    Gateway::Options gateway;
};

struct HelpWanted {};
struct OptionError {
    std::string message;
};

/// @param arguments without the program's name.
std::variant<Options, HelpWanted, OptionError> read_options(const std::vector<std::string> &arguments);

std::string help();

} // namespace astro_sim
