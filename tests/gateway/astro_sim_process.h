// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "harness/process.h"
#include "harness/temp_folder.h"

#include <json/value.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

/// An astro-sim of this build, on a free port of the loopback. Everything reports failure by throwing harness::Error.
class AstroSimProcess {
public:
    struct Options {
        bool tls = true;                    ///< wss:// with a certificate of its own
        std::vector<std::string> arguments; ///< besides --tls and --ca-out; see astro-sim --help
    };

    explicit AstroSimProcess(const Options &options);

    const std::string &url() const { return url_; }
    int port() const { return port_; }
    /// What a client has to trust; "" without TLS.
    const std::filesystem::path &ca_file() const { return ca_file_; }
    harness::Process &process() { return process_; }

    /// Hands it a command line: `follow Ada`, `drop`, …
    void publish(const std::string &line) { process_.write_line(line); }

    /// Takes the next printed event of this name for which `fits` holds; those before it are let go.
    Json::Value wait_for(
        const std::string &event,
        const std::function<bool(const Json::Value &)> &fits = [](const auto &) { return true; },
        harness::milliseconds timeout = harness::milliseconds(20000));

    /// The same with events of any name. @param awaited names it in the error.
    Json::Value wait_for_any(const std::string &awaited, const std::function<bool(const Json::Value &)> &fits,
                             harness::milliseconds timeout);

private:
    harness::TempFolder folder_;
    std::filesystem::path ca_file_;
    harness::Process process_;
    std::string url_;
    int port_ = 0;
};
