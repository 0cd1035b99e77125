// SPDX-License-Identifier: GPL-2.0-or-later
#include "pipeline/pipeline.h"

#include "events/composed.h"
#include "events/maker.h"
#include "pipeline/alarms.h"
#include "pipeline/connections.h"
#include "pipeline/file_writer.h"
#include "rules/event_filter.h"
#include "support/rare_line.h"

#include <algorithm>
#include <mutex>
#include <random>
#include <utility>

namespace astro {

/// Lives on the client's thread but for what `lock` guards.
class Pipeline::Impl {
public:
    Impl(Callbacks callbacks, std::filesystem::path state_file, Log log, std::chrono::milliseconds write_after)
        : callbacks_(std::move(callbacks)),
          log_(std::move(log)),
          keeper_(std::move(state_file), log_),
          write_after_(write_after),
          engine_(log_),
          luck_(std::random_device()()),
          client_(client_callbacks(), log_)
    {
        engine_.set_kept(keeper_.values());
    }

    void start() { client_.start(); }

    void stop()
    {
        client_.stop();
        files_.stop();
        keeper_.end(engine_.kept());
    }

    gateway::Client &client() { return client_; }

    void set_rules(const rules::RuleSet &rules, std::uint64_t generation, const std::string &collection)
    {
        if (generation != basis_.generation)
            engine_.forget();
        basis_.generation = generation;
        engine_.set_rules(rules, collection);
        settle();
    }

    void rename(const rules::Rename &rename)
    {
        ++basis_.renames;
        engine_.rename(rename);
    }

    void set_surroundings(const rules::Surroundings &obs)
    {
        engine_.set_surroundings(obs, Instant::now());
        settle();
    }

    void fire(const rules::Rule &rule, const events::Event &event)
    {
        engine_.fire(rule, event, Instant::now());
        settle();
    }

    bool fire(const std::string &name, const std::optional<events::Event> &event)
    {
        const rules::Rule *rule = engine_.find_rule(name);
        if (!rule)
            return false;
        engine_.fire(name, event ? *event : sample_for(*rule), Instant::now());
        settle();
        return true;
    }

    rules::Decisions send(events::Event event)
    {
        const Instant now = Instant::now();
        rules::Decisions decisions = happen(std::move(event), now);
        settle();
        return decisions;
    }

    /// It is no news: the latest event and session values stay what they are. What its rules do, they do.
    bool replay(const HistoryItem &item)
    {
        if (!item)
            return false;
        const Instant now = Instant::now();
        const bool busy = is_busy(now);
        add_to_history(item->event, busy ? rules::Decisions() : engine_.replay(*item->event, now, luck_()), busy, now);
        settle();
        return true;
    }

    /// What send() would decide; with the number that will be drawn then.
    rules::Decisions explain(const events::Event &event) const
    {
        auto luck = luck_;
        return engine_.explain(event, Instant::now(), luck());
    }

    History &history() { return history_; }
    rules::Engine &engine() { return engine_; }

    /// Does something with a queue that there is, or with all. @return what waits in it then
    template <typename Work>
    Waiting with_queue(const std::string &queue, const Work &work)
    {
        if (!queue.empty() && !engine_.has_queue(queue))
            return std::nullopt;
        work(engine_, Instant::now());
        settle();
        return engine_.waiting(queue);
    }

    std::vector<Problem> file_problems() const
    {
        std::vector<Problem> problems = files_.problems();
        for (Problem &problem : keeper_.problems())
            problems.push_back(std::move(problem));
        return problems;
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
            [this](const gateway::Status &status) {
                if (const auto kind = connections_.take(status)) {
                    const Instant now = Instant::now();
                    happen(events::connection_event(*kind, status.account, now), now);
                    settle();
                }
                callbacks_.on_status(client_.statuses());
            },
            [this](const std::string &before, const std::string &now) { connections_.rename(before, now); },
        };
    }

    void take(std::vector<events::Event> happened, const Instant &now)
    {
        for (events::Event &event : happened)
            happen(std::move(event), now);
    }

    rules::Decisions happen(events::Event made, const Instant &now)
    {
        const auto event = std::make_shared<const events::Event>(std::move(made));
        const bool busy = is_busy(now);
        rules::Decisions decisions;
        if (busy)
            engine_.note(*event, now);
        else
            decisions = engine_.on_event(*event, now, luck_());
        if (event->for_its_topic_only)
            return decisions;
        keeper_.note(*event, now.wall);
        if (event->kind != events::Kind::other) {
            const std::lock_guard hold(lock_);
            summary_.latest = *event;
            summary_.latest->user = event->shown("user"); // for the dialog
        }
        add_to_history(event, decisions, busy, now);
        return decisions;
    }

    /// @return whether OBS does not keep up, so that the event is to set off nothing, which is counted and told.
    bool is_busy(const Instant &now)
    {
        if (!callbacks_.busy || !callbacks_.busy())
            return false;
        ++left_out_;
        busy_line_.log(log_, "OBS does not keep up: an event set off nothing", now);
        return true;
    }

    void add_to_history(std::shared_ptr<const events::Event> event, rules::Decisions decisions, bool busy,
                        const Instant &now)
    {
        HistoryItem item = history_.add(std::move(event), std::move(decisions), busy, now.wall);
        if (callbacks_.on_event)
            news_.push_back(std::move(item));
    }

public:
    /// Hands on what fell due and sets the alarm for what comes next. Ends every turn.
    void settle()
    {
        for (rules::Batch &batch : engine_.take_batches()) {
            batch.erase(std::remove_if(batch.begin(), batch.end(),
                                       [this](const rules::Command &command) { return write_file(command); }),
                        batch.end());
            if (!batch.empty())
                callbacks_.perform(std::move(batch), basis_);
        }
        {
            const std::lock_guard hold(lock_);
            summary_.received = received_;
            summary_.counts = engine_.counts();
            summary_.repeats = maker_.repeats();
            summary_.busy = left_out_;
            summary_.paused = engine_.paused("");
        }
        // After the actions, which are in a hurry.
        for (HistoryItem &item : news_)
            callbacks_.on_event(std::move(item));
        news_.clear();
        tell_of_rules();
        arm();
        write_later();
    }

private:
    /// @return whether it was for the writer of files.
    bool write_file(const rules::Command &command)
    {
        const auto *todo = std::get_if<rules::DoAction>(&command);
        const rules::ActionType *type = todo ? rules::find_action_type(todo->action.type) : nullptr;
        if (!type || type->doer != rules::Doer::file)
            return false;
        const rules::Action &action = todo->action;
        files_.write({action.text("file"), action.text("text"), action.flag("append")});
        return true;
    }

    void tell_of_rules()
    {
        auto fired = engine_.take_fired();
        if (!fired.empty() && callbacks_.on_fired)
            callbacks_.on_fired(std::move(fired));
        if (!callbacks_.on_queues)
            return;
        Queues queues{engine_.queues(), engine_.waiting(""), engine_.paused("")};
        if (queues == queues_)
            return;
        queues_ = queues;
        callbacks_.on_queues(std::move(queues));
    }

    /// Whatever a turn did may have changed what is kept; which is looked at when it is time.
    void write_later()
    {
        if (std::exchange(will_write_, true))
            return;
        client_.after(write_after_, [this] {
            will_write_ = false;
            keeper_.write(engine_.kept());
        });
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
    Log log_;
    StateKeeper keeper_;
    const std::chrono::milliseconds write_after_;
    bool will_write_ = false;
    events::Maker maker_;
    rules::Engine engine_;
    Basis basis_;
    std::uint64_t received_ = 0, left_out_ = 0;
    RareLine busy_line_;
    Alarms alarms_;
    Connections connections_;
    History history_;
    std::vector<HistoryItem> news_; ///< to be told of at the end of the turn
    FileWriter files_{log_};
    Queues queues_;
    std::mt19937_64 luck_;

    mutable std::mutex lock_;
    Summary summary_;

    gateway::Client client_; ///< last: its thread ends before what it uses
};

Pipeline::Pipeline(Callbacks callbacks, std::filesystem::path state_file, Log log,
                   std::chrono::milliseconds write_after)
    : impl_(std::make_unique<Impl>(std::move(callbacks), std::move(state_file), std::move(log), write_after))
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

void Pipeline::set_rules(rules::RuleSet rules, std::uint64_t generation, std::string collection)
{
    on_client([rules = std::move(rules), generation, collection = std::move(collection)](Impl &impl) {
        impl.set_rules(rules, generation, collection);
    });
}

void Pipeline::set_accounts_and_rules(std::vector<gateway::Account> accounts, rules::RuleSet rules,
                                      std::uint64_t generation, std::string collection)
{
    impl_->client().set_accounts(
        std::move(accounts), [impl = impl_.get(), rules = std::move(rules), generation,
                              collection = std::move(collection)] { impl->set_rules(rules, generation, collection); });
}

void Pipeline::rename(rules::Rename rename)
{
    impl_->client().post([impl = impl_.get(), rename = std::move(rename)] { impl->rename(rename); });
}

template <typename Work>
void Pipeline::on_client(Work work)
{
    impl_->client().post([impl = impl_.get(), work = std::move(work)] { work(*impl); });
}

void Pipeline::set_surroundings(rules::Surroundings obs)
{
    on_client([obs = std::move(obs)](Impl &impl) { impl.set_surroundings(obs); });
}

void Pipeline::fire(rules::Rule rule, events::Event event)
{
    on_client([rule = std::move(rule), event = std::move(event)](Impl &impl) { impl.fire(rule, event); });
}

void Pipeline::ended(rules::ActionId id)
{
    on_client([id](Impl &impl) {
        impl.engine().on_ended(id, Instant::now());
        impl.settle();
    });
}

void Pipeline::set_counter(std::string counter, double value, Reply<bool> reply)
{
    on_client([counter = std::move(counter), value, reply = std::move(reply)](Impl &impl) {
        const bool done = impl.engine().set_counter(counter, value);
        impl.settle();
        if (reply)
            reply(done);
    });
}

void Pipeline::explain(events::Event event, Reply<rules::Decisions> reply)
{
    on_client([event = std::move(event), reply = std::move(reply)](Impl &impl) { reply(impl.explain(event)); });
}

void Pipeline::send(events::Event event, Reply<rules::Decisions> reply, Wanted wanted)
{
    on_client([event = std::move(event), reply = std::move(reply), wanted = std::move(wanted)](Impl &impl) {
        if (!wanted || wanted())
            reply(impl.send(event));
    });
}

void Pipeline::fire(std::string rule, std::optional<events::Event> event, Reply<bool> reply, Wanted wanted)
{
    on_client([rule = std::move(rule), event = std::move(event), reply = std::move(reply),
               wanted = std::move(wanted)](Impl &impl) {
        if (!wanted || wanted())
            reply(impl.fire(rule, event));
    });
}

void Pipeline::replay(std::uint64_t id, Reply<bool> reply)
{
    on_client([id, reply = std::move(reply)](Impl &impl) { reply(impl.replay(impl.history().find(id))); });
}

void Pipeline::replay_last(Reply<bool> reply)
{
    on_client([reply = std::move(reply)](Impl &impl) { reply(impl.replay(impl.history().last_of_note())); });
}

void Pipeline::history(std::size_t most, Reply<std::vector<HistoryItem>> reply)
{
    on_client([most, reply = std::move(reply)](Impl &impl) { reply(impl.history().latest(most)); });
}

void Pipeline::counters(Reply<std::map<std::string, double>> reply)
{
    on_client([reply = std::move(reply)](Impl &impl) { reply(impl.engine().kept().counters); });
}

template <typename Work>
void Pipeline::with_queue(std::string queue, Reply<Waiting> reply, Work work)
{
    on_client([queue = std::move(queue), reply = std::move(reply), work](Impl &impl) {
        const Waiting waiting =
            impl.with_queue(queue, [&](rules::Engine &engine, const Instant &now) { work(engine, queue, now); });
        if (reply)
            reply(waiting);
    });
}

void Pipeline::pause(std::string queue, Reply<Waiting> reply)
{
    with_queue(std::move(queue), std::move(reply),
               [](rules::Engine &engine, const std::string &name, const Instant &) { engine.pause(name); });
}

void Pipeline::resume(std::string queue, Reply<Waiting> reply)
{
    with_queue(std::move(queue), std::move(reply),
               [](rules::Engine &engine, const std::string &name, const Instant &now) { engine.resume(name, now); });
}

void Pipeline::skip(std::string queue, Reply<Waiting> reply)
{
    with_queue(std::move(queue), std::move(reply),
               [](rules::Engine &engine, const std::string &name, const Instant &now) { engine.skip(name, now); });
}

void Pipeline::clear(std::string queue, Reply<Waiting> reply)
{
    with_queue(std::move(queue), std::move(reply),
               [](rules::Engine &engine, const std::string &name, const Instant &) { engine.clear(name); });
}

void Pipeline::retry_now()
{
    impl_->client().retry_now();
}

std::vector<Problem> Pipeline::file_problems() const
{
    return impl_->file_problems();
}

Pipeline::Summary Pipeline::summary() const
{
    return impl_->summary();
}

events::Event sample_for(const rules::Rule &rule)
{
    const rules::EventFilter filter(rule.event);
    if (!filter.topic().empty())
        return events::sample(events::Kind::other, filter.topic());
    return events::sample(filter.kind().value_or(events::Kind::follow));
}

} // namespace astro
