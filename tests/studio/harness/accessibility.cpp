// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/harness/accessibility.h"

#include <systemd/sd-bus.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace harness {

namespace {

constexpr milliseconds patience(20000);

constexpr const char *registry = "org.a11y.atspi.Registry";
constexpr const char *root = "/org/a11y/atspi/accessible/root";
constexpr const char *accessible = "org.a11y.atspi.Accessible";

// AtspiStateType, of which each is a bit.
enum State { state_checked = 4, state_focused = 12, state_selectable = 22 };

struct MessageEnd {
    void operator()(sd_bus_message *message) const { sd_bus_message_unref(message); }
};
using Message = std::unique_ptr<sd_bus_message, MessageEnd>;

/// The widget that was asked is gone.
class Gone : public Error {
public:
    using Error::Error;
};

void check(int result, const char *what)
{
    if (result < 0)
        throw Error(std::string("D-Bus: ") + what + ": " + std::strerror(-result));
}

} // namespace

/// One connection to a bus of D-Bus.
class Accessibility::Bus {
public:
    explicit Bus(const std::string &address)
    {
        sd_bus *made = nullptr;
        check(sd_bus_new(&made), "no connection");
        bus_.reset(made);
        check(sd_bus_set_address(made, address.c_str()), "the address");
        check(sd_bus_set_bus_client(made, 1), "a client");
        check(sd_bus_start(made), "no bus");
    }

    /// @throws Gone when there is no answer that is good.
    template <class... Args>
    Message call(const char *to, const char *path, const char *interface, const char *member, const char *types = "",
                 Args... args)
    {
        sd_bus_error error = SD_BUS_ERROR_NULL;
        sd_bus_message *reply = nullptr;
        const int result = sd_bus_call_method(bus_.get(), to, path, interface, member, &error, &reply, types, args...);
        const std::string why = error.message ? error.message : "";
        sd_bus_error_free(&error);
        if (result < 0)
            throw Gone(std::string(member) + ": " + why);
        return Message(reply);
    }

    /// @throws Gone
    template <class... Args>
    Message ask(const Widget &widget, const char *interface, const char *member, const char *types = "", Args... args)
    {
        return call(widget.sender.c_str(), widget.path.c_str(), interface, member, types, args...);
    }

    /// A property that is a text.
    std::string name_of(const Widget &widget)
    {
        const Message reply = ask(widget, "org.freedesktop.DBus.Properties", "Get", "ss", accessible, "Name");
        const char *name = "";
        check(sd_bus_message_read(reply.get(), "v", "s", &name), "a name");
        return name;
    }

    std::vector<Widget> children_of(const Widget &widget)
    {
        const Message reply = ask(widget, accessible, "GetChildren");
        check(sd_bus_message_enter_container(reply.get(), 'a', "(so)"), "children");
        std::vector<Widget> children;
        const char *sender = nullptr;
        const char *path = nullptr;
        while (sd_bus_message_read(reply.get(), "(so)", &sender, &path) > 0) {
            Widget child;
            child.sender = sender;
            child.path = path;
            children.push_back(std::move(child));
        }
        return children;
    }

    /// The widget with all that it says, and all that is in it.
    void fill(Widget &widget)
    {
        widget.name = name_of(widget);
        const Message role = ask(widget, accessible, "GetRoleName");
        const char *word = "";
        check(sd_bus_message_read(role.get(), "s", &word), "a role");
        widget.role = word;
        fill_state(widget);
        fill_area(widget);
        widget.children = children_of(widget);
        for (Widget &child : widget.children)
            fill(child);
    }

    void fill_state(Widget &widget)
    {
        const Message reply = ask(widget, accessible, "GetState");
        const void *bits = nullptr;
        std::size_t size = 0;
        check(sd_bus_message_read_array(reply.get(), 'u', &bits, &size), "a state");
        std::array<std::uint32_t, 2> words{};
        std::memcpy(words.data(), bits, std::min(size, sizeof(words)));
        const auto is = [&](State state) { return (words[0] >> state & 1) != 0; };
        widget.checked = is(state_checked);
        widget.focused = is(state_focused);
        widget.can_be_chosen = is(state_selectable);
    }

private:
    void fill_area(Widget &widget)
    {
        constexpr std::uint32_t on_screen = 0;
        Message reply;
        try {
            reply = ask(widget, "org.a11y.atspi.Component", "GetExtents", "u", on_screen);
        } catch (const Gone &) {
            return; // not all that is told of has a place
        }
        std::int32_t x = 0, y = 0, width = 0, height = 0;
        check(sd_bus_message_read(reply.get(), "(iiii)", &x, &y, &width, &height), "a place");
        widget.area = {x, y, width, height};
    }

    struct End {
        void operator()(sd_bus *bus) const { sd_bus_flush_close_unref(bus); }
    };
    std::unique_ptr<sd_bus, End> bus_;
};

const Widget *Widget::find(const std::function<bool(const Widget &)> &is) const
{
    if (is(*this))
        return this;
    for (const Widget &child : children) {
        if (const Widget *found = child.find(is))
            return found;
    }
    return nullptr;
}

Accessibility::Accessibility(const Display &display)
{
    const auto log = folder_.path() / "dbus.log";
    const std::string home = folder_.path();
    // Knowing the display, AT-SPI writes the address of its bus there. Qt 5 looks for it there as well as on this bus,
    // and is deaf now and then where it finds it here alone: it may begin to tell before it is connected.
    Environment environment = display.environment();
    environment["HOME"] = environment["XDG_RUNTIME_DIR"] = environment["XDG_CACHE_HOME"] = home;
    environment["GSETTINGS_BACKEND"] = "memory"; // what is set there is in force
    daemon_ = std::make_unique<Process>(Process::Options{{"dbus-daemon", "--session", "--nofork", "--nopidfile",
                                                          "--print-address=1", "--address=unix:path=" + home + "/bus"},
                                                         std::move(environment),
                                                         log,
                                                         true});
    const auto address = daemon_->read_line(patience);
    if (!address)
        throw Error("dbus-daemon did not start: " + read_file(log));
    environment_ = {{"DBUS_SESSION_BUS_ADDRESS", *address}, {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1"}};

    // The first to ask has it started. Qt tells of its windows only when somebody says that they are wanted.
    Bus session(*address);
    constexpr const char *launcher = "org.a11y.Bus";
    constexpr const char *path = "/org/a11y/bus";
    const Message reply = session.call(launcher, path, launcher, "GetAddress");
    const char *own_address = "";
    check(sd_bus_message_read(reply.get(), "s", &own_address), "its address");
    session.call(launcher, path, "org.freedesktop.DBus.Properties", "Set", "ssv", "org.a11y.Status", "IsEnabled", "b",
                 1);
    environment_["AT_SPI_BUS_ADDRESS"] = own_address; // what Qt 6 looks at first
    bus_ = std::make_unique<Bus>(own_address);
}

Accessibility::~Accessibility() = default;

std::optional<Widget> Accessibility::window(const std::string &title)
{
    Widget desktop;
    desktop.sender = registry;
    desktop.path = root;
    try {
        for (const Widget &program : bus_->children_of(desktop)) {
            for (Widget &window : bus_->children_of(program)) {
                if (bus_->name_of(window).find(title) == std::string::npos)
                    continue;
                bus_->fill(window);
                return window;
            }
        }
    } catch (const Gone &) {
        return std::nullopt;
    }
    return std::nullopt;
}

bool Accessibility::focus(const Widget &widget)
{
    try {
        bus_->ask(widget, "org.a11y.atspi.Component", "GrabFocus");
        Widget now = widget;
        bus_->fill_state(now);
        return now.focused;
    } catch (const Gone &) {
        return false;
    }
}

bool Accessibility::press(const Widget &widget)
{
    try {
        const Message reply = bus_->ask(widget, "org.a11y.atspi.Action", "GetActions");
        check(sd_bus_message_enter_container(reply.get(), 'a', "(sss)"), "actions");
        const char *name = nullptr;
        const char *description = nullptr;
        const char *key = nullptr;
        for (std::int32_t i = 0; sd_bus_message_read(reply.get(), "(sss)", &name, &description, &key) > 0; ++i) {
            if (std::string(name) != "Press")
                continue;
            bus_->ask(widget, "org.a11y.atspi.Action", "DoAction", "i", i);
            return true;
        }
        return false;
    } catch (const Gone &) {
        return false;
    }
}

std::string Accessibility::text_in(const Widget &widget)
{
    const Message reply = bus_->ask(widget, "org.a11y.atspi.Text", "GetText", "ii", 0, -1);
    const char *text = "";
    check(sd_bus_message_read(reply.get(), "s", &text), "a text");
    return text;
}

} // namespace harness
