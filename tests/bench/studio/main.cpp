// SPDX-License-Identifier: GPL-2.0-or-later
// Measures the plugin in a real OBS side by side with what it is compared with. See tools/bench.
#include "studio/machine.h"
#include "studio/measures.h"

#include "harness/temp_folder.h"
#include "support/json.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

using namespace bench;
using harness::object;

void say(const std::string &text)
{
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

std::string first_line(std::vector<std::string> command)
{
    try {
        const std::string output = harness::run(std::move(command)).output;
        return output.substr(0, output.find('\n'));
    } catch (const harness::Error &) {
        return "not there";
    }
}

class Bench {
public:
    explicit Bench(const Options &options) : options_(options) {}

    /// @return all that was measured.
    Json::Value run()
    {
        Json::Value result = object({{"machine", machine()}, {"options", options_told()}});
        result["load_at_begin"] = harness::read_file("/proc/loadavg");
        choose(result);
        for (int start = 0; start < options_.starts; ++start) {
            for (const Contender *contender : chosen_)
                result["turns"].append(attempt(*contender, [&] { return turn(*contender, start); }));
        }
        for (int pair = 0; pair < options_.pairs; ++pair) {
            for (const Contender *contender : chosen_) {
                if (!*contender->bridge || !contender->reacts) // with the plugin, and without
                    result["lives"].append(attempt(*contender, [&] { return life(*contender); }));
            }
        }
        result["versions"] = versions_;
        result["load_at_end"] = harness::read_file("/proc/loadavg");
        return result;
    }

private:
    Json::Value options_told() const
    {
        return object({{"starts", options_.starts},
                       {"items", options_.items},
                       {"scenes", options_.scenes},
                       {"idle_s", options_.idle},
                       {"traffic_s", options_.traffic},
                       {"pairs", options_.pairs}});
    }

    void choose(Json::Value &result)
    {
        for (const Contender &one : contenders()) {
            const auto &only = options_.contenders;
            if (!only.empty() && std::find(only.begin(), only.end(), one.name) == only.end())
                continue;
            const std::string why = missing(one, options_);
            if (!why.empty()) {
                say(std::string(one.name) + " is left out: " + why);
                result["left_out"][one.name] = why;
                continue;
            }
            chosen_.push_back(&one);
        }
    }

    /// One that fails leaves the others their turns.
    template <typename Work>
    static Json::Value attempt(const Contender &contender, Work work)
    {
        try {
            return work();
        } catch (const harness::Error &error) {
            const std::string why = error.what();
            say("FAILED: " + why);
            return object({{"contender", contender.name}, {"failed", why.substr(0, why.find('\n'))}});
        }
    }

    Json::Value turn(const Contender &contender, int start)
    {
        say(std::string(contender.name) + ", start " + std::to_string(start + 1) + " of " +
            std::to_string(options_.starts));
        Json::Value told = object({{"contender", contender.name}, {"start", start}});
        others_.take();
        {
            Stage stage(*display_, contender, options_);
            note_versions(stage);
            told["start_ms"] = Json::Int64(stage.obs().start_time().count());
            for (const Measure &measure : measures()) {
                if (contender.reacts || !measure.of_reactions)
                    told[measure.name] = measure.take(stage, options_, random_);
            }
            told["exit_ms"] = Json::Int64(stage.quit().took.count());
        }
        told["others"] = others_.take();
        return told;
    }

    Json::Value life(const Contender &contender)
    {
        Stage stage(*display_, contender, options_);
        const auto start = stage.obs().start_time().count();
        return object({{"contender", contender.name},
                       {"start_ms", Json::Int64(start)},
                       {"exit_ms", Json::Int64(stage.quit().took.count())}});
    }

    void note_versions(Stage &stage)
    {
        if (!versions_.empty())
            return;
        const Json::Value obs = stage.observer().call("GetVersion");
        versions_ = object({{"obs", obs["obsVersion"]},
                            {"obs-websocket", obs["obsWebSocketVersion"]},
                            {"plugin", first_line({"git", "-C", BENCH_SOURCE, "describe", "--always", "--dirty"})},
                            {"node", first_line({"node", "--version"})}});
    }

    const Options options_;
    std::vector<const Contender *> chosen_;
    std::mt19937 random_{std::random_device{}()};
    std::unique_ptr<harness::Display> display_ = harness::Display::virtual_display();
    Json::Value versions_{Json::objectValue};
    OtherLoad others_;
};

} // namespace

int main(int count, char **arguments)
{
    const auto options = read_options(count, arguments);
    if (!options) {
        const bool asked = count == 2 && std::string(arguments[1]) == "--help";
        std::fputs(help, asked ? stdout : stderr);
        return asked ? 0 : 2;
    }
    try {
        harness::write_file(options->output, astro::json::write_pretty(Bench(*options).run()));
        say("Measured; in " + options->output.string());
    } catch (const std::exception &error) {
        say(std::string("FAILED: ") + error.what());
        return 1;
    }
    return 0;
}
