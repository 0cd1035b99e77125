// SPDX-License-Identifier: GPL-2.0-or-later
// The demo: a follow, a tip, a gift and a raid reach a gateway, and a real OBS reacts. See tools/demo.
#include "demo_collection.h"

#include "show.h"

#include "gateway/astro_sim_process.h"
#include "studio/harness/dock_state.h"
#include "studio/harness/obs_process.h"
#include "studio/harness/screen.h"
#include "studio/harness/secrecy.h"
#include "studio/harness/settings.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace fs = std::filesystem;

namespace {

using harness::Clock;
using harness::Display;
using harness::milliseconds;
using harness::object;
using harness::ObsHome;
using harness::ObsProcess;
using harness::Screen;

constexpr auto help = R"(Usage: astro-demo [--output FOLDER] [--virtual]

Shows obs-astro at work: starts a simulated Astro gateway and a real OBS with a configuration of its own (yours is not
touched), publishes a follow, a tip, a community gift and a raid, and reads back from OBS what came of each.

  --output FOLDER  where screenshots and OBS's log go (default: demo-output)
  --virtual        use a virtual display even where there is a real one

On a real display OBS stays open until you close it. Ends with 0 when everything was seen, 1 when not.
)";

/// With room for the dock beside the picture.
constexpr harness::ScreenSize screen_size{1440, 900};

struct Options {
    fs::path output = "demo-output";
    bool virtual_display = false;
};

void say(const std::string &text)
{
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

std::string in_ms(milliseconds time)
{
    return std::to_string(time.count()) + " ms";
}

/// Ctrl+C closes OBS as its window's own button would; the demo then ends by itself.
class Interrupt {
public:
    Interrupt()
    {
        // Blocked before the first thread starts, so that only this one's thread gets them.
        sigemptyset(&signals_);
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1})
            sigaddset(&signals_, number);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        thread_ = std::thread([this] { wait(); });
    }
    ~Interrupt()
    {
        pthread_kill(thread_.native_handle(), SIGUSR1);
        thread_.join();
    }
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    void closes(pid_t obs) { obs_ = obs; }
    bool came() const { return came_; }

private:
    void wait()
    {
        int number = 0;
        while (sigwait(&signals_, &number) == 0 && number != SIGUSR1) {
            came_ = true;
            if (const pid_t obs = obs_)
                ::kill(obs, SIGINT);
        }
    }

    sigset_t signals_{};
    std::atomic<pid_t> obs_{0};
    std::atomic<bool> came_{false};
    std::thread thread_;
};

class Demo {
public:
    Demo(const Options &options, Interrupt &interrupt) : options_(options), interrupt_(interrupt) {}
    /// Whatever went wrong, OBS's log is kept.
    ~Demo();
    Demo(const Demo &) = delete;
    Demo &operator=(const Demo &) = delete;

    /// @return whether everything was seen.
    bool run();

private:
    void start();
    void choose_display();
    bool play();
    void take_picture(const std::string &name);
    bool end();
    bool token_is_nowhere_else();
    fs::path log_file() const { return options_.output / "obs.log"; }

    const Options options_;
    Interrupt &interrupt_;
    const astro::Secret token_ = harness::new_token();
    std::unique_ptr<AstroSimProcess> gateway_;
    std::unique_ptr<Display> display_;
    std::unique_ptr<ObsHome> home_;
    std::unique_ptr<ObsProcess> obs_;
};

Demo::~Demo()
{
    interrupt_.closes(0);
    obs_.reset();
    std::error_code none; // OBS may not have been started
    if (home_)
        fs::copy_file(home_->log_file(), log_file(), fs::copy_options::overwrite_existing, none);
}

bool Demo::run()
{
    start();
    bool well = play();
    well = end() && well;
    return token_is_nowhere_else() && well;
}

void Demo::start()
{
    fs::create_directories(options_.output);

    gateway_ = std::make_unique<AstroSimProcess>(AstroSimProcess::Options{});
    say("Gateway:   astro-sim at " + gateway_->url() + ", TLS with a certificate of its own");

    choose_display();

    home_ = std::make_unique<ObsHome>(demo::collection(), harness::Preview::on);
    home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
    home_->set_window_option(std::string("DockState=") + harness::dock_in_the_window);
    home_->write_settings(harness::settings({harness::account("Demo", token_, gateway_->url(), gateway_->ca_file())}));
    say("Settings:  a configuration of its own in " + home_->folder().string() + ", removed at the end");

    obs_ = std::make_unique<ObsProcess>(*home_, *display_);
    interrupt_.closes(obs_->pid());
    const auto version = obs_->websocket().call("GetVersion");
    say("OBS:       " + version["obsVersion"].asString() + ", ready after " + in_ms(obs_->start_time()));
}

void Demo::choose_display()
{
    if (options_.virtual_display) {
        display_ = Display::virtual_display(screen_size);
        return say("Display:   a virtual one (Xvfb), as was asked for");
    }
    display_ = Display::existing();
    if (display_)
        return say("Display:   yours");
    const char *named = std::getenv("DISPLAY");
    display_ = Display::virtual_display(screen_size);
    if (named && *named)
        say("Display:   a virtual one (Xvfb), since " + std::string(named) + ", which DISPLAY names, cannot be used");
    else
        say("Display:   a virtual one (Xvfb), since there is no other");
}

bool Demo::play()
{
    constexpr milliseconds soon(5000);
    take_picture("1-before");

    bool well = true;
    for (const demo::Act &act : demo::acts()) {
        say("\n" + act.name + " is published (" + act.publish + ")");
        const auto begin = Clock::now();
        gateway_->publish(act.publish);
        well = demo::watch(obs_->websocket(), act.effects, begin, milliseconds(0), soon, "") && well;
        take_picture(act.picture);
        well = demo::watch(obs_->websocket(), act.put_back, begin, demo::hold, demo::hold + soon, "back: ") && well;
    }
    take_picture("6-after");
    return well;
}

void Demo::take_picture(const std::string &name)
{
    const Screen screen(*display_, obs_->pid());
    obs_->websocket().wait_for_frames(10); // a transition takes six
    const fs::path file = options_.output / (name + ".png");
    if (display_->is_virtual())
        screen.capture(file);
    else
        screen.capture(screen.wait_for_window("^OBS "), file);
    say("             screenshot " + file.string());
}

bool Demo::end()
{
    std::optional<harness::ObsEnd> ended;
    if (display_->is_virtual()) {
        ended = obs_->quit();
    } else {
        say("\nOBS stays open: look around (Tools, Astro). Close its window to end the demo.");
        while (!ended)
            ended = obs_->wait_for_end(std::chrono::hours(1));
    }
    interrupt_.closes(0);
    fs::copy_file(home_->log_file(), log_file(), fs::copy_options::overwrite_existing);
    say("\nOBS ended: " + ended->told());
    if (!ended->clean())
        say("FAILED: OBS did not end as it should; see " + log_file().string());
    return ended->clean();
}

bool Demo::token_is_nowhere_else()
{
    auto found = harness::files_with(token_, home_->folder(), home_->settings_file());
    const auto in_output = harness::files_with(token_, options_.output);
    found.insert(found.end(), in_output.begin(), in_output.end());
    for (const fs::path &file : found)
        say("FAILED: the token stands in " + file.string());
    if (found.empty())
        say("The token stands in settings.json alone: in no log, no scene collection.");
    return found.empty();
}

/// @return nothing when the command line is wrong.
std::optional<Options> read_options(int count, char **arguments)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--output" && i + 1 < count)
            options.output = arguments[++i];
        else if (argument == "--virtual")
            options.virtual_display = true;
        else
            return std::nullopt;
    }
    return options;
}

int run(const Options &options)
{
    Interrupt interrupt;
    bool well = false;
    try {
        well = Demo(options, interrupt).run();
    } catch (const std::exception &error) {
        say(interrupt.came() ? "Interrupted." : std::string("FAILED: ") + error.what());
    }
    say(well ? "\nEverything was seen." : "\nThe demo failed.");
    return well ? 0 : 1;
}

} // namespace

int main(int count, char **arguments)
{
    if (count == 2 && (std::strcmp(arguments[1], "--help") == 0 || std::strcmp(arguments[1], "-h") == 0)) {
        std::fputs(help, stdout);
        return 0;
    }
    const auto options = read_options(count, arguments);
    if (!options) {
        std::fputs(help, stderr);
        return 2;
    }
    return run(*options);
}
