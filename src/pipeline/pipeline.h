// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "events/event.h"
#include "gateway/client.h"
#include "pipeline/history.h"
#include "pipeline/state_keeper.h"
#include "rules/engine.h"
#include "support/log.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The one way through, up to OBS's door: frame -> message -> event -> decisions -> actions, all of it on the client's
/// thread.
namespace astro {

class Pipeline {
public:
    /// What a batch was made from.
    struct Basis {
        std::uint64_t generation = 0; ///< of the rules
        std::uint64_t renames = 0;    ///< how often rename() had been told of by then
    };
    /// How the queues stand.
    struct Queues {
        std::vector<rules::QueueState> queues;
        std::size_t waiting = 0; ///< in all
        bool paused = false;     ///< all of them

        friend bool operator==(const Queues &a, const Queues &b)
        {
            return a.queues == b.queues && a.waiting == b.waiting && a.paused == b.paused;
        }
    };
    /// All on the client's thread. Those that are not needed may be empty, but for the first.
    struct Callbacks {
        /// Do these on the UI thread.
        std::function<void(rules::Batch, Basis)> perform;
        /// True while so much waits for the UI thread that nothing more is to be begun. What was begun is still put
        /// back.
        std::function<bool()> busy;
        /// How all accounts stand, after something changed.
        std::function<void(std::vector<gateway::Status>)> on_status;
        /// An event happened.
        std::function<void(HistoryItem)> on_event = nullptr;
        /// Rules began to act.
        std::function<void(std::vector<rules::Fired>)> on_fired = nullptr;
        /// The queues stand otherwise than before.
        std::function<void(Queues)> on_queues = nullptr;
    };

    /// @param state_file where what happened last, counters and session values are kept; read here, written so long
    /// after a change as `write_after` says, and by stop().
    Pipeline(Callbacks callbacks, std::filesystem::path state_file, Log log,
             std::chrono::milliseconds write_after = StateKeeper::usual_delay);
    /// Stops as stop() does.
    ~Pipeline();
    Pipeline(const Pipeline &) = delete;
    Pipeline &operator=(const Pipeline &) = delete;

    void start();
    /// Bounded as gateway::Client::stop(); no callback and no reply after it.
    void stop();

    // Any thread; each takes effect on the client's thread, in order.
    void set_accounts(std::vector<gateway::Account> accounts);
    /// Swaps the rules. Another `generation` than before means another scene collection: what was queued and planned
    /// for the old one is forgotten. @param collection its name, by which cooldowns and counts go on when it comes back
    void set_rules(rules::RuleSet rules, std::uint64_t generation, std::string collection = {});
    /// Both at once: no event comes in between, of an account under a new name that only the new rules know.
    void set_accounts_and_rules(std::vector<gateway::Account> accounts, rules::RuleSet rules, std::uint64_t generation,
                                std::string collection = {});
    /// How OBS stands by now.
    void set_surroundings(rules::Surroundings obs);
    /// Something was renamed in OBS: the rules, and what is queued, go by the new name.
    void rename(rules::Rename rename);
    /// Tries a rule with an event, whatever its conditions say.
    void fire(rules::Rule rule, events::Event event);
    /// What an action was held for is over: its media ended.
    void ended(rules::ActionId id);
    void retry_now();

    // The same, with an answer, which comes on the client's thread; none comes once stop() was called.
    template <typename Answer>
    using Reply = std::function<void(Answer)>;
    /// @return in the reply false where there are too many counters
    void set_counter(std::string counter, double value, Reply<bool> reply = nullptr);
    /// Asked on the client's thread when it is time: false lets it be, and no reply comes.
    using Wanted = std::function<bool()>;
    /// What would come of the event; nothing is done.
    void explain(events::Event event, Reply<rules::Decisions> reply);
    /// As if it had come from the gateway.
    void send(events::Event event, Reply<rules::Decisions> reply, Wanted wanted = nullptr);
    /// Fires a rule by its name. Without an event its sample is taken. @return in the reply false for an unknown name
    void fire(std::string rule, std::optional<events::Event> event, Reply<bool> reply, Wanted wanted = nullptr);
    /// An event of the history once more, as Engine::replay(). @return in the reply false when it is not there
    void replay(std::uint64_t id, Reply<bool> reply);
    /// The same with History::last_of_note().
    void replay_last(Reply<bool> reply);
    void history(std::size_t most, Reply<std::vector<HistoryItem>> reply);
    void counters(Reply<std::map<std::string, double>> reply);
    /// What waits in a queue; nothing where there is none of that name, and so nothing was done.
    using Waiting = std::optional<std::size_t>;
    /// A queue's name, "" for all. @return in the reply what waits then
    void pause(std::string queue, Reply<Waiting> reply);
    void resume(std::string queue, Reply<Waiting> reply);
    void skip(std::string queue, Reply<Waiting> reply);
    void clear(std::string queue, Reply<Waiting> reply);

    /// What the engine has done so far, and the latest event; any thread.
    struct Summary {
        std::uint64_t received = 0; ///< notifications
        rules::EngineCounts counts;
        std::uint64_t repeats = 0;
        bool paused = false;    ///< all queues
        std::uint64_t busy = 0; ///< events that set off nothing, because the UI thread did not keep up
        std::optional<events::Event> latest;
    };
    Summary summary() const;
    /// The files that could not be written the last time; any thread.
    std::vector<Problem> file_problems() const;

private:
    class Impl;
    template <typename Work>
    void on_client(Work work);
    template <typename Work>
    void with_queue(std::string queue, Reply<Waiting> reply, Work work);

    std::unique_ptr<Impl> impl_;
};

/// The event that "Try this rule" is done with: a sample of what the rule waits for.
events::Event sample_for(const rules::Rule &rule);

} // namespace astro
