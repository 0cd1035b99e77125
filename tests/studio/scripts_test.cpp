// SPDX-License-Identifier: GPL-2.0-or-later
// What others control the plugin with, as docs/remote-control.md shows it: Lua and Python within a real OBS, and
// programs that speak with obs-websocket. It is the document's own examples that run here.
#include "studio/documented.h"
#include "studio/with_script.h"

#include "support/json.h"

#include <gmock/gmock.h>
#include <json/writer.h>

#include <sstream>

namespace {

using namespace studio_test;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Scripts : public WithScript {
protected:
    /// Starts OBS with that example of the document as one of its scripts, and something behind it that makes use of
    /// it.
    void start_with_script(const std::string &file, const std::string &language, const std::string &and_then)
    {
        const fs::path script = folder_.path() / file;
        write_file(script, documented(REMOTE_CONTROL, language).at(0) + and_then);
        start_with(script, rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    }

    /// What the script has printed, or else what went wrong in it.
    bool prints(const std::string &text)
    {
        return wait_until([&] { return obs_->log().find(text) != std::string::npos; }, soon);
    }
};

TEST_F(Scripts, a_lua_script_hears_of_events_and_fires_rules)
{
    start_with_script("astro.lua", "lua", R"(
function on_rule_fired(cd)
    print("fired: " .. obs.calldata_string(cd, "rule") .. " by " .. obs.calldata_string(cd, "user"))
end

function try_again()
    if fire("Welcome") then -- not before OBS has finished loading
        print("nobody's: " .. tostring(fire("Nobody's")))
        obs.remove_current_callback()
    end
end

obs.signal_handler_connect(obs.obs_get_signal_handler(), "obs_astro_rule_fired", on_rule_fired)
obs.timer_add(try_again, 100)
)");
    EXPECT_TRUE(text_becomes("Label", "Ada")) << "the sample's";
    EXPECT_TRUE(prints("fired: Welcome by Ada"));
    EXPECT_TRUE(prints("nobody's: false"));
    gateway_.publish("follow Ben");
    EXPECT_TRUE(prints("fired: Welcome by Ben"));
    EXPECT_TRUE(prints("\"summary\":\"Somebody follows: Ben\""));
    end();
}

TEST_F(Scripts, a_python_script_hears_of_events_and_sends_them)
{
    start_with_script("astro.py", "python", R"(
def on_rule_fired(cd):
    print("fired: " + obs.calldata_string(cd, "rule") + " by " + obs.calldata_string(cd, "user"))

def try_again():
    if send('{"kind": "follow", "user": "Cleo"}'): # not before OBS has finished loading
        print("no kind: " + str(send('{"kind": "sneeze"}')))
        print("no json: " + str(send('{')))
        obs.remove_current_callback()

obs.signal_handler_connect(obs.obs_get_signal_handler(), "obs_astro_rule_fired", on_rule_fired)
obs.timer_add(try_again, 100)
)");
    EXPECT_TRUE(text_becomes("Label", "Cleo"));
    EXPECT_TRUE(prints("fired: Welcome by Cleo"));
    EXPECT_TRUE(prints("no kind: False"));
    EXPECT_TRUE(prints("no json: False"));
    gateway_.publish("follow Ben");
    EXPECT_TRUE(prints("fired: Welcome by Ben"));
    EXPECT_TRUE(prints("\"summary\":\"Somebody follows: Ben\""));
    end();
}

/// One of the harness's own: the document's example for programs that ask for the request's name and data.
TEST_F(Scripts, raw_requests_do_what_the_document_says)
{
    start(rules({rule("Big tip", "tip", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}));
    const auto examples = documented(REMOTE_CONTROL, "json");
    ASSERT_EQ(examples.size(), 2U);
    std::string why;
    const Json::Value data = astro::json::parse(examples[0], why).value();
    const Json::Value whole = astro::json::parse(examples[1], why).value();
    EXPECT_EQ(whole["op"], 6);
    const Json::Value fired = ask().call(whole["d"]["requestType"].asString(), whole["d"]["requestData"]);
    EXPECT_FALSE(fired["responseData"].isMember("error")) << fired;
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    EXPECT_EQ(ask().call("CallVendorRequest", data)["responseData"]["waiting"], 0);
    gateway_.publish("tip Ben 5 EUR");
    EXPECT_TRUE(text_becomes("Label", "Ben"));
    ask().call("CallVendorRequest", data);
    EXPECT_TRUE(text_becomes("Label", "nobody yet"));
    end();
}

/// The lines of the document, typed into a client for WebSockets.
TEST_F(Scripts, it_is_spoken_with_by_hand)
{
    start(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}")})}));
    Process client({{ASTRO_PYTHON, "-m", "websockets", "ws://127.0.0.1:" + std::to_string(home_->websocket_port())},
                    {{"PYTHONUNBUFFERED", "1"}},
                    {},
                    true,
                    true});
    const auto reads = [&](const std::string &words) {
        std::string all;
        while (const auto line = client.read_line(soon)) {
            all += *line + "\n";
            if (line->find(words) != std::string::npos)
                return std::string();
        }
        return "no " + words + " in what it said:\n" + all;
    };
    EXPECT_EQ(reads("\"op\":0"), "");
    std::istringstream lines(documented(REMOTE_CONTROL, "jsonl").at(0));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    client.write_line(line);
    EXPECT_EQ(reads("\"op\":2"), "");
    ASSERT_TRUE(std::getline(lines, line));
    client.write_line(line);
    EXPECT_EQ(reads("\"fired\":[{\"rule\":\"Welcome\"}]"), "");
    EXPECT_TRUE(text_becomes("Label", "Ada"));
    end();
}

/// Which the tests do not need otherwise: tools/test installs it where npm is there.
class WithNode : public Scripts {
protected:
    void SetUp() override
    {
        if (!fs::exists(fs::path(NODE_FOLDER) / "node_modules" / "obs-websocket-js"))
            GTEST_SKIP() << "npm's obs-websocket-js is not installed";
    }

    /// A program of its own in the folder where its library is.
    Process run(const std::string &name, const std::string &program)
    {
        const fs::path file = fs::path(NODE_FOLDER) / name;
        write_file(file, program);
        return Process({{"node", file.string()}, {}, folder_.path() / "errors", true});
    }

    std::string with_port(std::string program) const
    {
        const std::string usual = "4455";
        return program.replace(program.find(usual), usual.size(), std::to_string(home_->websocket_port()));
    }

    std::string errors() const { return read_file(folder_.path() / "errors"); }
};

TEST_F(WithNode, the_example_of_the_document_works)
{
    start(rules({rule("Thanks", "tip", {action("set_text", "", "Label", "{user} {amount} {currency}")})}));
    Process client = run("example.mjs", with_port(documented(REMOTE_CONTROL, "js").at(0)));
    std::string said;
    for (const char *words : {"Thanks", "Tip: Ada, €5.00"}) {
        while (said.find(words) == std::string::npos) {
            const auto line = client.read_line(soon);
            ASSERT_TRUE(line) << "no " << words << " in\n" << said << errors();
            said += *line + "\n";
        }
    }
    EXPECT_TRUE(text_becomes("Label", "Ada 5 EUR"));
    client.kill();
    end();
}

TEST_F(WithNode, requests_are_answered_and_events_arrive)
{
    start(rules({rule("Welcome", "follow", {action("set_text", "", "Label", "{user}", 60000)}, "alerts")}));
    Process client = run("controls.mjs", with_port(read_file(NODE_CLIENT)));
    std::string said;
    while (const auto line = client.read_line(soon))
        said += *line + "\n";
    const auto exit = client.wait_for_exit(soon);
    ASSERT_TRUE(exit);
    EXPECT_TRUE(exit->clean()) << exit->told() << "\n" << said << errors();
    EXPECT_THAT(said, HasSubstr("all is well"));
    end();
}

} // namespace
