// SPDX-License-Identifier: GPL-2.0-or-later
// What an event costs on its way from a frame to a batch of actions, each step against the bare reading of its JSON:
// times depend on the machine, ratios do not.
#include "events/maker.h"
#include "gateway/message.h"
#include "rules/engine.h"

#include <benchmark/benchmark.h>
#include <json/reader.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

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

/// So many rules, of which one matches.
rules::RuleSet rule_set(std::size_t count)
{
    rules::RuleSet set;
    for (std::size_t i = 0; i < count; ++i) {
        rules::Rule rule;
        rule.name = "rule " + std::to_string(i);
        rule.event = "tip";
        const bool matches = i + 1 == count;
        rule.conditions.resize(2);
        rule.conditions[0].field = "message";
        rule.conditions[0].test = "matches";
        rule.conditions[0].value = matches ? "." : "(no|none|never)+ such";
        rule.conditions[1].field = "amount";
        rule.conditions[1].test = "at_least";
        rule.conditions[1].value = "1";
        rules::Action action;
        action.type = "set_text";
        action.source = "Label";
        action.text = "{user} tipped {amount} {currency}: {message}";
        rule.actions = {action};
        set.rules.push_back(rule);
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

void event_to_batch(benchmark::State &state)
{
    rules::Engine engine([](LogLevel, const std::string &) {});
    engine.set_rules(rule_set(static_cast<std::size_t>(state.range(0))));
    const events::Event one = event();
    for (auto _ : state) {
        engine.on_event(one, Instant::now());
        benchmark::DoNotOptimize(engine.take_batches());
    }
}
BENCHMARK(event_to_batch)->Arg(1)->Arg(10)->Arg(100)->Arg(1000);

class Ratios : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run> &runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (const Run &run : runs)
            times_[run.benchmark_name()] = run.GetAdjustedCPUTime();
    }

    void Finalize() override
    {
        const auto one = times_.find(baseline);
        if (one == times_.end())
            return;
        std::printf("\nAgainst %s:\n", baseline);
        for (const auto &[name, time] : times_)
            std::printf("  %-24s %8.2f\n", name.c_str(), time / one->second);
    }

private:
    std::map<std::string, double> times_;
};

} // namespace

int main(int count, char **arguments)
{
    benchmark::Initialize(&count, arguments);
    Ratios ratios;
    benchmark::RunSpecifiedBenchmarks(&ratios);
    return 0;
}
