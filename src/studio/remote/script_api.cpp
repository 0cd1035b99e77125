// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/script_api.h"

#include "studio/guarded.h"
#include "studio/remote/fields.h"
#include "support/json.h"

#include <callback/proc.h>
#include <callback/signal.h>
#include <obs.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace astro::studio::remote {
namespace {

/// The client's thread never waits for anybody, so an answer comes at once; more only while the computer stands still.
constexpr std::chrono::seconds patience{2};

/// Procedures are called from any thread, and also when we are gone: they find nobody here then.
std::mutex lock;
Pipeline *pipeline = nullptr;

/// Asks the pipeline, and waits for its yes or no. What is given up is not done later.
template <typename Ask>
bool asked(const Ask &ask)
{
    const auto answer = std::make_shared<std::promise<bool>>();
    const auto settled = std::make_shared<std::atomic<bool>>(false); // it is being done, or was given up
    auto future = answer->get_future();
    {
        const std::lock_guard hold(lock);
        if (!pipeline)
            return false;
        ask(
            *pipeline, [answer](bool done) { answer->set_value(done); },
            [settled] { return !settled->exchange(true); });
    }
    const auto comes = [&] { return future.wait_for(patience) == std::future_status::ready; };
    return (comes() || (settled->exchange(true) && comes())) && future.get();
}

void fire_rule(void *, calldata_t *call)
{
    bool done = false;
    guarded("obs_astro_fire_rule", [&] {
        const char *rule = calldata_string(call, "rule");
        done = rule && asked([&](Pipeline &to, Pipeline::Reply<bool> reply, Pipeline::Wanted wanted) {
                   to.fire(rule, std::nullopt, std::move(reply), std::move(wanted));
               });
    });
    calldata_set_bool(call, "done", done);
}

void send_event(void *, calldata_t *call)
{
    bool done = false;
    guarded("obs_astro_send_event", [&] {
        const char *document = calldata_string(call, "json");
        std::string why;
        const auto object = json::parse(document ? document : "", why);
        const auto kind = object ? events::kind_from(json::string_member(*object, "kind")) : std::nullopt;
        if (!kind)
            return;
        Described told = described(events::sample(*kind), *object);
        done = told.unknown_field.empty() && told.odd_field.empty() && told.no_number.empty() &&
               asked([&](Pipeline &to, Pipeline::Reply<bool> reply, Pipeline::Wanted wanted) {
                   to.send(
                       std::move(told.event), [reply = std::move(reply)](const rules::Decisions &) { reply(true); },
                       std::move(wanted));
               });
    });
    calldata_set_bool(call, "done", done);
}

} // namespace

void declare_script_api()
{
    signal_handler_t *const signals = obs_get_signal_handler();
    signal_handler_add(signals, "void obs_astro_event(string json)");
    signal_handler_add(signals, "void obs_astro_rule_fired(string rule, string user)");
    proc_handler_t *const procedures = obs_get_proc_handler();
    proc_handler_add(procedures, "void obs_astro_fire_rule(in string rule, out bool done)", fire_rule, nullptr);
    proc_handler_add(procedures, "void obs_astro_send_event(in string json, out bool done)", send_event, nullptr);
}

void open_script_api(const Controls &controls)
{
    const std::lock_guard hold(lock);
    pipeline = &controls.pipeline;
}

void close_script_api()
{
    const std::lock_guard hold(lock);
    pipeline = nullptr;
}

void signal_event(const Json::Value &event)
{
    const std::string document = json::write_compact(event);
    calldata_t call;
    calldata_init(&call);
    calldata_set_string(&call, "json", document.c_str());
    signal_handler_signal(obs_get_signal_handler(), "obs_astro_event", &call);
    calldata_free(&call);
}

void signal_rule_fired(const std::string &rule, const std::string &user)
{
    calldata_t call;
    calldata_init(&call);
    calldata_set_string(&call, "rule", rule.c_str());
    calldata_set_string(&call, "user", user.c_str());
    signal_handler_signal(obs_get_signal_handler(), "obs_astro_rule_fired", &call);
    calldata_free(&call);
}

} // namespace astro::studio::remote
