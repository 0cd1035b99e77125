// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/client.h"
#include "rules/engine.h"
#include "support/log.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// The one way through, up to OBS's door: frame -> message -> event -> matched rules -> actions, all of it on the
/// client's thread.
namespace astro {

class Pipeline {
public:
    /// What a batch was made from.
    struct Basis {
        std::uint64_t generation = 0; ///< of the rules
        std::uint64_t renames = 0;    ///< how often rename() had been told of by then
    };
    struct Callbacks {
        /// Client's thread: do these on the UI thread.
        std::function<void(rules::Batch, Basis)> perform;
        /// Client's thread: true while so much waits for the UI thread that nothing more is to be begun. What was
        /// begun is still put back. May be empty.
        std::function<bool()> busy;
        /// Client's thread: how all accounts stand, after something changed.
        std::function<void(std::vector<gateway::Status>)> on_status;
    };

    /// @param state_file where what happened last is kept; read here, written by stop().
    Pipeline(Callbacks callbacks, std::filesystem::path state_file, Log log);
    /// Stops as stop() does.
    ~Pipeline();
    Pipeline(const Pipeline &) = delete;
    Pipeline &operator=(const Pipeline &) = delete;

    void start();
    /// Bounded as gateway::Client::stop(); no callback after it.
    void stop();

    // Any thread; each takes effect on the client's thread, in order.
    void set_accounts(std::vector<gateway::Account> accounts);
    /// Swaps the rules. Another `generation` than before means another scene collection: what was queued and planned
    /// for the old one is forgotten.
    void set_rules(rules::RuleSet rules, std::uint64_t generation);
    /// A scene or source was renamed: the rules, and what is queued, go by the new name.
    void rename(std::string from, std::string to);
    /// Tries a rule with an event, whatever its conditions say.
    void fire(rules::Rule rule, events::Event event);
    void retry_now();

    /// What the engine has done so far, and the latest event; any thread.
    struct Summary {
        std::uint64_t received = 0; ///< notifications
        rules::EngineCounts counts;
        std::uint64_t repeats = 0;
        std::uint64_t busy = 0; ///< events that set off nothing, because the UI thread did not keep up
        std::optional<events::Event> latest;
    };
    Summary summary() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace astro
