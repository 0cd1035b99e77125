// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/pipeline.h"

#include "events/maker.h"
#include "pipeline/alarms.h"
#include "settings/state_file.h"
#include "support/rare_line.h"

#include <algorithm>
#include <mutex>

namespace astro {

/// Lives on the client's thread but for what `lock` guards.
class Pipeline::Impl {
public:
    Impl(Callbacks callbacks, std::filesystem::path state_file, Log log)
        : callbacks_(std::move(callbacks)),
          state_file_(std::move(state_file)),
          log_(std::move(log)),
          state_(settings::read_state(state_file_)),
          engine_(log_),
          client_(client_callbacks(), log_)
    {}

    void start() { client_.start(); }

    void stop()
    {
        client_.stop();
        if (!state_changed_)
            return;
        state_changed_ = false;
        if (const std::string why = settings::write_state(state_file_, state_); !why.empty())
            log_(LogLevel::warning, "what happened last could not be kept in state.json: " + why);
    }

    gateway::Client &client() { return client_; }

    void set_rules(const rules::RuleSet &rules, std::uint64_t generation)
    {
        if (generation != basis_.generation)
            engine_.forget();
        basis_.generation = generation;
        engine_.set_rules(rules);
        settle();
    }

    void rename(const std::string &from, const std::string &to)
    {
        ++basis_.renames;
        engine_.rename(from, to);
    }

    void fire(const rules::Rule &rule, const events::Event &event)
    {
        engine_.fire(rule, event, Instant::now());
        settle();
    }

    Summary summary() const
    {
        const std::lock_guard hold(lock_);
        return summary_;
    }

private:
    gateway::Client::Callbacks client_callbacks()
    {
        return {
            [this](const std::string &account, const gateway::Notification &notification) {
                const Instant now = Instant::now();
                ++received_;
                take(maker_.make(account, notification, now), now);
                settle();
            },
            [this](const gateway::Status &) { callbacks_.on_status(client_.statuses()); },
        };
    }

    void take(const std::vector<events::Event> &happened, const Instant &now)
    {
        for (const events::Event &event : happened) {
            if (callbacks_.busy && callbacks_.busy())
                leave_out(now);
            else
                engine_.on_event(event, now);
            if (event.for_its_topic_only)
                continue;
            state_.note(event, now.wall);
            state_changed_ = true;
            if (event.kind != events::Kind::other) {
                const std::lock_guard hold(lock_);
                summary_.latest = event;
                summary_.latest->user = event.shown("user"); // for the dialog
            }
        }
    }

    void leave_out(const Instant &now)
    {
        ++left_out_;
        busy_line_.log(log_, "OBS does not keep up: an event set off nothing", now);
    }

    /// Hands on what fell due and sets the alarm for what comes next. Ends every turn.
    void settle()
    {
        for (rules::Batch &batch : engine_.take_batches())
            callbacks_.perform(std::move(batch), basis_);
        {
            const std::lock_guard hold(lock_);
            summary_.received = received_;
            summary_.counts = engine_.counts();
            summary_.repeats = maker_.repeats();
            summary_.busy = left_out_;
        }
        arm();
    }

    void arm()
    {
        auto next = engine_.next_deadline();
        if (const auto other = maker_.next_deadline(); other && (!next || *other < *next))
            next = other;
        if (!next || !alarms_.set(*next))
            return;
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - Instant::now().steady);
        client_.after(std::max(wait, std::chrono::milliseconds(0)), [this, alarm = *next] { on_alarm(alarm); });
    }

    void on_alarm(Deadline alarm)
    {
        alarms_.rang(alarm);
        const Instant now = Instant::now();
        take(maker_.on_time(now), now);
        engine_.on_time(now);
        settle();
    }

    Callbacks callbacks_;
    std::filesystem::path state_file_;
    Log log_;
    settings::State state_;
    bool state_changed_ = false;
    events::Maker maker_;
    rules::Engine engine_;
    Basis basis_;
    std::uint64_t received_ = 0, left_out_ = 0;
    RareLine busy_line_;
    Alarms alarms_;

    mutable std::mutex lock_;
    Summary summary_;

    gateway::Client client_; ///< last: its thread ends before what it uses
};

Pipeline::Pipeline(Callbacks callbacks, std::filesystem::path state_file, Log log)
    : impl_(std::make_unique<Impl>(std::move(callbacks), std::move(state_file), std::move(log)))
{}

Pipeline::~Pipeline()
{
    stop();
}

void Pipeline::start()
{
    impl_->start();
}

void Pipeline::stop()
{
    impl_->stop();
}

void Pipeline::set_accounts(std::vector<gateway::Account> accounts)
{
    impl_->client().set_accounts(std::move(accounts));
}

void Pipeline::set_rules(rules::RuleSet rules, std::uint64_t generation)
{
    impl_->client().post(
        [impl = impl_.get(), rules = std::move(rules), generation] { impl->set_rules(rules, generation); });
}

void Pipeline::rename(std::string from, std::string to)
{
    impl_->client().post([impl = impl_.get(), from = std::move(from), to = std::move(to)] { impl->rename(from, to); });
}

void Pipeline::fire(rules::Rule rule, events::Event event)
{
    impl_->client().post(
        [impl = impl_.get(), rule = std::move(rule), event = std::move(event)] { impl->fire(rule, event); });
}

void Pipeline::retry_now()
{
    impl_->client().retry_now();
}

Pipeline::Summary Pipeline::summary() const
{
    return impl_->summary();
}

} // namespace astro
