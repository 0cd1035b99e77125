// SPDX-License-Identifier: GPL-2.0-or-later
// What an event costs on its way from a frame to a batch of actions, each step against the bare reading of its JSON:
// times depend on the machine, ratios do not.
#include "events/maker.h"
#include "gateway/message.h"
#include "rules/engine.h"

#include <benchmark/benchmark.h>
#include <json/reader.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

using namespace astro;

namespace {

constexpr const char *baseline = "json_alone";

const std::string &frame()
{
    static const std::string text = [] {
        std::ifstream file(ASTRO_FIXTURES "/activities-tip.json", std::ios::binary);
        std::ostringstream content;
        content << file.rdbuf();
        return content.str();
    }();
    return text;
}

gateway::Notification notification()
{
    return std::get<gateway::Notification>(gateway::decode(frame()));
}

events::Event event()
{
    return events::Maker().make("account", notification(), Instant::now()).at(0);
}

/// Rules that wait for a tip: two conditions and a text each. The last one matches.
constexpr std::size_t rules_for_tips = 5;

rules::Rule tip_rule(bool matches)
{
    rules::Rule rule;
    rule.event = "tip";
    rule.conditions.resize(2);
    rule.conditions[0].field = "message";
    rule.conditions[0].test = "matches";
    rule.conditions[0].value = matches ? "." : "(no|none|never)+ such";
    rule.conditions[1].field = "amount";
    rule.conditions[1].test = "at_least";
    rule.conditions[1].value = "1";
    rules::Action action;
    action.type = "set_text";
    action.set("source", "Label").set("text", "{user} tipped {amount} {currency}: {message}");
    rule.actions = {action};
    return rule;
}

/// So many rules, as a streamer with many has them: most wait for something else.
rules::RuleSet rule_set(std::size_t count)
{
    const auto &kinds = events::nameable_kinds();
    rules::RuleSet set;
    for (std::size_t i = 0; i < count; ++i) {
        const bool for_tips = i >= count - std::min(count, rules_for_tips);
        rules::Rule rule = tip_rule(i + 1 == count);
        if (!for_tips)
            rule.event = i % 3 == 0 ? "topic:channel.kvstore." + std::to_string(i)
                                    : std::string(to_word(kinds[i % kinds.size()]));
        if (!for_tips && rule.event == "tip")
            rule.event = "chat";
        rule.name = "rule " + std::to_string(i);
        set.rules.push_back(std::move(rule));
    }
    return set;
}

/// The same, but all of them wait for a tip.
rules::RuleSet tip_rule_set(std::size_t count)
{
    rules::RuleSet set;
    for (std::size_t i = 0; i < count; ++i) {
        set.rules.push_back(tip_rule(i + 1 == count));
        set.rules.back().name = "rule " + std::to_string(i);
    }
    return set;
}

void json_alone(benchmark::State &state)
{
    const std::unique_ptr<Json::CharReader> reader(Json::CharReaderBuilder().newCharReader());
    for (auto _ : state) {
        Json::Value value;
        reader->parse(frame().data(), frame().data() + frame().size(), &value, nullptr);
        benchmark::DoNotOptimize(value);
    }
}
BENCHMARK(json_alone);

void frame_to_message(benchmark::State &state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(gateway::decode(frame()));
}
BENCHMARK(frame_to_message);

void message_to_event(benchmark::State &state)
{
    const gateway::Notification one = notification();
    for (auto _ : state) {
        events::Maker maker; // a used one has seen it
        benchmark::DoNotOptimize(maker.make("account", one, Instant::now()));
    }
}
BENCHMARK(message_to_event);

void event_to_batch(benchmark::State &state, const rules::RuleSet &rules)
{
    rules::Engine engine([](LogLevel, const std::string &) {});
    engine.set_rules(rules);
    const events::Event one = event();
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine.on_event(one, Instant::now()));
        benchmark::DoNotOptimize(engine.take_batches());
    }
}

void event_to_batch_of(benchmark::State &state)
{
    event_to_batch(state, rule_set(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(event_to_batch_of)->Name("event_to_batch")->Arg(10)->Arg(100)->Arg(1000);

void all_rules_for_tips(benchmark::State &state)
{
    event_to_batch(state, tip_rule_set(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(all_rules_for_tips)->Arg(10)->Arg(100)->Arg(1000);

constexpr std::size_t id_digits = 24;

/// Where the value of a member begins that holds an id.
std::size_t id_in(const std::string &text, const char *member)
{
    return text.find('"', text.find(member) + std::strlen(member)) + 1;
}

/// Frame text to list of actions, each frame another delivery of another tip.
void way(benchmark::State &state)
{
    rules::Engine engine([](LogLevel, const std::string &) {});
    engine.set_rules(rule_set(static_cast<std::size_t>(state.range(0))));
    events::Maker maker;
    std::string text = frame();
    const std::vector<std::size_t> ids{id_in(text, "\"_id\""), id_in(text, "\"tipId\"")};
    std::uint64_t number = 0;
    for (auto _ : state) {
        char digits[id_digits + 1];
        std::snprintf(digits, sizeof digits, "%024llx", static_cast<unsigned long long>(++number));
        for (const std::size_t place : ids)
            text.replace(place, id_digits, digits);
        const gateway::Message message = gateway::decode(text);
        const Instant now = Instant::now();
        for (const events::Event &one : maker.make("account", std::get<gateway::Notification>(message), now))
            benchmark::DoNotOptimize(engine.on_event(one, now));
        benchmark::DoNotOptimize(engine.take_batches());
        benchmark::DoNotOptimize(engine.take_fired());
    }
}
BENCHMARK(way)->Arg(10)->Arg(100)->Arg(1000);

/// Tells each row's time as a multiple of the bare reading of its JSON: medians of one run in which all rows take
/// turns.
class Ratios : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run> &runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (const Run &run : runs) {
            if (run.aggregate_name == "median")
                times_[run.run_name.str()] = run.GetAdjustedCPUTime();
        }
    }

    void Finalize() override
    {
        const auto one = times_.find(baseline);
        if (one == times_.end())
            return;
        std::printf("\nAgainst %s (%.2f us):\n", baseline, one->second / 1000);
        for (const auto &[name, time] : times_)
            std::printf("%s %.2f\n", name.c_str(), time / one->second);
    }

private:
    std::map<std::string, double> times_;
};

} // namespace

int main(int count, char **arguments)
{
    std::vector<char *> all(arguments, arguments + count);
    char turns[] = "--benchmark_enable_random_interleaving=true", often[] = "--benchmark_repetitions=9",
         shown[] = "--benchmark_report_aggregates_only=true", time[] = "--benchmark_min_time=0.1";
    all.insert(all.begin() + 1,
               {turns, often, shown, time}); // what is given on the command line comes later, and counts
    count = static_cast<int>(all.size());
    benchmark::Initialize(&count, all.data());
    Ratios ratios;
    benchmark::RunSpecifiedBenchmarks(&ratios);
    return 0;
}
