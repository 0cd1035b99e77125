// SPDX-License-Identifier: GPL-2.0-or-later
#include "tls/readers.h"

#include "harness/temp_folder.h"
#include "pipeline/pipeline.h"

#include <stdexcept>

namespace {

/// A hundred, as a streamer with many has them; one waits for a follow.
astro::rules::RuleSet some_rules()
{
    constexpr std::size_t count = 100;
    const auto &kinds = astro::events::nameable_kinds();
    astro::rules::RuleSet set;
    for (std::size_t i = 0; i < count; ++i) {
        astro::rules::Rule rule;
        rule.event = to_word(kinds[i % kinds.size()]);
        if (rule.event == "follow")
            rule.event = "chat";
        if (i + 1 == count)
            rule.event = "follow";
        rule.name = "rule " + std::to_string(i);
        astro::rules::Action action;
        action.type = "toggle_source";
        action.set("scene", "Main").set("source", "Confetti");
        rule.actions = {action};
        set.rules.push_back(std::move(rule));
    }
    return set;
}

astro::gateway::Account account(const std::string &url, const std::filesystem::path &ca_file)
{
    astro::gateway::Account made;
    made.name = "flood";
    made.url = url;
    made.token = astro::Secret("made-up");
    made.ca_file = ca_file.string();
    made.topics = {"channel.activities"};
    return made;
}

} // namespace

std::chrono::duration<double> read_to_the_rules(Flood &flood, std::size_t count, const std::filesystem::path &ca_file)
{
    std::promise<Flood::Clock::time_point> done;
    std::size_t performed = 0;
    const harness::TempFolder folder;
    astro::Pipeline pipeline({[&](const astro::rules::Batch &, astro::Pipeline::Basis) {
                                  if (++performed == count)
                                      done.set_value(Flood::Clock::now());
                              },
                              [] { return false; }, [](const std::vector<astro::gateway::Status> &) {},
                              [](const astro::HistoryItem &) {}},
                             folder.path() / "state.json", [](astro::LogLevel, const std::string &) {});
    pipeline.start();
    pipeline.set_rules(some_rules(), 1);
    pipeline.set_accounts({account(flood.url(), ca_file)});
    const auto begun = flood.begun();
    auto end = done.get_future();
    if (end.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
        throw std::runtime_error("not all notifications came to the rules");
    return end.get() - begun;
}
