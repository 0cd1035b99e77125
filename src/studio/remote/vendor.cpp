// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/remote/vendor.h"

#include "studio/guarded.h"
#include "studio/locale.h"
#include "support/json.h"

#include <chrono>
#include <optional>
#include <utility>

namespace astro::studio::remote {

/// Who waits for an answer, and whether it is worth waiting.
struct Vendor::Gate {
    std::mutex lock;
    std::condition_variable news;
    bool open = true;
};

namespace {

constexpr const char *vendor_name = "obs-astro";
/// A UI thread that takes longer hangs.
constexpr std::chrono::seconds patience{5};

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

Json::Value read(obs_data_t *data)
{
    std::string why;
    const char *document = data ? obs_data_get_json(data) : nullptr;
    return json::parse(document ? document : "{}", why).value_or(Json::Value(Json::objectValue));
}

OBSDataAutoRelease written(const Json::Value &value)
{
    return obs_data_create_from_json(json::write_compact(value).c_str());
}

/// An answer on its way.
struct Answer {
    std::optional<Json::Value> value;
};

} // namespace

Vendor::Vendor(const Controls &controls, const UiThread &ui)
    : controls_(controls), ui_(ui), gate_(std::make_shared<Gate>())
{}

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
    for (const Request &request : requests()) {
        entries_.push_back(std::make_unique<Entry>(Entry{this, &request}));
        Callback callback{on_request, entries_.back().get()};
        Call call;
        call.set("vendor", vendor_).set("type", request.type).set("callback", static_cast<void *>(&callback));
        if (!call.by(api_, "vendor_request_register") || !call.flag("success"))
            blog(LOG_WARNING, "[obs-astro] obs-websocket did not take the request %s", request.type);
    }
}

void Vendor::end()
{
    {
        const std::lock_guard hold(gate_->lock);
        if (!std::exchange(gate_->open, false))
            return;
    }
    gate_->news.notify_all();
    if (!vendor_)
        return;
    for (const auto &entry : entries_) {
        Call call;
        call.set("vendor", vendor_).set("type", entry->request->type).by(api_, "vendor_request_unregister");
    }
    vendor_ = nullptr;
}

void Vendor::emit(const char *event, const Json::Value &data) const
{
    if (!vendor_)
        return;
    const OBSDataAutoRelease told = written(data);
    Call call;
    call.set("vendor", vendor_).set("type", event).set("data", static_cast<void *>(told.Get()));
    call.by(api_, "vendor_event_emit");
}

void Vendor::on_request(obs_data_t *request, obs_data_t *response, void *param)
{
    guarded("a request by obs-websocket", [&] {
        const auto &entry = *static_cast<const Entry *>(param);
        const OBSDataAutoRelease told = written(entry.vendor->answer(*entry.request, read(request)));
        obs_data_apply(response, told);
    });
}

Json::Value Vendor::answer(const Request &request, const Json::Value &data)
{
    const auto gate = gate_;
    const auto answer = std::make_shared<Answer>();
    const Respond respond = [gate, answer](Json::Value value) {
        {
            const std::lock_guard hold(gate->lock);
            answer->value = std::move(value);
        }
        gate->news.notify_all();
    };
    ui_.post([this, &request, data, respond] { request.handle(controls_, data, respond); });
    std::unique_lock hold(gate->lock);
    gate->news.wait_for(hold, patience, [&] { return !gate->open || answer->value; });
    if (answer->value)
        return *answer->value;
    return error(gate->open ? "Remote.NoAnswer" : "Remote.Ending");
}

} // namespace astro::studio::remote
