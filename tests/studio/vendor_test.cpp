// SPDX-License-Identifier: GPL-2.0-or-later
// Requests of obs-websocket, for which something stands in here, at moments that a whole OBS does not come to when one
// wants. Of OBS there is its library alone.
#include "studio/remote/vendor.h"

#include "harness/waiting.h"
#include "studio/harness/display.h"
#include "support/json.h"

#include <gtest/gtest.h>
#include <obs-module.h>

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// OBS's macros would do it for a module.
const char *obs_module_text(const char *key)
{
    return key;
}

namespace astro::studio::remote {
namespace {

/// What is posted to the UI thread, which is this test, to be run when it says so.
std::mutex lock;
std::deque<std::pair<obs_task_t, void *>> posted;

void post(obs_task_t task, void *param, bool)
{
    if (obs_in_task_thread(OBS_TASK_UI))
        return task(param); // as OBS does
    const std::lock_guard hold(lock);
    posted.emplace_back(task, param);
}

/// @return whether there was one.
bool run_posted()
{
    std::pair<obs_task_t, void *> next;
    {
        const std::lock_guard hold(lock);
        if (posted.empty())
            return false;
        next = posted.front();
        posted.pop_front();
    }
    next.first(next.second);
    return true;
}

struct Callback {
    void (*callback)(obs_data_t *, obs_data_t *, void *);
    void *owner;
};

/// As obs-websocket does: a callback is copied, and called after the lock is let go of.
class ObsWebSocket {
public:
    ObsWebSocket()
    {
        api_ = proc_handler_create();
        proc_handler_add(obs_get_proc_handler(), "void obs_websocket_api_get_ph(out ptr ph)", get_api, this);
        proc_handler_add(api_, "void vendor_register(in string name, out ptr vendor)", take_vendor, this);
        proc_handler_add(api_, "void vendor_request_register(in ptr vendor, in string type, in ptr callback)",
                         take_request, this);
        proc_handler_add(api_, "void vendor_request_unregister(in ptr vendor, in string type)", drop_request, this);
    }
    ~ObsWebSocket() { proc_handler_destroy(api_); }
    ObsWebSocket(const ObsWebSocket &) = delete;
    ObsWebSocket &operator=(const ObsWebSocket &) = delete;

    static Json::Value call(const Callback &callback, const std::string &data = "{}")
    {
        const OBSDataAutoRelease request = obs_data_create_from_json(data.c_str()), response = obs_data_create();
        callback.callback(request, response, callback.owner);
        std::string why;
        return json::parse(obs_data_get_json(response), why).value();
    }

    std::map<std::string, Callback> requests;

private:
    static void get_api(void *self, calldata_t *call)
    {
        calldata_set_ptr(call, "ph", static_cast<ObsWebSocket *>(self)->api_);
    }
    static void take_vendor(void *self, calldata_t *call) { calldata_set_ptr(call, "vendor", self); }
    static void take_request(void *self, calldata_t *call)
    {
        void *callback = nullptr;
        calldata_get_ptr(call, "callback", &callback);
        static_cast<ObsWebSocket *>(self)->requests[calldata_string(call, "type")] =
            *static_cast<const Callback *>(callback);
        calldata_set_bool(call, "success", true);
    }
    static void drop_request(void *self, calldata_t *call)
    {
        static_cast<ObsWebSocket *>(self)->requests.erase(calldata_string(call, "type"));
    }

    proc_handler_t *api_ = nullptr;
};

class VendorTest : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        static const auto display = harness::Display::virtual_display({640, 480});
        for (const auto &[name, value] : display->environment())
            setenv(name.c_str(), value.c_str(), 1);
        ASSERT_TRUE(obs_startup("en-US", nullptr, nullptr));
        obs_set_ui_task_handler(post);
        run_posted(); // so OBS learns which thread it is
    }
    static void TearDownTestSuite() { obs_shutdown(); }

    /// OBS takes no procedure back.
    static ObsWebSocket &obs_websocket()
    {
        static ObsWebSocket only;
        return only;
    }

    VendorTest()
    {
        obs_websocket();
        vendor_->register_requests();
    }
    ~VendorTest() override
    {
        while (run_posted()) {
        }
    }

    Callback get_rules() const { return obs_websocket().requests.at("GetRules"); }

    static std::future<Json::Value> call(const Callback &callback)
    {
        return std::async(std::launch::async, [callback] { return ObsWebSocket::call(callback); });
    }

    static bool is_posted()
    {
        return harness::wait_until(
            [] {
                const std::lock_guard hold(lock);
                return !posted.empty();
            },
            std::chrono::seconds(5));
    }

    std::atomic<int> asked_ = 0;
    std::function<void()> when_asked_ = [] {};
    rules::RuleSet rules_;
    Pipeline pipeline_{
        {[](const rules::Batch &, Pipeline::Basis) {}, {}, {}}, {}, [](LogLevel, const std::string &) {}};
    Controls controls_{pipeline_,
                       {},
                       [this]() -> const rules::RuleSet & {
                           ++asked_;
                           when_asked_();
                           return rules_;
                       },
                       [](const rules::Rule &) { return std::vector<std::string>(); },
                       {},
                       {},
                       {},
                       {},
                       {}};
    UiThread ui_;
    std::unique_ptr<Vendor> vendor_ = std::make_unique<Vendor>(controls_, ui_);
};

TEST_F(VendorTest, ARequestIsHandledOnTheUIThread)
{
    auto answer = call(get_rules());
    ASSERT_TRUE(is_posted());
    EXPECT_EQ(asked_, 0);
    EXPECT_TRUE(run_posted());
    EXPECT_TRUE(answer.get()["rules"].isArray());
    EXPECT_EQ(asked_, 1);
}

/// So another plugin may ask.
TEST_F(VendorTest, ARequestOfTheUIThreadItselfIsHandledInsideTheCall)
{
    EXPECT_TRUE(ObsWebSocket::call(get_rules())["rules"].isArray());
    EXPECT_FALSE(run_posted());
}

TEST_F(VendorTest, ARequestThatIsCalledWhenAllIsGoneIsToldSo)
{
    const Callback callback = get_rules();
    vendor_.reset();
    EXPECT_TRUE(obs_websocket().requests.empty());
    EXPECT_EQ(ObsWebSocket::call(callback)["error"], "Remote.Ending");
    EXPECT_FALSE(run_posted());
}

TEST_F(VendorTest, WhoWaitsAtTheEndIsToldSoAndNothingIsDone)
{
    auto answer = call(get_rules());
    ASSERT_TRUE(is_posted());
    vendor_.reset();
    EXPECT_EQ(answer.get()["error"], "Remote.Ending");
    EXPECT_TRUE(run_posted());
    EXPECT_EQ(asked_, 0);
}

TEST_F(VendorTest, WhatIsGivenUpIsNotDoneLater)
{
    EXPECT_EQ(call(get_rules()).get()["error"], "Remote.NoAnswer");
    EXPECT_TRUE(run_posted());
    EXPECT_EQ(asked_, 0);
}

/// Without it, it would be another request.
TEST_F(VendorTest, ARequestWhoseDataCanNotBeReadIsNotHandled)
{
    std::string deep = "{}";
    for (int i = 0; i < 100; ++i)
        deep = R"({"a":)" + deep + "}";
    for (const std::string &data : {deep, R"({"a":")" + std::string(5'000'000, 'x') + "\"}"})
        EXPECT_EQ(ObsWebSocket::call(get_rules(), data)["error"], "Remote.Unreadable");
    EXPECT_EQ(asked_, 0);
}

/// A file of rules may bring such a name, and OBS's data has no zeros.
TEST_F(VendorTest, ANameThatObsCanNotHoldCostsNoAnswer)
{
    rules_.rules.resize(1);
    rules_.rules[0].name = std::string("a\0b", 3);
    EXPECT_EQ(ObsWebSocket::call(get_rules())["rules"][0]["name"], "ab");
}

/// As for a batch that obs-websocket runs frame by frame.
TEST_F(VendorTest, AUIThreadThatWaitsForTheGraphicsThreadDoesNotWaitLong)
{
    obs_video_info video{};
    video.graphics_module = "libobs-opengl";
    video.fps_num = 30;
    video.fps_den = 1;
    video.base_width = video.output_width = video.base_height = video.output_height = 64;
    video.output_format = VIDEO_FORMAT_NV12;
    ASSERT_EQ(obs_reset_video(&video), OBS_VIDEO_SUCCESS);

    struct Batch {
        Callback callback;
        std::vector<Json::Value> answers;
    } batch{get_rules(), {}};
    const auto run = [](void *param) {
        auto &self = *static_cast<Batch *>(param);
        for (int i = 0; i < 100; ++i)
            self.answers.push_back(ObsWebSocket::call(self.callback));
    };
    const auto begun = harness::Clock::now();
    obs_queue_task(OBS_TASK_GRAPHICS, run, &batch, true);
    EXPECT_LT(harness::Clock::now() - begun, std::chrono::seconds(2));
    for (const Json::Value &answer : batch.answers)
        EXPECT_EQ(answer["error"], "Remote.NoAnswer");
    EXPECT_TRUE(run_posted());
    EXPECT_EQ(asked_, 0);

    // It is asked again as soon as it comes to what it is asked.
    std::atomic<bool> done = false;
    auto second = std::async(std::launch::async, [&] {
        obs_queue_task(OBS_TASK_GRAPHICS, run, &batch, true);
        done = true;
    });
    while (!done)
        run_posted();
    EXPECT_TRUE(batch.answers.back()["rules"].isArray());
}

TEST_F(VendorTest, AFaultIsAnswered)
{
    when_asked_ = [] { throw std::runtime_error("no rules today"); };
    auto answer = call(get_rules());
    ASSERT_TRUE(is_posted());
    EXPECT_TRUE(run_posted());
    EXPECT_EQ(answer.get()["error"], "Remote.Failed");
}

} // namespace
} // namespace astro::studio::remote
