// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gateway/astro_sim_process.h"
#include "harness/temp_folder.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

namespace soak {

/// The gateway, with TLS, which can be started again at the same address. Its certificate is another one then.
class Gateway {
public:
    Gateway();

    AstroSimProcess &process() { return *process_; }
    std::string url() const { return process_->url(); }
    std::filesystem::path ca_file() const { return folder_.path() / "ca.pem"; }
    /// Killed without a goodbye, and started again.
    void restart();

private:
    /// @param port 0: any that is free.
    void start(int port);

    harness::TempFolder folder_;
    std::unique_ptr<AstroSimProcess> process_;
};

/// Something that goes wrong with a gateway.
struct Trouble {
    std::string name;
    int weight;                        ///< how often, against the others
    bool cuts;                         ///< off by force: what is on its way may be lost
    bool disconnects;                  ///< the client has to connect anew
    std::vector<std::string> commands; ///< of astro-sim; "RESTART" and "FREEZE" stand for what a process suffers
};

const std::vector<Trouble> &troubles();
const Trouble &pick_trouble(std::mt19937_64 &random);

} // namespace soak
