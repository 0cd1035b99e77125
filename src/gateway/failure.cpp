// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/failure.h"

namespace astro::gateway {

std::string_view to_word(Failure failure)
{
    switch (failure) {
    case Failure::none:
        return "none";
    case Failure::bad_address:
        return "bad_address";
    case Failure::plain_not_local:
        return "plain_not_local";
    case Failure::no_token:
        return "no_token";
    case Failure::no_topics:
        return "no_topics";
    case Failure::bad_ca_file:
        return "bad_ca_file";
    case Failure::name_not_found:
        return "name_not_found";
    case Failure::refused:
        return "refused";
    case Failure::timed_out:
        return "timed_out";
    case Failure::network:
        return "network";
    case Failure::proxy:
        return "proxy";
    case Failure::tls_untrusted:
        return "tls_untrusted";
    case Failure::tls_expired:
        return "tls_expired";
    case Failure::tls_wrong_host:
        return "tls_wrong_host";
    case Failure::tls:
        return "tls";
    case Failure::too_many_connections:
        return "too_many_connections";
    case Failure::draining:
        return "draining";
    case Failure::upgrade_unauthorized:
        return "upgrade_unauthorized";
    case Failure::upgrade_refused:
        return "upgrade_refused";
    case Failure::not_a_gateway:
        return "not_a_gateway";
    case Failure::closed_by_gateway:
        return "closed_by_gateway";
    case Failure::protocol_error:
        return "protocol_error";
    case Failure::silent:
        return "silent";
    case Failure::no_answer:
        return "no_answer";
    case Failure::slept:
        return "slept";
    case Failure::unauthorized:
        return "unauthorized";
    case Failure::refused_topics:
        return "refused_topics";
    }
    return "none";
}

std::string describe(const Closed &closed)
{
    std::string line(to_word(closed.failure));
    if (closed.http_status != 0)
        line += ", HTTP " + std::to_string(closed.http_status);
    if (closed.close_code != 0)
        line += ", close code " + std::to_string(closed.close_code);
    if (!closed.detail.empty())
        line += ", " + closed.detail;
    return line;
}

} // namespace astro::gateway
