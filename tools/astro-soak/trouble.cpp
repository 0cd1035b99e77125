// SPDX-License-Identifier: GPL-2.0-or-later
#include "trouble.h"

namespace soak {

Gateway::Gateway()
{
    start(0);
}

void Gateway::restart()
{
    const int port = process_->port();
    process_->process().kill();
    process_->process().wait_for_exit(std::chrono::seconds(10));
    start(port);
}

void Gateway::start(int port)
{
    // Not by AstroSimProcess's own choice of a file: this one has to stay where the settings say.
    process_ = std::make_unique<AstroSimProcess>(
        AstroSimProcess::Options{false, {"--tls", "--ca-out", ca_file().string(), "--port", std::to_string(port)}});
}

const std::vector<Trouble> &troubles()
{
    static const std::vector<Trouble> all = {
        {"nothing", 6, false, false, {}},
        {"a graceful reconnect", 6, false, false, {"reconnect"}},
        {"two graceful reconnects at once", 2, false, false, {"reconnect", "reconnect"}},
        {"every event twice", 4, false, false, {"duplicate on"}},
        {"damaged frames",
         4,
         false,
         false,
         {R"({"raw":"{\"type\":\"message\""})", R"({"raw":"[]"})", R"({"raw":"{\"type\":\"news\"}"})",
          R"({"raw":""})"}},
        {"a pause of a frozen gateway", 3, false, false, {"FREEZE"}},
        {"a close with 1000", 1, false, true, {"close 1000"}},
        {"a close with 1012", 1, false, true, {"close 1012"}},
        {"a close with 4000", 1, false, true, {"close 4000"}},
        {"a close, and a refused upgrade", 1, false, true, {"refuse-upgrade 503 - 2", "close 1001"}},
        {"a close, and a subscribe that fails", 1, false, true, {"error err_internal_error", "close 1011"}},
        {"a close in the middle of a reconnect", 1, false, true, {"reconnect", "close 1001"}},
        {"a TCP reset", 2, true, true, {"drop"}},
        {"a restart", 2, true, true, {"RESTART"}},
    };
    return all;
}

const Trouble &pick_trouble(std::mt19937_64 &random)
{
    std::vector<int> weights;
    for (const Trouble &trouble : troubles())
        weights.push_back(trouble.weight);
    std::discrete_distribution<std::size_t> pick(weights.begin(), weights.end());
    return troubles()[pick(random)];
}

} // namespace soak
