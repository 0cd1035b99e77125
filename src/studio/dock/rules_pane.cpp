// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/rules_pane.h"

#include "studio/dock/draggable_rules.h"
#include "studio/dock/open.h"
#include "studio/dock/qt_text.h"
#include "studio/dock/rule_exchange_dialogs.h"
#include "studio/dock/steps.h"
#include "studio/new_rule.h"
#include "studio/rule_places.h"
#include "studio/rule_summary.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>

namespace astro::studio::dock {
namespace {

constexpr int between_checks = 250; // ms
constexpr int first_check = 30;     // ms: once the page has been painted
constexpr int name_role = DraggableRules::name_role;
constexpr std::chrono::microseconds most_at_once = DraggableRules::most_at_once;

QToolButton *button(const char *label, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(words(label));
    made->setAccessibleName(words(label));
    made->setFocusPolicy(Qt::StrongFocus);
    return made;
}

/// Its keys are for where the list has the keyboard, and are told in the menu.
QAction *action(const char *label, QObject *owner)
{
    auto *made = new QAction(words(label), owner);
    made->setShortcutContext(Qt::WidgetShortcut);
    made->setShortcutVisibleInContextMenu(true);
    return made;
}

std::vector<rules::Rule>::iterator place_of(rules::RuleSet &set, const std::string &name)
{
    return std::find_if(set.rules.begin(), set.rules.end(),
                        [&](const rules::Rule &rule) { return rule.name == name && rule.unreadable.isNull(); });
}

} // namespace

RulesPane::RulesPane(QWidget *parent, Steps &steps, const Controls &controls, const FiredTimes &fired)
    : QWidget(parent),
      controls_(controls),
      fired_(fired),
      list_(new DraggableRules(this)),
      new_theme_(new QTimer(this)),
      checks_(new QTimer(this)),
      more_rows_(new QTimer(this))
{
    list_->setColumnCount(2);
    list_->setHeaderLabels({words("Dock.Rule"), words("Dock.LastFired")});
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    list_->setUniformRowHeights(true); // else all are measured with each change
    list_->setRootIsDecorated(false);
    list_->setAlternatingRowColors(true);
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setAccessibleName(words("Dock.Rules"));
    connect(checks_, &QTimer::timeout, this, [this] { check_some(); });
    more_rows_->setSingleShot(true);
    connect(more_rows_, &QTimer::timeout, this, [this] { show_some(); });
    new_theme_->setSingleShot(true);
    connect(new_theme_, &QTimer::timeout, this, [this] { fit_times(); });
    steps.then([this] { make_actions(); });
    steps.then([this] { make_buttons(); });
    steps.then([this] { put_in_place(); });
}

void RulesPane::make_actions()
{
    set_up_ = action("Dock.SetUp", this);
    up_ = action("Dock.MoveUp", this);
    down_ = action("Dock.MoveDown", this);
    duplicate_ = action("Dock.Duplicate", this);
    remove_ = action("Dock.Delete", this);
    set_up_->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    up_->setShortcut(QKeySequence("Alt+Up"));
    down_->setShortcut(QKeySequence("Alt+Down"));
    remove_->setShortcut(QKeySequence::Delete);
    list_->addActions({set_up_, up_, down_, duplicate_, remove_});
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(list_, &QTreeWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->addActions(list_->actions());
        show_menu(menu, list_->viewport()->mapToGlobal(at));
    });
    connect(set_up_, &QAction::triggered, this, [this] { open_settings(controls_, chosen(), ""); });
    connect(up_, &QAction::triggered, this, [this] { move(-1); });
    connect(down_, &QAction::triggered, this, [this] { move(1); });
    connect(duplicate_, &QAction::triggered, this, [this] { duplicate(); });
    connect(remove_, &QAction::triggered, this, [this] { remove(); });
}

/// More of them would not fit into a dock that is as narrow as it may be, least of all in German.
void RulesPane::make_buttons()
{
    add_ = button("Dock.Add", this);
    auto *ready = new QMenu(this);
    for (const NewRule &offered : new_rules())
        connect(ready->addAction(shown(offered.name)), &QAction::triggered, this,
                [this, word = offered.word] { add_rule(word); });
    add_->setMenu(ready);
    add_->setPopupMode(QToolButton::InstantPopup);

    more_ = button("Dock.More", this);
    auto *more = new QMenu(this);
    more->addActions(list_->actions());
    more->addSeparator();
    connect(more->addAction(words("Dock.Import")), &QAction::triggered, this,
            [this] { import_rules(this, controls_); });
    connect(more->addAction(words("Dock.Export")), &QAction::triggered, this,
            [this] { export_rules(this, controls_); });
    more_->setMenu(more);
    more_->setPopupMode(QToolButton::InstantPopup);

    bring_back_ = button("Dock.BringBack", this);
    bring_back_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(bring_back_, &QToolButton::clicked, this, [this] { bring_back(); });
}

void RulesPane::put_in_place()
{
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add_);
    buttons->addWidget(more_);
    buttons->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(list_, 1);
    all->addWidget(bring_back_);
    all->addLayout(buttons);
    list_->moved = [this] { reorder(); };
    list_->double_clicked = [this](const std::string &rule) { open_settings(controls_, rule, ""); };
    connect(list_, &QTreeWidget::currentItemChanged, this, [this] { enable_buttons(); });
    connect(list_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (showing_ || column != 0)
            return;
        const std::string name = item->data(0, name_role).toString().toStdString();
        const bool enabled = item->checkState(0) == Qt::Checked;
        controls_.change_rules([&](rules::RuleSet &set) {
            const auto rule = place_of(set, name);
            return rule != set.rules.end() && std::exchange(rule->enabled, enabled) != enabled;
        });
    });
    enable_buttons();
}

RulesPane::~RulesPane()
{
    list_->leave();
}

std::string RulesPane::chosen() const
{
    const QTreeWidgetItem *item = list_->currentItem();
    return item ? item->data(0, name_role).toString().toStdString() : std::string();
}

void RulesPane::show_rules()
{
    fit_times();
    if (!more_rows_->isActive())
        chosen_before_.clear();
    next_rule_ = 0;
    next_row_ = 0;
    show_some();
}

/// Goes on where it ended the time before. A row is changed in its place, and only where it says something else by now.
void RulesPane::show_some()
{
    const auto &all = controls_.rules().rules;
    const auto end = std::chrono::steady_clock::now() + most_at_once;
    if (std::string now = chosen(); !now.empty())
        chosen_before_ = std::move(now);
    showing_ = true;
    for (; next_rule_ < all.size() && std::chrono::steady_clock::now() < end; ++next_rule_) {
        if (all[next_rule_].unreadable.isNull())
            show_row(next_row_++, all[next_rule_]);
    }
    const bool is_over = next_rule_ >= all.size();
    if (is_over) {
        if (list_->indexOfTopLevelItem(list_->currentItem()) >= next_row_)
            list_->setCurrentItem(nullptr); // else Qt chooses another one
        while (list_->topLevelItemCount() > next_row_)
            delete list_->takeTopLevelItem(next_row_);
    }
    showing_ = false;
    more_rows_->stop();
    if (!is_over)
        more_rows_->start(0);
    enable_buttons();
}

void RulesPane::show_row(int place, const rules::Rule &rule)
{
    QTreeWidgetItem *row = list_->topLevelItem(place);
    if (!row) {
        row = new QTreeWidgetItem(list_);
        row->setFlags((row->flags() | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled) & ~Qt::ItemIsDropEnabled);
    }
    const QString name = shown(rule.name);
    if (row->data(0, name_role).toString() != name) {
        // What is chosen is a rule, not a place: no key may reach the one that comes to stand there.
        if (row == list_->currentItem())
            list_->setCurrentItem(nullptr);
        row->setData(0, name_role, name);
    }
    row->setText(0, shown(rule.name + "\n" + rule_summary(rule, texts())));
    row->setText(1, shown(fired_.of(rule.name)));
    row->setCheckState(0, rule.enabled ? Qt::Checked : Qt::Unchecked);
    tell_problems(row, problems_[rule.name]);
    if (rule.name == chosen_before_ && row != list_->currentItem())
        list_->setCurrentItem(row);
}

void RulesPane::tell_problems(QTreeWidgetItem *row, const std::string &problems)
{
    const QString all = row->text(0) + shown(problems);
    if (row->data(0, Qt::AccessibleTextRole).toString() == all)
        return;
    row->setToolTip(0, plain_tip(all));
    row->setData(0, Qt::AccessibleTextRole, all);
    row->setIcon(0, problems.empty() ? QIcon() : style()->standardIcon(QStyle::SP_MessageBoxWarning));
}

/// Goes on with the rows where it ended the time before.
void RulesPane::check_some()
{
    checks_->setInterval(between_checks);
    const int rows = list_->topLevelItemCount();
    const auto end = std::chrono::steady_clock::now() + most_at_once;
    showing_ = true;
    for (int i = 0; i < rows && std::chrono::steady_clock::now() < end; ++i) {
        next_check_ = next_check_ < rows ? next_check_ : 0;
        QTreeWidgetItem *const row = list_->topLevelItem(next_check_++);
        const rules::Rule *const rule = find_rule(controls_.rules(), row->data(0, name_role).toString().toStdString());
        if (!rule)
            continue;
        std::string now;
        for (const std::string &problem : controls_.problems(*rule))
            now += "\n" + problem;
        if (std::string &before = problems_[rule->name]; before != now) {
            before = std::move(now);
            tell_problems(row, before);
        }
    }
    showing_ = false;
}

/// A column that finds its width itself has all rows laid out anew while they are painted.
void RulesPane::fit_times()
{
    constexpr int margins = 12;
    list_->header()->resizeSection(
        1, std::max(list_->header()->sectionSizeHint(1), list_->fontMetrics().horizontalAdvance("00:00:00") + margins));
}

void RulesPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    checks_->start(first_check); // then at its pace
}

void RulesPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        new_theme_->start(0); // the header has it by then, too
}

void RulesPane::hideEvent(QHideEvent *event)
{
    checks_->stop();
    QWidget::hideEvent(event);
}

void RulesPane::forget()
{
    problems_.clear();
    removed_.reset();
    drop_dialogs(this); // they were about the rules of the one before
    enable_buttons();
}

void RulesPane::renamed(const rules::Rename &rename)
{
    if (removed_)
        rules::rename(removed_->second, rename);
}

void RulesPane::show_fired(const std::set<std::string> &fired)
{
    showing_ = true;
    for (int i = 0; i < list_->topLevelItemCount(); ++i) {
        QTreeWidgetItem *const row = list_->topLevelItem(i);
        const std::string name = row->data(0, name_role).toString().toStdString();
        if (fired.count(name) == 0)
            continue;
        // Even the same text anew would have all columns measured.
        if (const QString text = shown(fired_.of(name)); row->text(1) != text)
            row->setText(1, text);
    }
    showing_ = false;
}

void RulesPane::add_rule(const std::string &word)
{
    std::string name;
    controls_.change_rules([&](rules::RuleSet &set) {
        name = add_new_rule(set, word).name;
        return true;
    });
    if (word == empty_rule)
        controls_.open_dialog(name, "");
    else
        controls_.open_new_rule(name);
    bring_settings_to_front();
}

void RulesPane::duplicate()
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        const auto place = static_cast<std::size_t>(rule - set.rules.begin()) + 1;
        set.rules.insert(rule + 1, rules::Rule(*rule));
        give_way(set.rules, place);
        return true;
    });
}

void RulesPane::remove()
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        removed_ = std::pair(static_cast<std::size_t>(rule - set.rules.begin()), *rule);
        set.rules.erase(rule);
        return true;
    });
    enable_buttons();
}

void RulesPane::bring_back()
{
    if (!removed_)
        return;
    const auto [place, rule] = *std::exchange(removed_, std::nullopt);
    controls_.change_rules([place = place, rule = rule](rules::RuleSet &set) {
        studio::bring_back(set.rules, place, rule);
        return true;
    });
    enable_buttons();
}

/// Changes places with the one before or behind it that the list shows.
void RulesPane::move(int by)
{
    const std::string name = chosen();
    controls_.change_rules([&](rules::RuleSet &set) {
        const auto rule = place_of(set, name);
        if (rule == set.rules.end())
            return false;
        const auto readable = [](const rules::Rule &other) { return other.unreadable.isNull(); };
        const auto other = by > 0 ? std::find_if(rule + 1, set.rules.end(), readable)
                                  : std::find_if(std::make_reverse_iterator(rule), set.rules.rend(), readable).base();
        if (other == (by > 0 ? set.rules.end() : set.rules.begin()))
            return false;
        std::iter_swap(rule, by > 0 ? other : other - 1);
        return true;
    });
}

void RulesPane::reorder()
{
    std::vector<std::string> order;
    order.reserve(static_cast<std::size_t>(list_->topLevelItemCount()));
    for (int i = 0; i < list_->topLevelItemCount(); ++i)
        order.push_back(list_->topLevelItem(i)->data(0, name_role).toString().toStdString());
    controls_.change_rules([&](rules::RuleSet &set) {
        put_in_order(set.rules, order);
        return true;
    });
}

void RulesPane::enable_buttons()
{
    const int row = list_->indexOfTopLevelItem(list_->currentItem());
    for (QAction *one : {set_up_, duplicate_, remove_})
        one->setEnabled(row >= 0);
    up_->setEnabled(row > 0);
    down_->setEnabled(row >= 0 && row + 1 < list_->topLevelItemCount());
    bring_back_->setVisible(removed_.has_value());
}

} // namespace astro::studio::dock
