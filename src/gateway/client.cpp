// SPDX-License-Identifier: GPL-2.0-or-later
#include "gateway/client.h"

#include "gateway/network/transport.h"
#include "gateway/session/session.h"
#include "support/log_budget.h"
#include "support/system.h"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

namespace astro::gateway {
namespace {

constexpr std::size_t most_lines_a_minute = 40; ///< of an account, and of what is of none

/// 0 when it is none.
std::uint64_t number_from(const std::string &payload)
{
    std::uint64_t number = 0;
    const auto read = std::from_chars(payload.data(), payload.data() + payload.size(), number);
    return read.ec == std::errc() ? number : 0;
}

} // namespace

/// All members but `thread_` and `stop_lock_` belong to the client's thread once it runs, and then to who joined it.
class Client::Impl : public std::enable_shared_from_this<Client::Impl> {
public:
    Impl(Callbacks callbacks, Log log, Environment environment)
        : callbacks_(std::move(callbacks)),
          whole_log_(std::move(log)),
          environment_(std::move(environment)),
          log_(budgeted_log()),
          keep_running_(loop_.get_executor())
    {}

    void start()
    {
        thread_ = std::thread([this] {
            system::name_this_thread("astro client");
            run([this] { loop_.run(); });
        });
    }

    void stop(std::chrono::milliseconds patience)
    {
        const std::lock_guard hold(stop_lock_);
        if (!thread_.joinable())
            return;
        asio::post(loop_, [this, patience] {
            try {
                say_goodbye(patience);
            } catch (const std::exception &fault) {
                end();
                log_(LogLevel::error, std::string("a goodbye failed: ") + fault.what());
            }
        });
        thread_.join();
        // What was broken off, a TLS handshake maybe, holds itself until it is told. Nothing more comes of it.
        loop_.restart();
        run([this] { loop_.poll(); });
    }

    void post(std::function<void()> task)
    {
        asio::post(loop_, [this, task = std::move(task)] {
            if (!stopping_)
                guarded(task);
        });
    }

    void after(std::chrono::milliseconds delay, std::function<void()> task)
    {
        auto timer = std::make_shared<asio::steady_timer>(loop_, delay);
        timer->async_wait([this, timer, task = std::move(task)](const asio::error_code &error) {
            if (!error && !stopping_)
                guarded(task);
        });
    }

    void set_accounts(const std::vector<Account> &accounts, const std::function<void()> &first)
    {
        if (first)
            guarded(first);
        const Instant now = environment_.now();
        follow_new_names(accounts);
        for (auto link = links_.begin(); link != links_.end();) {
            if (is_named(accounts, link->first)) {
                ++link;
                continue;
            }
            link->second->session.stop(now);
            settle(*link->second, now);
            abandon(*link->second); // nobody waits for this goodbye
            link = links_.erase(link);
        }
        for (const Account &account : accounts)
            set_account(account, now);
        publish();
    }

    void retry_now()
    {
        for (auto &[name, link] : links_) {
            const Instant now = environment_.now();
            link->session.retry_now(now);
            settle(*link, now);
        }
    }

    void clock_jumped()
    {
        for (auto &[name, link] : links_)
            look_at_the_clock(*link);
    }

    std::vector<Status> statuses() const
    {
        std::vector<Status> all;
        for (const auto &[name, link] : links_)
            all.push_back(link->session.status());
        return all;
    }

private:
    /// One account: its session and the transports that it asked for.
    struct Link : std::enable_shared_from_this<Link> {
        Link(asio::io_context &loop, Account account, const Session::Random &random, const Log &log)
            : session(std::move(account), random, log), alarm(loop)
        {}
        Account is; ///< as it was set last
        Session session;
        std::map<ConnectionId, std::shared_ptr<Transport>> transports;
        asio::steady_timer alarm;
        std::optional<Deadline> armed_for;
        /// A way that lets a connection through and swallows what comes after (a tunnel, for all that is large) is not
        /// found out by trying addresses in turn (RFC 8305): after such a try the other kind goes first.
        bool ipv4_first = false;
        std::uint64_t told_revision = ~std::uint64_t(0);
    };

    template <typename Turn>
    void run(const Turn &turn)
    {
        for (;;) {
            try {
                turn();
                return;
            } catch (const std::exception &fault) {
                log_(LogLevel::error, std::string("a fault on the client's thread, which goes on: ") + fault.what());
            }
        }
    }

    /// A task's fault is logged and stays here: this thread serves everything else as well.
    template <typename Task>
    void guarded(const Task &task)
    {
        try {
            task();
        } catch (const std::exception &fault) {
            log_(LogLevel::error, std::string("a task on the client's thread failed: ") + fault.what());
        }
    }

    static bool is_named(const std::vector<Account> &accounts, const std::string &name)
    {
        return std::any_of(accounts.begin(), accounts.end(),
                           [&](const Account &account) { return account.name == name; });
    }

    /// An account of which nothing but the name is new keeps its session, and with that its connection.
    void follow_new_names(const std::vector<Account> &accounts)
    {
        for (const Account &account : accounts) {
            if (links_.count(account.name) == 1)
                continue;
            const auto known = std::find_if(links_.begin(), links_.end(), [&](const auto &link) {
                Account renamed = link.second->is;
                renamed.name = account.name;
                return renamed == account && !is_named(accounts, link.first);
            });
            if (known == links_.end())
                continue;
            auto link = links_.extract(known);
            const std::string before = std::exchange(link.key(), account.name);
            links_.insert(std::move(link));
            if (callbacks_.on_renamed)
                callbacks_.on_renamed(before, account.name);
        }
    }

    void set_account(const Account &account, const Instant &now)
    {
        if (const auto known = links_.find(account.name); known != links_.end()) {
            known->second->is = account;
            known->second->session.configure(account, now);
            settle(*known->second, now);
            return;
        }
        auto link = std::make_shared<Link>(
            loop_, account, [this] { return std::uniform_real_distribution<>(0, 1)(random_); }, budgeted_log());
        link->is = account;
        links_.emplace(account.name, link);
        link->session.start(now);
        settle(*link, now);
    }

    /// Does what the session wants, sets its alarm, and tells of a new status. Ends every turn of a session.
    void settle(Link &link, const Instant &now)
    {
        // A fault of one holds up neither the others nor the alarm, by which the session finds out and goes on.
        for (SessionOutput &output : link.session.take_outputs())
            guarded([&] { std::visit([&](auto &wanted) { carry_out(link, wanted); }, output); });
        arm(link, now);
        if (link.session.status_revision() != link.told_revision) {
            link.told_revision = link.session.status_revision();
            if (!stopping_ && callbacks_.on_status)
                callbacks_.on_status(link.session.status());
        }
    }

    void carry_out(Link &link, OpenConnection &wanted)
    {
        Transport::Options options;
        options.url = wanted.url;
        options.ca_file = link.session.account().ca_file;
        options.proxy = link.session.account().proxy;
        options.look_up = environment_.look_up;
        options.ipv4_first = link.ipv4_first;
        const ConnectionId id = wanted.connection;
        // The link may be gone by the time that a transport calls.
        const std::weak_ptr<Link> weak = link.weak_from_this();
        const auto turn = [this, weak](auto happened) {
            if (const auto alive = weak.lock()) {
                const Instant now = environment_.now();
                guarded([&] {
                    happened(*alive, now);
                    settle(*alive, now);
                });
            }
        };
        Transport::Callbacks callbacks;
        const auto telling = [turn, id](auto what) {
            return [turn, id, what](const auto &...with) {
                turn([&](Link &alive, const Instant &now) { (alive.session.*what)(id, with..., now); });
            };
        };
        callbacks.on_open = telling(&Session::on_open);
        callbacks.on_frame = telling(&Session::on_frame);
        callbacks.on_life = telling(&Session::on_life);
        callbacks.on_pong = [tell = telling(&Session::on_pong)](const std::string &payload) {
            tell(number_from(payload));
        };
        callbacks.on_closed = [this, turn, id](const Closed &closed) {
            turn([id, &closed](Link &alive, const Instant &now) {
                alive.transports.erase(id);
                if (closed.failure == Failure::timed_out)
                    alive.ipv4_first = !alive.ipv4_first;
                alive.session.on_closed(id, closed, now);
            });
            if (stopping_)
                end_when_all_said_goodbye();
        };
        link.transports.emplace(id, Transport::open(loop_, std::move(options), std::move(callbacks)));
    }

    /// Null when it has ended.
    static Transport *transport_of(Link &link, ConnectionId id)
    {
        const auto found = link.transports.find(id);
        return found == link.transports.end() ? nullptr : found->second.get();
    }

    void carry_out(Link &link, SendFrame &wanted)
    {
        if (Transport *transport = transport_of(link, wanted.connection))
            transport->send(wanted.frame);
    }

    void carry_out(Link &link, SendPing &wanted)
    {
        if (Transport *transport = transport_of(link, wanted.connection))
            transport->ping(std::to_string(wanted.number));
    }

    void carry_out(Link &link, CloseConnection &wanted)
    {
        if (Transport *transport = transport_of(link, wanted.connection))
            transport->close();
    }

    void carry_out(Link &link, Deliver &wanted)
    {
        if (!stopping_ && callbacks_.on_notification)
            callbacks_.on_notification(link.session.account().name, wanted.notification);
    }

    void arm(Link &link, const Instant &now)
    {
        const auto deadline = stopping_ ? std::nullopt : link.session.next_deadline();
        if (deadline == link.armed_for)
            return;
        link.armed_for = deadline;
        link.alarm.cancel();
        if (!deadline)
            return;
        link.alarm.expires_after(std::max(*deadline - now.steady, Deadline::duration::zero()));
        const std::weak_ptr<Link> weak = link.weak_from_this();
        link.alarm.async_wait([this, weak](const asio::error_code &error) {
            const auto alive = error ? nullptr : weak.lock();
            if (!alive || stopping_)
                return;
            alive->armed_for.reset();
            guarded([&] { look_at_the_clock(*alive); });
        });
    }

    void look_at_the_clock(Link &link)
    {
        const Instant now = environment_.now();
        link.session.on_time(now);
        settle(link, now);
    }

    void publish()
    {
        // An account that went away changes no session's status, but what there is to be shown.
        if (callbacks_.on_status)
            callbacks_.on_status(links_.empty() ? Status() : links_.begin()->second->session.status());
    }

    static void abandon(Link &link)
    {
        link.alarm.cancel();
        for (auto &[id, transport] : link.transports)
            transport->abandon();
        link.transports.clear();
    }

    void say_goodbye(std::chrono::milliseconds patience)
    {
        stopping_ = true;
        // Before anything that may fail: exit never hangs on it.
        auto limit = std::make_shared<asio::steady_timer>(loop_, patience);
        limit->async_wait([this, limit](const asio::error_code &) { end(); });
        const Instant now = environment_.now();
        for (auto &[name, link] : links_) {
            link->session.stop(now);
            settle(*link, now);
        }
        end_when_all_said_goodbye();
    }

    void end_when_all_said_goodbye()
    {
        const bool all = std::all_of(links_.begin(), links_.end(),
                                     [](const auto &entry) { return entry.second->transports.empty(); });
        if (all)
            end();
    }

    void end()
    {
        for (auto &[name, link] : links_)
            abandon(*link);
        links_.clear();
        loop_.stop();
    }

    Log budgeted_log() const
    {
        return with_budget(whole_log_, most_lines_a_minute, [this] { return environment_.now().steady; });
    }

    Callbacks callbacks_;
    Log whole_log_;
    const Environment environment_;
    Log log_;
    asio::io_context loop_;
    asio::executor_work_guard<asio::io_context::executor_type> keep_running_;
    std::mt19937_64 random_{std::random_device{}()};
    std::map<std::string, std::shared_ptr<Link>> links_;
    bool stopping_ = false;
    std::mutex stop_lock_;
    std::thread thread_;
};

Client::Client(Callbacks callbacks, Log log, Environment environment)
    : impl_(std::make_shared<Impl>(std::move(callbacks), std::move(log), std::move(environment)))
{}

Client::~Client()
{
    stop();
}

void Client::start()
{
    impl_->start();
}
void Client::stop(std::chrono::milliseconds patience)
{
    impl_->stop(patience);
}

void Client::set_accounts(std::vector<Account> accounts, std::function<void()> first)
{
    impl_->post([impl = impl_.get(), accounts = std::move(accounts), first = std::move(first)] {
        impl->set_accounts(accounts, first);
    });
}

void Client::retry_now()
{
    impl_->post([impl = impl_.get()] { impl->retry_now(); });
}

void Client::clock_jumped()
{
    impl_->post([impl = impl_.get()] { impl->clock_jumped(); });
}

void Client::post(std::function<void()> task)
{
    impl_->post(std::move(task));
}

void Client::after(std::chrono::milliseconds delay, std::function<void()> task)
{
    impl_->after(delay, std::move(task));
}

std::vector<Status> Client::statuses() const
{
    return impl_->statuses();
}

} // namespace astro::gateway
