// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/measures.h"

#include "studio/machine.h"

#include <chrono>
#include <thread>

namespace bench {

namespace {

using harness::milliseconds;
using harness::object;
using harness::ObsWebSocket;

/// Only what goes wrong takes so long, or a machine that is very busy.
constexpr milliseconds patience{30000};
/// After a burst nothing comes any more when nothing came for so long: Advanced Scene Switcher looks every 300 ms.
constexpr milliseconds silence{1500};

constexpr const char *item_told = "SceneItemEnableStateChanged";
constexpr const char *scene_told = "CurrentProgramSceneChanged";

Micros micros(harness::Clock::time_point moment)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(moment.time_since_epoch()).count();
}

/// So that no event keeps step with OBS's frames or with anybody's interval.
void random_gap(std::mt19937 &random)
{
    std::this_thread::sleep_for(milliseconds(std::uniform_int_distribution<>(40, 140)(random)));
}

ObsWebSocket::Matches item_is(const Stage &stage, bool shown)
{
    return [item = stage.item(), shown](const ObsWebSocket::Event &event) {
        return event.data["sceneItemId"].asInt() == item && event.data["sceneItemEnabled"].asBool() == shown;
    };
}

ObsWebSocket::Matches scene_is(const char *scene)
{
    return [scene](const ObsWebSocket::Event &event) { return event.data["sceneName"] == scene; };
}

/// OBS tells of a change from within the call that makes it. Who changes the same thing at once, from another thread,
/// may be done before that call is over, which then has the last word.
void let_the_call_end()
{
    std::this_thread::sleep_for(milliseconds(20));
}

/// From an event's frame to what `told` says, `times` times, each time from where `back` leaves it.
template <typename Back>
Json::Value latencies(Stage &stage, std::mt19937 &random, int times, const std::string &event, const char *told,
                      const ObsWebSocket::Matches &is_done, Back back)
{
    Json::Value all(Json::arrayValue);
    for (int i = 0; i < times; ++i) {
        back();
        random_gap(random);
        stage.observer().forget_events();
        const Micros sent = stage.publish(event);
        all.append(Json::Int64(micros(stage.observer().wait_for_event(told, patience, is_done).at) - sent));
        let_the_call_end();
    }
    return all;
}

Json::Value take_items(Stage &stage, const Options &options, std::mt19937 &random)
{
    const auto hide = [&] { stage.observer().set_item_visible("Main", "Confetti", false); };
    stage.probe().empty_tasks_wanted = true;
    const Json::Value all =
        latencies(stage, random, options.items, "follow v{n}", item_told, item_is(stage, true), hide);
    stage.probe().empty_tasks_wanted = false;
    hide();
    return all;
}

Json::Value take_scenes(Stage &stage, const Options &options, std::mt19937 &random)
{
    const auto go_back = [&] { stage.observer().set_program_scene("Main"); };
    const Json::Value all =
        latencies(stage, random, options.scenes, "tip v{n} 5", scene_told, scene_is("Alert"), go_back);
    go_back();
    return all;
}

/// What the probe's times are at most as many as.
Json::Value samples(const ProbePage::Samples &kept)
{
    Json::Value all(Json::arrayValue);
    for (std::size_t i = 0; i < std::min<std::size_t>(kept.count, ProbePage::Samples::most); ++i)
        all.append(static_cast<double>(kept.times[i]) / 1000);
    return all;
}

Json::Value take_probe(Stage &stage, const Options &, std::mt19937 &)
{
    return object(
        {{"empty_task_us", samples(stage.probe().empty_task)}, {"action_us", samples(stage.probe().frame_to_action)}});
}

/// What came of `count` toggles until it is silent.
Json::Value drain(Stage &stage, Micros begun, int count)
{
    int acted = 0;
    Micros last = begun;
    auto quiet_since = harness::Clock::now();
    while (acted < count && harness::Clock::now() - quiet_since < (acted == 0 ? patience : silence)) {
        for (const ObsWebSocket::Event &event : stage.observer().take_events()) {
            if (event.type != item_told)
                continue;
            ++acted;
            last = micros(event.at);
            quiet_since = harness::Clock::now();
        }
        std::this_thread::sleep_for(milliseconds(1));
    }
    return object({{"sent", count}, {"acted", acted}, {"drain_us", Json::Int64(last - begun)}});
}

Json::Value take_bursts(Stage &stage, const Options &options, std::mt19937 &)
{
    Json::Value all(Json::objectValue);
    for (const int count : options.bursts) {
        stage.observer().wait_for_frames(30);
        stage.observer().forget_events();
        const Micros begun = stage.burst(count, "cheer v{n} 100");
        all[std::to_string(count)] = drain(stage, begun, count);
    }
    return all;
}

/// Twenty, one every 50 ms: from the first to the last.
Json::Value take_paced(Stage &stage, const Options &, std::mt19937 &)
{
    constexpr int count = 20;
    stage.observer().forget_events();
    const auto begin = harness::Clock::now();
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_until(begin + i * milliseconds(50));
        stage.publish("cheer v{n} 100");
    }
    return drain(stage, micros(begin), count);
}

/// Ten thousand within a second, and what OBS's frames and its UI thread make of them.
Json::Value take_flood(Stage &stage, const Options &, std::mt19937 &)
{
    constexpr int steps = 100, each = 100;
    ObsWebSocket &observer = stage.observer();
    observer.listen_to(0); // what it is told of takes time, too
    observer.wait_for_frames(30);
    stage.probe().forget_busy = true;
    observer.wait_for_frames(30);
    const auto items_before = stage.probe().items_set.load();
    const Json::Value before = observer.call("GetStats");
    const auto begin = harness::Clock::now();
    for (int step = 0; step < steps; ++step) {
        std::this_thread::sleep_until(begin + step * milliseconds(10));
        stage.burst(each, "cheer v{n} 100");
    }
    const auto sent = harness::Clock::now() - begin;
    if (stage.contender().plugin)
        harness::wait_until([&] { return stage.probe().items_set - items_before >= steps * each; }, patience);
    observer.wait_for_frames(60); // for all alike
    const Json::Value after = observer.call("GetStats");
    const auto grown = [&](const char *name) { return Json::Int64(after[name].asInt64() - before[name].asInt64()); };
    const auto ms = [](const std::atomic<std::int64_t> &ns) { return static_cast<double>(ns) / 1e6; };
    observer.listen_to(Stage::observed);
    const ProbePage &probe = stage.probe();
    return object({{"sent", steps * each},
                   {"sending_ms", Json::Int64(std::chrono::duration_cast<milliseconds>(sent).count())},
                   {"acted", Json::UInt64(probe.items_set - items_before)},
                   {"frames", grown("renderTotalFrames")},
                   {"lagged", grown("renderSkippedFrames")},
                   {"skipped", grown("outputSkippedFrames")},
                   {"longest_turn_ms", ms(probe.longest_turn)},
                   {"longest_turn_cpu_ms", ms(probe.longest_turn_cpu)},
                   {"longest_task_ms", ms(probe.longest_task)},
                   {"longest_task_cpu_ms", ms(probe.longest_task_cpu)}});
}

Json::Value take_idle(Stage &stage, const Options &options, std::mt19937 &)
{
    const Usage before = usage_of(stage.obs().pid());
    std::this_thread::sleep_for(std::chrono::seconds(options.idle));
    const Usage after = usage_of(stage.obs().pid());
    return object({{"seconds", options.idle},
                   {"process_cpu_ms", after.process_cpu_ms - before.process_cpu_ms},
                   {"thread_cpu_ms", after.thread_cpu_ms - before.thread_cpu_ms},
                   {"thread_wakeups", after.thread_wakeups - before.thread_wakeups}});
}

/// Resident memory once it stands still.
Json::Value take_memory(Stage &stage, const Options &, std::mt19937 &)
{
    stage.observer().wait_for_frames(120);
    return static_cast<Json::Int64>(memory_of(stage.obs().pid()));
}

/// A hundred events a second for as long as was asked; memory every tenth of it.
Json::Value take_traffic(Stage &stage, const Options &options, std::mt19937 &)
{
    Json::Value all(Json::arrayValue);
    const auto begin = harness::Clock::now();
    for (int tenth = 0; tenth < 10 && options.traffic > 0; ++tenth) {
        const auto end = begin + std::chrono::seconds(options.traffic) * (tenth + 1) / 10;
        while (harness::Clock::now() < end) {
            stage.burst(100, "cheer v{n} 100");
            std::this_thread::sleep_for(std::chrono::seconds(1));
            stage.observer().forget_events();
        }
        all.append(Json::Int64(memory_of(stage.obs().pid())));
    }
    return all;
}

} // namespace

const std::vector<Measure> &measures()
{
    static const std::vector<Measure> all{
        {"memory_connected_kib", false, take_memory},
        {"idle", false, take_idle},
        {"item_us", true, take_items},
        {"probe", false, take_probe},
        {"scene_us", true, take_scenes},
        {"paced", true, take_paced},
        {"bursts", true, take_bursts},
        {"memory_after_bursts_kib", false, take_memory},
        {"flood", false, take_flood},
        {"memory_after_flood_kib", false, take_memory},
        {"traffic_kib", false, take_traffic},
    };
    return all;
}

} // namespace bench
