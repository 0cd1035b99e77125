// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/dock.h"

#include "studio/dock/activity_pane.h"
#include "studio/dock/paced.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/rules_pane.h"
#include "studio/dock/status_pane.h"
#include "studio/dock/try_pane.h"

#include <obs-frontend-api.h>
#include <obs.h>

#include <QDockWidget>
#include <QMainWindow>
#include <QPointer>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <set>
#include <string>

namespace astro::studio::dock {
namespace {

constexpr const char *dock_id = "obs_astro_dock";
constexpr int second = 1000;   // ms
constexpr int narrowest = 250; // pixels
constexpr QSize first_size{380, 600};

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
        : content_(new QWidget),
          status_(new StatusPane(controls)),
          activity_(new ActivityPane(controls)),
          rules_(new RulesPane(controls)),
          try_(new TryPane(controls, ui)),
          rules_soon_(new Paced(content_, [this] { rules_->show_rules(); })),
          fired_soon_(new Paced(content_, [this] { note_fired(); })),
          queues_soon_(new Paced(content_, [this] { status_->show_queues(); }))
    {
        auto *tabs = new QTabWidget;
        tabs->setDocumentMode(true);
        // OBS's themes give them more room than a narrow dock has.
        tabs->tabBar()->setStyleSheet("QTabBar::tab { min-width: 0; padding-left: 6px; padding-right: 6px; }");
        tabs->addTab(activity_, words("Dock.Activity"));
        tabs->addTab(rules_, words("Dock.Rules"));
        tabs->addTab(try_, words("Dock.Try"));
        auto *all = new QVBoxLayout(content_);
        all->setContentsMargins(4, 4, 4, 4);
        all->addWidget(status_);
        all->addWidget(tabs, 1);
        content_->setMinimumWidth(narrowest);
        // Some of the status's words change with time alone.
        auto *clock = new QTimer(content_);
        QObject::connect(clock, &QTimer::timeout, content_, [this] { status_->show_statuses(); });
        clock->start(second);
        add_to_obs(content_);
    }

    bool alive() const { return !content_.isNull(); }

    void note_fired()
    {
        rules_->note_fired(fired_);
        fired_.clear();
    }

    QPointer<QWidget> content_; ///< OBS's window owns it
    StatusPane *status_;
    ActivityPane *activity_;
    RulesPane *rules_;
    TryPane *try_;
    Paced *rules_soon_; ///< never at once: it may be one of its own rows that says what changed
    Paced *fired_soon_, *queues_soon_;
    std::set<std::string> fired_; ///< rules that are to be noted
};

Dock::Dock(const Controls &controls, const UiThread &ui) : impl_(std::make_unique<Impl>(controls, ui)) {}

Dock::~Dock()
{
    end();
}

void Dock::end()
{
    if (impl_ && impl_->alive()) {
        // OBS's window still holds the empty rest of it.
        delete impl_->content_;
    }
    impl_.reset();
}

void Dock::events_came(const std::vector<HistoryItem> &items)
{
    if (impl_ && impl_->alive())
        impl_->activity_->add(items);
}

void Dock::rules_fired(const std::vector<rules::Fired> &fired)
{
    if (!impl_ || !impl_->alive())
        return;
    for (const rules::Fired &one : fired)
        impl_->fired_.insert(one.rule);
    impl_->fired_soon_->changed();
}

void Dock::rules_changed()
{
    if (!impl_ || !impl_->alive())
        return;
    impl_->rules_soon_->changed();
    impl_->try_->ask_soon();
}

void Dock::collection_left()
{
    if (!impl_ || !impl_->alive())
        return;
    impl_->fired_.clear();
    impl_->rules_->forget();
}

void Dock::statuses_changed()
{
    if (!impl_ || !impl_->alive())
        return;
    impl_->status_->show_statuses();
    impl_->try_->show_accounts();
}

void Dock::renamed(const rules::Rename &rename)
{
    if (impl_ && impl_->alive())
        impl_->rules_->renamed(rename);
}

void Dock::queues_changed()
{
    if (impl_ && impl_->alive())
        impl_->queues_soon_->changed();
}

} // namespace astro::studio::dock
