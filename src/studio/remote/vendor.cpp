// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/vendor.h"

#include "studio/guarded.h"
#include "studio/locale.h"
#include "studio/obs_json.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

namespace astro::studio::remote {

namespace {

constexpr const char *vendor_name = "obs-astro";
using std::chrono::milliseconds;

/// A UI thread that takes longer hangs.
constexpr milliseconds patience{5000};
/// Of the graphics thread, which asks for a batch that is run frame by frame: the picture stands still meanwhile, and
/// the UI thread may itself be waiting for a frame, as while a scene collection goes.
constexpr milliseconds patience_with_the_picture{100};

/// Passed to a procedure of OBS.
class Call {
public:
    Call() { calldata_init(&data_); }
    ~Call() { calldata_free(&data_); }
    Call(const Call &) = delete;
    Call &operator=(const Call &) = delete;

    Call &set(const char *name, void *pointer)
    {
        calldata_set_ptr(&data_, name, pointer);
        return *this;
    }
    Call &set(const char *name, const char *text)
    {
        calldata_set_string(&data_, name, text);
        return *this;
    }
    bool by(proc_handler_t *handler, const char *procedure) { return proc_handler_call(handler, procedure, &data_); }
    void *pointer(const char *name) const
    {
        void *found = nullptr;
        calldata_get_ptr(&data_, name, &found);
        return found;
    }
    bool flag(const char *name) const { return calldata_bool(&data_, name); }

private:
    calldata_t data_;
};

/// As obs-websocket expects it.
struct Callback {
    void (*callback)(obs_data_t *, obs_data_t *, void *);
    void *owner;
};

/// An answer on its way.
struct Answer {
    bool settled = false; ///< whether it is worked on, or nobody waits for it any more: what comes first
    std::optional<Json::Value> value;
};

} // namespace

/// Between those who wait for an answer and the UI thread, where it comes from.
class Vendor::Gate : public std::enable_shared_from_this<Gate> {
public:
    Gate(const Controls &controls, const UiThread &ui) : post_(ui.door()), controls_(&controls) {}

    /// UI thread. @return whether it was open
    bool close()
    {
        {
            const std::lock_guard hold(lock_);
            if (!std::exchange(controls_, nullptr))
                return false;
        }
        news_.notify_all();
        return true;
    }

    /// Any thread.
    Json::Value ask(const Request &request, const Json::Value &data)
    {
        const auto answer = std::make_shared<Answer>();
        const bool with_the_picture = obs_in_task_thread(OBS_TASK_GRAPHICS);
        const milliseconds longest = with_the_picture ? patience_with_the_picture : patience;
        std::unique_lock hold(lock_);
        if (!controls_)
            return error("Remote.Ending");
        if (with_the_picture && !given_up_.expired()) // it has not come to that one yet: a batch may have hundreds
            return error("Remote.NoAnswer");
        hold.unlock(); // on the UI thread itself the task may run inside the call
        post_([self = shared_from_this(), request, data, answer] { self->work(request, data, answer); });
        hold.lock();
        wait(hold, longest, [&] { return answer->settled; });
        if (controls_ && std::exchange(answer->settled, true)) // it is worked on, and waits for no picture
            wait(hold, patience, [&] { return answer->value.has_value(); });
        answer->settled = true;
        if (answer->value)
            return *answer->value;
        given_up_ = answer;
        return error(controls_ ? "Remote.NoAnswer" : "Remote.Ending");
    }

private:
    template <typename Come>
    void wait(std::unique_lock<std::mutex> &hold, milliseconds longest, const Come &come)
    {
        news_.wait_for(hold, longest, [&] { return !controls_ || come(); });
    }

    /// UI thread.
    void work(const Request &request, const Json::Value &data, const std::shared_ptr<Answer> &answer)
    {
        {
            const std::lock_guard hold(lock_);
            if (!controls_ || std::exchange(answer->settled, true))
                return;
        }
        news_.notify_all();
        const Respond respond = [self = shared_from_this(), answer](Json::Value value) {
            {
                const std::lock_guard hold(self->lock_);
                if (!answer->value)
                    answer->value = std::move(value);
            }
            self->news_.notify_all();
        };
        try {
            request.handle(*controls_, data, respond); // only this thread closes the gate
        } catch (const std::exception &fault) {
            blog(LOG_ERROR, "[obs-astro] the request %s failed: %s", request.type, fault.what());
            respond(error("Remote.Failed", {fault.what()}));
        }
    }

    const std::function<void(std::function<void()>)> post_;
    std::mutex lock_;
    std::condition_variable news_;
    const Controls *controls_;       ///< null: it is closed
    std::weak_ptr<Answer> given_up_; ///< the last one; gone once the UI thread has come to it
};

struct Vendor::Entry {
    std::shared_ptr<Gate> gate;
    Request request;
};

Vendor::Vendor(const Controls &controls, const UiThread &ui) : gate_(std::make_shared<Gate>(controls, ui)) {}

Vendor::~Vendor()
{
    end();
}

void Vendor::register_requests()
{
    Call api, vendor;
    if (!api.by(obs_get_proc_handler(), "obs_websocket_api_get_ph"))
        return;
    api_ = static_cast<proc_handler_t *>(api.pointer("ph"));
    if (!api_ || !vendor.set("name", vendor_name).by(api_, "vendor_register"))
        return;
    vendor_ = vendor.pointer("vendor");
    if (!vendor_)
        return;
    // Never destroyed: obs-websocket may be about to call us, and still does, when it is told that we are gone.
    static auto &lasting = *new std::list<Entry>;
    for (const Request &request : requests()) {
        Callback callback{on_request, &lasting.emplace_back(Entry{gate_, request})};
        Call call;
        call.set("vendor", vendor_).set("type", request.type).set("callback", static_cast<void *>(&callback));
        if (!call.by(api_, "vendor_request_register") || !call.flag("success"))
            blog(LOG_WARNING, "[obs-astro] obs-websocket did not take the request %s", request.type);
    }
}

void Vendor::end()
{
    if (!gate_->close() || !vendor_)
        return;
    for (const Request &request : requests()) {
        Call call;
        call.set("vendor", vendor_).set("type", request.type).by(api_, "vendor_request_unregister");
    }
    vendor_ = nullptr;
}

void Vendor::emit(const char *event, const Json::Value &data) const
{
    if (!vendor_)
        return;
    const OBSDataAutoRelease told = to_obs(data);
    Call call;
    call.set("vendor", vendor_).set("type", event).set("data", static_cast<void *>(told.Get()));
    call.by(api_, "vendor_event_emit");
}

void Vendor::on_request(obs_data_t *request, obs_data_t *response, void *param)
{
    guarded("a request by obs-websocket", [&] {
        const auto &entry = *static_cast<const Entry *>(param);
        // Without its data it would be another request: Clear without a queue clears them all.
        const auto data = from_obs(request);
        const OBSDataAutoRelease told =
            to_obs(data ? entry.gate->ask(entry.request, *data) : error("Remote.Unreadable"));
        obs_data_apply(response, told);
    });
}

} // namespace astro::studio::remote
