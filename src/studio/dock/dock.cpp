// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/dock.h"

#include "studio/dock/activity.h"
#include "studio/dock/activity_pane.h"
#include "studio/dock/fired_times.h"
#include "studio/dock/paced.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/rules_pane.h"
#include "studio/dock/status_pane.h"
#include "studio/dock/steps.h"
#include "studio/dock/try_pane.h"
#include "studio/event_text.h"

#include <obs-frontend-api.h>
#include <obs.h>

#include <QDockWidget>
#include <QMainWindow>
#include <QPointer>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace astro::studio::dock {
namespace {

constexpr const char *dock_id = "obs_astro_dock";
constexpr int second = 1000;   // ms
constexpr int settled = 200;   // ms
constexpr int narrowest = 250; // pixels
constexpr QSize first_size{380, 600};

/// What OBS makes room for. It is empty until it is first seen.
class Content : public QWidget {
public:
    std::function<void()> seen;

    /// Since 30.0 OBS shows a dock first in the size that its widget likes.
    QSize sizeHint() const override { return layout() ? QWidget::sizeHint() : first_size; }

protected:
    void showEvent(QShowEvent *event) override
    {
        QWidget::showEvent(event);
        if (seen)
            seen();
    }
};

/// Since 30.0 OBS makes the dock around a widget; before, it takes one that is made.
void add_to_obs(QWidget *content)
{
#if LIBOBS_API_VER >= MAKE_SEMANTIC_VERSION(30, 0, 0)
    obs_frontend_add_dock_by_id(dock_id, text("Dock.Title").c_str(), content);
#else
    auto *window = static_cast<QMainWindow *>(obs_frontend_get_main_window());
    auto *dock = new QDockWidget(words("Dock.Title"), window);
    dock->setObjectName(dock_id);
    dock->setWidget(content);
    // Until the user opens it, or OBS finds that it was open. First, since OBS makes room for what is shown.
    dock->hide();
    window->addDockWidget(Qt::RightDockWidgetArea, dock); // its place once the user puts it into the window
    dock->setFloating(true);
    dock->resize(first_size);
    obs_frontend_add_dock(dock);
#endif
}

} // namespace

class Dock::Impl {
public:
    Impl(const Controls &controls, const UiThread &ui)
        : controls_(controls),
          ui_(ui),
          content_(new Content),
          steps_(new Steps(content_)),
          activity_(texts()),
          events_soon_(new Paced(content_, [this] { activity_pane_->show_new(); })),
          rules_soon_(new Paced(content_, [this] { show_rules(); })),
          fired_soon_(new Paced(content_, [this] { note_fired(); })),
          queues_soon_(new Paced(content_, [this] { status_->show_queues(); }))
    {
        content_->setMinimumWidth(narrowest);
        add_to_obs(content_);
    }

    bool alive() const { return !content_.isNull(); }

    void begin()
    {
        content_->seen = [this] { fill(); };
        // OBS is busy with its own windows still.
        auto *soon = new QTimer(content_);
        soon->setSingleShot(true);
        QObject::connect(soon, &QTimer::timeout, content_, [this] {
            if (content_->seen && content_->isVisible())
                fill();
        });
        soon->start(settled);
    }

    void events_came(const std::vector<HistoryItem> &items)
    {
        activity_.add(items);
        if (activity_pane_)
            events_soon_->changed();
    }

    void rules_fired(const std::vector<rules::Fired> &fired)
    {
        for (const rules::Fired &one : fired)
            fired_.insert(one.rule);
        fired_soon_->changed();
    }

    void rules_changed()
    {
        rules_soon_->changed();
        if (try_)
            try_->ask_soon();
    }

    void collection_left()
    {
        fired_.clear();
        fired_times_.forget();
        if (rules_)
            rules_->forget();
    }

    void statuses_changed()
    {
        if (status_)
            status_->show_statuses();
        if (try_)
            try_->show_accounts();
    }

    void renamed(const rules::Rename &rename)
    {
        if (rules_)
            rules_->renamed(rename);
    }

    void queues_changed()
    {
        if (status_)
            queues_soon_->changed();
    }

    void surroundings_changed()
    {
        if (try_)
            try_->ask_when_seen();
    }

    /// OBS's window holds the empty rest of it.
    void end()
    {
        if (alive())
            delete content_;
    }

private:
    /// Of the tabs. It is made when it is first chosen: Qt applies another theme in one turn to all that there is.
    struct Page {
        const char *label;
        std::function<void()> make; ///< null once it has begun
    };

    /// Part by part: all at once would keep OBS from its preview. Each is made where it belongs, since Qt applies the
    /// theme anew to all that moves into another widget.
    void fill()
    {
        content_->seen = nullptr;
        steps_->then([this] { make_status(); });
        steps_->then([this] { make_tabs(); });
    }

    void make_status()
    {
        auto *all = new QVBoxLayout(content_);
        all->setContentsMargins(4, 4, 4, 4);
        status_ = new StatusPane(content_, controls_);
        steps_->apply_theme(status_);
        steps_->then([this] {
            put_into(content_, status_);
            // Some of its words change with time alone.
            auto *clock = new QTimer(content_);
            QObject::connect(clock, &QTimer::timeout, content_, [this] { status_->show_statuses(); });
            clock->start(second);
        });
    }

    void make_tabs()
    {
        tabs_ = new QTabWidget(content_);
        tabs_->setDocumentMode(true);
        // OBS's themes give them more room than a narrow dock has.
        tabs_->tabBar()->setStyleSheet("QTabBar::tab { min-width: 0; padding-left: 6px; padding-right: 6px; }");
        for (const Page &one : pages_) {
            auto *page = new QWidget(tabs_);
            auto *whole = new QVBoxLayout(page);
            whole->setContentsMargins(0, 0, 0, 0);
            tabs_->addTab(page, words(one.label));
        }
        steps_->apply_theme(tabs_);
        steps_->then([this] {
            put_into(content_, tabs_, 1);
            QObject::connect(tabs_, &QTabWidget::currentChanged, content_, [this](int place) { open_page(place); });
            open_page(tabs_->currentIndex());
        });
    }

    void open_page(int place)
    {
        if (auto make = std::exchange(pages_.at(static_cast<std::size_t>(place)).make, nullptr))
            steps_->then(std::move(make));
    }

    void make_activity()
    {
        make_page(0, activity_pane_, controls_, activity_);
        steps_->then([this] {
            activity_pane_->show_new();
            steps_->rest();
        });
    }

    void make_rules()
    {
        make_page(1, rules_, controls_, fired_times_);
        steps_->then([this] { rules_->show_rules(); }); // in turns of its own
    }

    void make_try()
    {
        make_page(2, try_, controls_, ui_);
        steps_->then([this] { try_->show_accounts(); });
    }

    /// `made` is what it is called from then on when all of it is there.
    template <class Pane, class... Args>
    void make_page(int place, Pane *&made, Args &...args)
    {
        auto *pane = new Pane(tabs_->widget(place), *steps_, args...);
        steps_->then([this, pane] { steps_->apply_theme(pane); });
        steps_->then([this, place, pane, &made] {
            made = pane;
            put_into(tabs_->widget(place), pane);
        });
    }

    void put_into(QWidget *whole, QWidget *part, int stretch = 0)
    {
        static_cast<QVBoxLayout *>(whole->layout())->addWidget(part, stretch);
        steps_->rest();
    }

    void show_rules()
    {
        fired_times_.follow(controls_.rules());
        if (rules_)
            rules_->show_rules();
    }

    void note_fired()
    {
        fired_times_.note(fired_, time_of_day(std::chrono::system_clock::now()));
        if (rules_)
            rules_->show_fired(fired_);
        fired_.clear();
    }

    const Controls &controls_;
    const UiThread &ui_;
    QPointer<Content> content_; ///< OBS's window owns it
    Steps *steps_;

    // What is told while nobody has seen the dock yet.
    Activity activity_;
    std::set<std::string> fired_; ///< rules that are to be noted
    FiredTimes fired_times_;

    Paced *events_soon_;
    Paced *rules_soon_; ///< never at once: it may be one of its own rows that says what changed
    Paced *fired_soon_, *queues_soon_;

    std::array<Page, 3> pages_{{{"Dock.Activity", [this] { make_activity(); }},
                                {"Dock.Rules", [this] { make_rules(); }},
                                {"Dock.Try", [this] { make_try(); }}}};

    // Null until they are made, see fill() and open_page().
    QTabWidget *tabs_ = nullptr;
    StatusPane *status_ = nullptr;
    ActivityPane *activity_pane_ = nullptr;
    RulesPane *rules_ = nullptr;
    TryPane *try_ = nullptr;
};

Dock::Dock(const Controls &controls, const UiThread &ui) : impl_(std::make_unique<Impl>(controls, ui)) {}

Dock::~Dock()
{
    end();
}

void Dock::end()
{
    if (impl_)
        impl_->end();
    impl_.reset();
}

void Dock::begin()
{
    if (impl_ && impl_->alive())
        impl_->begin();
}

void Dock::events_came(const std::vector<HistoryItem> &items)
{
    if (impl_ && impl_->alive())
        impl_->events_came(items);
}

void Dock::rules_fired(const std::vector<rules::Fired> &fired)
{
    if (impl_ && impl_->alive())
        impl_->rules_fired(fired);
}

void Dock::rules_changed()
{
    if (impl_ && impl_->alive())
        impl_->rules_changed();
}

void Dock::collection_left()
{
    if (impl_ && impl_->alive())
        impl_->collection_left();
}

void Dock::statuses_changed()
{
    if (impl_ && impl_->alive())
        impl_->statuses_changed();
}

void Dock::renamed(const rules::Rename &rename)
{
    if (impl_ && impl_->alive())
        impl_->renamed(rename);
}

void Dock::queues_changed()
{
    if (impl_ && impl_->alive())
        impl_->queues_changed();
}

void Dock::surroundings_changed()
{
    if (impl_ && impl_->alive())
        impl_->surroundings_changed();
}

} // namespace astro::studio::dock
