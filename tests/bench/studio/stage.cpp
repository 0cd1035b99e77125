// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/stage.h"

#include "studio/collection.h"
#include "studio/harness/secrecy.h"
#include "studio/harness/settings.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace fs = std::filesystem;

namespace bench {

namespace {

using harness::Error;
using harness::milliseconds;
using harness::object;

/// Only what goes wrong takes so long.
constexpr milliseconds soon{30000};

} // namespace

Stage::Stage(const harness::Display &display, const Contender &contender, const Options &options)
    : contender_(contender), home_(std::make_unique<harness::ObsHome>(collection(contender)))
{
    home_->set_frames_per_second(60);
    open_page();
    install(options);
    harness::ObsProcess::Options start;
    start.environment = {{"LD_PRELOAD", BENCH_PROBE}, {probe_page_variable, home_->folder() / "page"}};
    obs_ = std::make_unique<harness::ObsProcess>(*home_, display, start);
    observer().listen_to(observed);
    item_ = observer()
                .call("GetSceneItemId", object({{"sceneName", "Main"}, {"sourceName", "Confetti"}}))["sceneItemId"]
                .asInt();
    connect(options);
}

Stage::~Stage()
{
    if (page_)
        ::munmap(page_, sizeof *page_);
}

void Stage::open_page()
{
    const fs::path file = home_->folder() / "page";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *memory = MAP_FAILED;
    if (descriptor >= 0 && ::ftruncate(descriptor, sizeof(ProbePage)) == 0)
        memory = ::mmap(nullptr, sizeof(ProbePage), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (descriptor >= 0)
        ::close(descriptor);
    if (memory == MAP_FAILED)
        throw Error("no page to share with the probe: " + file.string());
    page_ = new (memory) ProbePage;
}

void Stage::install(const Options &options)
{
    if (contender_.plugin) {
        home_->install({OBS_ASTRO_MODULE, OBS_ASTRO_DATA});
        home_->write_settings(
            harness::settings({harness::account("Bench", harness::new_token(), gateway_.url(), gateway_.ca_file())}));
    }
    if (contender_.switcher_interval > 0)
        home_->install_folder("advanced-scene-switcher", options.switcher);
}

void Stage::connect(const Options &options)
{
    if (*contender_.bridge) {
        harness::Process::Options bridge;
        bridge.command = {
            "node",         options.bridge,     contender_.bridge,
            gateway_.url(), gateway_.ca_file(), "ws://127.0.0.1:" + std::to_string(home_->websocket_port())};
        bridge.log_file = home_->folder() / "bridge.log";
        bridge.read_output = true;
        bridge_ = std::make_unique<harness::Process>(bridge);
        if (bridge_->read_line(soon) != "ready")
            throw Error("the bridge is not ready: " + harness::read_file(bridge.log_file));
        return;
    }
    if (contender_.plugin)
        obs_->wait_for_log("subscribed to channel.activities", soon);
}

Micros Stage::publish(std::string event)
{
    const auto place = event.find("{n}");
    event.replace(place, 3, std::to_string(++published_));
    gateway_.publish(event);
    const auto is_it = [&](const Json::Value &printed) { return printed["what"] == event; };
    return gateway_.wait_for("published", is_it)["at_us"].asInt64();
}

Micros Stage::burst(int count, const std::string &event)
{
    gateway_.publish("burst " + std::to_string(count) + " " + event);
    return gateway_.wait_for("burst")["at_us"].asInt64();
}

harness::ObsEnd Stage::quit()
{
    bridge_.reset();
    return obs_->quit();
}

} // namespace bench
