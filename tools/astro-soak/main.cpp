// SPDX-License-Identifier: GPL-2.0-or-later
// The soak: events go through a real OBS while its gateway is in trouble at random. See tools/soak.
#include "ledger.h"
#include "trouble.h"

#include "studio/harness/obs_process.h"
#include "studio/harness/secrecy.h"
#include "studio/harness/settings.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <map>

namespace fs = std::filesystem;

namespace {

using harness::Clock;
using harness::milliseconds;
using harness::object;

constexpr auto help = R"(Usage: astro-soak [--minutes N] [--seed N] [--calm] [--output FOLDER]

Publishes events through a simulated gateway with TLS and a real OBS while the gateway drops, closes, restarts,
reconnects, repeats and refuses at random, then compares what was published with what came out.

  --minutes N      for so long (default 30)
  --seed N         the same troubles in the same order (default: a new one, which is told)
  --calm           no trouble, but as many events as go through: what memory does with traffic
  --output FOLDER  where OBS's log goes (default: soak-output)

Ends with 0 when nothing was lost that was delivered, nothing came out twice, memory kept its level, OBS ended cleanly
and told no token; with 1 otherwise.
)";

constexpr std::size_t slots = 64;
/// OBS's own caches, the sources' textures among them, settle within the first minutes.
constexpr long most_growth_kib = 24 * 1024;
/// Without trouble, once the memory of what was seen is full.
constexpr long most_calm_growth_kib = 2 * 1024;

struct Options {
    int minutes = 30;
    unsigned long seed = std::random_device{}();
    bool calm = false;
    fs::path output = "soak-output";
};

void say(const std::string &text)
{
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

std::string source_of(std::size_t slot)
{
    return "viewer-" + std::to_string(slot);
}

/// A source for each viewer, and a rule that toggles it; besides, rules that keep queues and undos busy.
harness::SceneCollection collection()
{
    harness::SceneCollection made("Soak");
    made.scene("Stage").scene("Aside").text("Label", "").place("Stage", "Label");
    Json::Value rules = object({{"version", 1}});
    for (std::size_t slot = 0; slot < slots; ++slot) {
        const std::string name = source_of(slot);
        made.color(name, 0x102030, 16, 16).place("Stage", name);
        Json::Value rule = object({{"name", name}, {"enabled", true}, {"event", "follow"}, {"queue", ""}});
        rule["conditions"].append(object({{"field", "user"}, {"test", "is"}, {"value", name}}));
        rule["actions"].append(object({{"type", "toggle_source"}, {"scene", "Stage"}, {"source", name}}));
        rules["rules"].append(rule);
    }
    Json::Value busy = object({{"name", "busy"}, {"enabled", true}, {"event", "any"}, {"queue", "busy"}});
    busy["actions"].append(object({{"type", "set_text"}, {"source", "Label"}, {"text", "{user}"}, {"for_ms", 200}}));
    rules["rules"].append(busy);
    made.module("obs-astro", rules);
    return made;
}

long resident_kib(pid_t pid)
{
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0)
            return std::stol(line.substr(6));
    }
    return 0;
}

class Soak {
public:
    explicit Soak(const Options &options) : options_(options), random_(options.seed) {}
    /// Whatever went wrong, OBS's log is kept.
    ~Soak()
    {
        obs_.reset();
        std::error_code none; // OBS may not have been started
        if (home_)
            fs::copy_file(home_->log_file(), log_file(), fs::copy_options::overwrite_existing, none);
    }
    Soak(const Soak &) = delete;
    Soak &operator=(const Soak &) = delete;

    bool run()
    {
        fs::create_directories(options_.output);
        say("Seed " + std::to_string(options_.seed) + ", " + std::to_string(options_.minutes) + " min");
        start();
        begun_ = Clock::now();
        const auto end = begun_ + std::chrono::minutes(options_.minutes);
        const auto settled = Clock::now() + std::chrono::minutes(options_.minutes) / 4;
        auto report = Clock::now() + std::chrono::minutes(1);
        while (Clock::now() < end && ledger_.lost() + ledger_.repeated() == 0) {
            if (options_.calm)
                calm_round();
            else
                round();
            if (settled_kib_ == 0 && Clock::now() >= settled)
                settled_kib_ = resident_kib(obs_->pid());
            if (Clock::now() >= report) {
                report += std::chrono::minutes(1);
                say(ledger_.told() + "; " + std::to_string(resident_kib(obs_->pid())) + " KiB");
            }
        }
        return finish();
    }

private:
    void start()
    {
        display_ = harness::Display::virtual_display();
        home_ = std::make_unique<harness::ObsHome>(collection(), harness::Preview::on);
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->write_settings(
            harness::settings({harness::account("Soak", token_, gateway_.url(), gateway_.ca_file())}));
        obs_ = std::make_unique<harness::ObsProcess>(*home_, *display_);
        const Json::Value items =
            obs_->websocket().call("GetSceneItemList", object({{"sceneName", "Stage"}}))["sceneItems"];
        for (const Json::Value &item : items) {
            const std::string name = item["sourceName"].asString();
            if (name.rfind("viewer-", 0) == 0)
                slot_of_item_[item["sceneItemId"].asInt()] = std::stoul(name.substr(7));
        }
        wait_for_subscriber();
        first_kib_ = resident_kib(obs_->pid());
    }

    /// Some events, something that goes wrong, more events; then all that was delivered has to come out.
    void round()
    {
        const soak::Trouble &trouble = soak::pick_trouble(random_);
        ++happened_[trouble.name];
        publish_some();
        if (trouble.cuts)
            ledger_.cut();
        const auto begun = Clock::now();
        for (const std::string &command : trouble.commands)
            carry_out(command);
        publish_some();
        gateway_.process().publish("duplicate off");
        if (trouble.disconnects) {
            wait_for_subscriber();
            down_ += Clock::now() - begun;
        }
        settle(trouble.name);
    }

    void calm_round()
    {
        for (int i = 0; i < 40; ++i)
            publish_some();
        settle("no trouble");
    }

    void carry_out(const std::string &command)
    {
        if (command == "RESTART")
            return gateway_.restart();
        if (command == "FREEZE") {
            gateway_.process().process().stop();
            obs_->websocket().wait_for_frames(between(5, 90));
            gateway_.process().process().go_on();
            return;
        }
        gateway_.process().publish(command);
    }

    void publish_some()
    {
        for (int left = between(0, 15); left > 0; --left) {
            gateway_.process().publish("follow " + source_of(ledger_.published() % slots));
            ledger_.published(gateway_.process().wait_for("published")["receivers"].asInt() > 0);
            take();
        }
    }

    /// There is trouble all the time: the budget of connections may have to fill up first, or a refused try be waited
    /// out.
    void wait_for_subscriber()
    {
        AstroSimProcess &gateway = gateway_.process();
        // By an answer, or by a resume, which may have been under way when nobody received.
        const auto subscribed = [](const Json::Value &printed) {
            return (printed["event"] == "answered" && printed["error"] == "") || printed["resumed"] == true;
        };
        while (true) {
            gateway.publish("host Somebody 1");
            const auto host = gateway.wait_for(
                "published", [](const Json::Value &printed) { return printed["what"] == "host Somebody 1"; });
            if (host["receivers"].asInt() > 0)
                return;
            gateway.wait_for_any("a subscriber", subscribed, std::chrono::minutes(4));
        }
    }

    void settle(const std::string &after)
    {
        const bool all = harness::wait_until([&] { return take(), ledger_.open() == 0; }, milliseconds(20000));
        if (!all)
            say("FAILED: after " + after + ", " + std::to_string(ledger_.open()) + " event(s) did not come out");
        ledger_.settle();
    }

    void take()
    {
        for (const auto &event : obs_->websocket().take_events()) {
            if (event.type == "SceneItemEnableStateChanged")
                ledger_.seen(slot_of_item_.at(event.data["sceneItemId"].asInt()));
        }
    }

    bool finish()
    {
        // Nothing may come out late, either.
        obs_->websocket().wait_for_frames(30);
        take();
        ledger_.settle();
        const auto lasted = Clock::now() - begun_;
        const long end_kib = resident_kib(obs_->pid());
        const auto ended = obs_->quit();
        const bool secret = harness::files_with(token_, home_->folder(), home_->settings_file()).empty();
        const bool level =
            settled_kib_ == 0 || end_kib - settled_kib_ < (options_.calm ? most_calm_growth_kib : most_growth_kib);
        for (const auto &[name, times] : happened_)
            say("  " + std::to_string(times) + " x " + name);
        sum_up(lasted, end_kib, ended, secret);
        if (!ledger_.faults().empty())
            say(ledger_.faults());
        if (!secret)
            say("FAILED: the token stands in a file other than settings.json");
        if (!level)
            say("FAILED: memory grows");
        return ledger_.lost() == 0 && ledger_.repeated() == 0 && ended.clean() && secret && level;
    }

    void sum_up(Clock::duration lasted, long end_kib, const harness::ObsEnd &ended, bool secret) const
    {
        const auto line = [](const std::string &what, const std::string &how_many) {
            say("  " + what + std::string(what.size() < 12 ? 12 - what.size() : 1, ' ') + how_many);
        };
        say("Seed " + std::to_string(options_.seed) + ", " + std::to_string(options_.minutes) + " min, in all");
        line("published", std::to_string(ledger_.published()));
        line("came out", std::to_string(ledger_.came_out()));
        line("not sent", std::to_string(ledger_.undelivered()) + " (nobody was connected)");
        line("cut off", std::to_string(ledger_.lost_in_cuts()) + " (on their way when a connection was cut)");
        line("down", share_down(lasted));
        line("lost", std::to_string(ledger_.lost()));
        line("doubled", std::to_string(ledger_.repeated()));
        line("memory", std::to_string(first_kib_) + " KiB at first, " + std::to_string(settled_kib_) +
                           " KiB after a quarter, " + std::to_string(end_kib) + " KiB at last");
        line("leaks", ended.leaks ? std::to_string(*ended.leaks) : "not told");
        line("OBS ended", ended.exit.told());
        line("token", secret ? "in settings.json alone" : "ELSEWHERE");
    }

    /// From a trouble that disconnects until somebody was subscribed again.
    std::string share_down(Clock::duration lasted) const
    {
        using Seconds = std::chrono::duration<double>;
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%.1f s of %.0f s (%.1f %%)", Seconds(down_).count(),
                      Seconds(lasted).count(), 100 * Seconds(down_) / Seconds(lasted));
        return text.data();
    }

    fs::path log_file() const { return options_.output / "obs.log"; }
    int between(int least, int most) { return std::uniform_int_distribution<>(least, most)(random_); }

    const Options options_;
    std::mt19937_64 random_;
    const astro::Secret token_ = harness::new_token();
    soak::Gateway gateway_;
    soak::Ledger ledger_{slots};
    std::map<std::string, int> happened_;
    std::map<int, std::size_t> slot_of_item_;
    Clock::time_point begun_;
    Clock::duration down_{0}; ///< nobody was subscribed
    long first_kib_ = 0;      ///< once it was subscribed
    long settled_kib_ = 0;    ///< after a quarter of the time
    std::unique_ptr<harness::Display> display_;
    std::unique_ptr<harness::ObsHome> home_;
    std::unique_ptr<harness::ObsProcess> obs_;
};

/// @return nothing when the command line is wrong.
std::optional<Options> read_options(int count, char **arguments)
{
    Options options;
    try {
        for (int i = 1; i < count; ++i) {
            const std::string name = arguments[i];
            if (name == "--calm") {
                options.calm = true;
                continue;
            }
            if (++i == count)
                return std::nullopt;
            const std::string value = arguments[i];
            if (name == "--minutes")
                options.minutes = std::stoi(value);
            else if (name == "--seed")
                options.seed = std::stoul(value);
            else if (name == "--output")
                options.output = value;
            else
                return std::nullopt;
        }
    } catch (const std::logic_error &) {
        return std::nullopt;
    }
    return options.minutes > 0 ? std::optional(options) : std::nullopt;
}

} // namespace

int main(int count, char **arguments)
{
    const auto options = read_options(count, arguments);
    if (!options) {
        const bool asked = count == 2 && std::string(arguments[1]) == "--help";
        std::fputs(help, asked ? stdout : stderr);
        return asked ? 0 : 2;
    }
    bool well = false;
    try {
        well = Soak(*options).run();
    } catch (const std::exception &error) {
        say(std::string("FAILED: ") + error.what());
    }
    say(well ? "Nothing was lost, nothing repeated." : "The soak failed.");
    return well ? 0 : 1;
}
