// SPDX-License-Identifier: GPL-2.0-or-later
// OBS is closed fifty times and more (a dozen moments and one, four times each), in every state that the client can be
// in, and its collection changed fifty times.
#include "studio/plugin_test.h"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

namespace {

using namespace studio_test;

constexpr int times_each = 4;

class Endurance : public PluginTest {
public:
    AstroSimProcess &gateway() { return gateway_; }
    ObsProcess &obs() { return *obs_; }
    void open_dialog() { PluginTest::open_dialog(); }

    /// Two topics, so that one of them can be refused.
    Json::Value two_topics() const
    {
        Json::Value made = account(gateway_.url(), gateway_.ca_file().string());
        made["topics"].append("channel.tips");
        return made;
    }

    static Json::Value busy_rules()
    {
        return rules(
            {rule("Follow", "follow",
                  {action("switch_scene", "Alert", "", "", 50), action("show_source", "Main", "Confetti", "", 70),
                   action("set_text", "", "Label", "{user}", 60000)}),
             rule("In turn", "follow", {action("toggle_source", "Main", "Logo", "", 30)}, "queue")});
    }
};

/// What is under way when OBS is told to end.
struct Moment {
    const char *name;
    void (*arrange)(Endurance &test);
};

void PrintTo(const Moment &moment, std::ostream *out)
{
    *out << moment.name;
}

class EachMoment : public Endurance, public testing::WithParamInterface<Moment> {};

void nothing(Endurance &) {}

void freeze_gateway(Endurance &test)
{
    test.gateway().process().stop();
}

void burst(Endurance &test)
{
    for (int i = 0; i < 300; ++i)
        test.gateway().publish("follow v" + std::to_string(i));
    ASSERT_TRUE(wait_until([&] { return test.obs().websocket().text("Label") != "nobody yet"; }, soon));
    // It waits where nobody reads what it prints.
    test.gateway().wait_for("published", [](const Json::Value &printed) { return printed["what"] == "follow v299"; });
}

void undo_pending(Endurance &test)
{
    test.gateway().publish("follow Ada");
    ASSERT_TRUE(wait_until([&] { return test.obs().websocket().text("Label") == "Ada"; }, soon));
}

void drop(Endurance &test)
{
    test.gateway().publish("refuse-upgrade 503 - 0");
    test.gateway().publish("drop");
    test.obs().wait_for_log("next try in", soon);
}

void reconnect(Endurance &test)
{
    test.gateway().publish("reconnect");
    test.obs().wait_for_log("opening the connection that takes over", soon);
}

void mute(Endurance &test)
{
    test.gateway().publish("mute on");
    test.gateway().publish("close 1012");
    test.obs().wait_for_log("next try in", soon);
}

void collection_change(Endurance &test)
{
    test.gateway().publish("follow Ada");
    // The answer is not waited for.
    test.obs().websocket().request("SetCurrentSceneCollection", object({{"sceneCollectionName", "Elsewhere"}}));
}

void refuse_token(Endurance &test)
{
    test.gateway().publish("error err_unauthorized 0");
    test.gateway().publish("close 1012");
    test.obs().wait_for_log("stopped until the settings change: unauthorized", soon);
}

void refuse_one_topic(Endurance &test)
{
    test.gateway().publish("error err_bad_request channel.tips 0");
    test.gateway().publish("close 1012");
    test.gateway().wait_for("answered", [](const Json::Value &printed) { return printed["error"] != ""; });
}

void dialog_open(Endurance &test)
{
    test.open_dialog();
}

void freeze_then_burst(Endurance &test)
{
    burst(test);
    freeze_gateway(test);
}

TEST_P(EachMoment, obs_ends_at_once_and_clean)
{
    prepare(busy_rules(), two_topics());
    for (int time = 0; time < times_each; ++time) {
        SCOPED_TRACE(time);
        start_again();
        GetParam().arrange(*this);
        if (HasFatalFailure())
            return;
        end();
        gateway_.process().go_on();
        for (const char *command : {"refuse-upgrade off", "error off", "mute off"})
            gateway_.publish(command);
    }
}

INSTANTIATE_TEST_SUITE_P(Endurance, EachMoment,
                         testing::Values(Moment{"subscribed", nothing}, Moment{"frozen_gateway", freeze_gateway},
                                         Moment{"in_a_burst", burst}, Moment{"undo_pending", undo_pending},
                                         Moment{"waiting_to_retry", drop}, Moment{"reconnecting", reconnect},
                                         Moment{"mute_gateway", mute}, Moment{"changing_collection", collection_change},
                                         Moment{"burst_then_frozen", freeze_then_burst},
                                         Moment{"stopped", refuse_token}, Moment{"partly_subscribed", refuse_one_topic},
                                         Moment{"dialog_open", dialog_open}),
                         [](const auto &row) { return std::string(row.param.name); });

TEST_F(Endurance, obs_ends_at_once_and_clean_while_a_gateway_accepts_and_says_nothing)
{
    asio::io_context loop;
    asio::ip::tcp::acceptor silent(loop, {asio::ip::address_v4::loopback(), 0});
    const std::string url = "wss://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
    prepare(busy_rules(), account(url, ""));
    for (int time = 0; time < times_each; ++time) {
        SCOPED_TRACE(time);
        start_again("Stage: connecting");
        end();
    }
}

/// As on a laptop that slept, or while something else took all there was of the computer. (No clock can be set on for
/// OBS: this takes as long as it says.)
TEST_F(Endurance, obs_that_stood_still_keeps_its_connection_and_gets_what_came_meanwhile)
{
    start(rules({rule("Follow", "follow", {action("set_text", "", "Label", "{user}")})}));
    obs_->stop();
    for (int i = 0; i < 100; ++i)
        gateway_.publish("follow v" + std::to_string(i));
    const auto over = std::chrono::steady_clock::now() + std::chrono::seconds(42);
    wait_until([&] { return std::chrono::steady_clock::now() >= over; }, std::chrono::seconds(60));
    obs_->go_on();
    obs_->wait_for_log("asking for a sign of life", soon);
    EXPECT_TRUE(wait_until([&] { return ask().text("Label") == "v99"; }, soon));
    gateway_.publish("follow Ada");
    EXPECT_TRUE(wait_until([&] { return ask().text("Label") == "Ada"; }, soon));
    const std::string log = obs_->log();
    const std::string connecting = "Stage: connecting";
    EXPECT_EQ(log.find(connecting), log.rfind(connecting)) << "once";
    end();
}

TEST_F(Endurance, a_collection_is_changed_fifty_times_under_fire)
{
    start(busy_rules());
    for (int change = 0; change < 50; ++change) {
        for (int i = 0; i < 5; ++i)
            gateway_.publish("follow v" + std::to_string(i));
        const std::string next = change % 2 == 0 ? "Elsewhere" : "Stage";
        ask().forget_events();
        ask().call("SetCurrentSceneCollection", object({{"sceneCollectionName", next}}), milliseconds(30000));
        ask().wait_for_event(
            "CurrentSceneCollectionChanged", milliseconds(30000),
            [&](const ObsWebSocket::Event &event) { return event.data["sceneCollectionName"].asString() == next; });
    }
    gateway_.publish("follow Ada");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

} // namespace
