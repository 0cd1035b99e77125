// SPDX-License-Identifier: GPL-2.0-or-later
#include "studio/dock/kind_icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

namespace astro::studio::dock {
namespace {

using events::Kind;

// Signs, on a field of 20 by 20 whose disc reaches from 1 to 19.

QPainterPath polygon(std::initializer_list<QPointF> corners)
{
    QPainterPath path(*corners.begin());
    for (const QPointF &corner : corners)
        path.lineTo(corner);
    path.closeSubpath();
    return path;
}

QPainterPath heart()
{
    QPainterPath path({10, 15});
    path.cubicTo(3, 10, 5.5, 5, 8.2, 5.6);
    path.cubicTo(9.2, 5.8, 9.8, 6.6, 10, 7.4);
    path.cubicTo(10.2, 6.6, 10.8, 5.8, 11.8, 5.6);
    path.cubicTo(14.5, 5, 17, 10, 10, 15);
    return path;
}

QPainterPath coin()
{
    QPainterPath path;
    path.addEllipse(QPointF(10, 10), 5, 5);
    path.addEllipse(QPointF(10, 10), 3.4, 3.4);
    path.addRect(9.4, 8, 1.2, 4);
    return path;
}

QPainterPath star()
{
    return polygon({{10, 4.5},
                    {11.6, 8.2},
                    {15.5, 8.5},
                    {12.5, 11},
                    {13.5, 14.9},
                    {10, 12.8},
                    {6.5, 14.9},
                    {7.5, 11},
                    {4.5, 8.5},
                    {8.4, 8.2}});
}

QPainterPath present()
{
    QPainterPath path;
    path.addRect(5, 7, 4.3, 2.2);
    path.addRect(10.7, 7, 4.3, 2.2);
    path.addRect(5.6, 10.2, 3.7, 4.6);
    path.addRect(10.7, 10.2, 3.7, 4.6);
    path.addPath(polygon({{10, 6.6}, {7, 4.4}, {8.4, 3.8}}));
    path.addPath(polygon({{10, 6.6}, {13, 4.4}, {11.6, 3.8}}));
    return path;
}

QPainterPath gem()
{
    return polygon({{7, 5.5}, {13, 5.5}, {15.4, 8.6}, {10, 15}, {4.6, 8.6}});
}

QPainterPath rush()
{
    QPainterPath path = polygon({{4.8, 5.5}, {9.6, 10}, {4.8, 14.5}, {4.8, 11.6}, {6.4, 10}, {4.8, 8.4}});
    path.addPath(polygon({{10.2, 5.5}, {15, 10}, {10.2, 14.5}, {10.2, 11.6}, {11.8, 10}, {10.2, 8.4}}));
    return path;
}

QPainterPath bubble()
{
    QPainterPath path;
    path.addRoundedRect(QRectF(4.6, 5.4, 10.8, 7.2), 2, 2);
    path.addPath(polygon({{6.6, 12.4}, {10.2, 12.4}, {6.6, 15.6}}));
    path.setFillRule(Qt::WindingFill);
    return path;
}

QPainterPath ring()
{
    QPainterPath path;
    path.addEllipse(QPointF(10, 10), 5, 5);
    path.addEllipse(QPointF(10, 10), 2.6, 2.6);
    return path;
}

QPainterPath bag()
{
    QPainterPath path = polygon({{5.6, 8}, {14.4, 8}, {15.2, 15}, {4.8, 15}});
    QPainterPath handle;
    handle.addEllipse(QRectF(7.2, 4.6, 5.6, 6));
    handle.addEllipse(QRectF(8.3, 5.7, 3.4, 4));
    QPainterPath above;
    above.addRect(0, 0, 20, 8);
    path.addPath(handle.intersected(above));
    return path;
}

QPainterPath bolt()
{
    return polygon({{11.4, 4}, {5.8, 11}, {9.4, 11}, {8.4, 16}, {14.2, 8.6}, {10.6, 8.6}});
}

QPainterPath triangle()
{
    return polygon({{7.4, 5.2}, {15, 10}, {7.4, 14.8}});
}

QPainterPath square()
{
    return polygon({{6.4, 6.4}, {13.6, 6.4}, {13.6, 13.6}, {6.4, 13.6}});
}

QPainterPath cross()
{
    return polygon({{6.6, 5.2},
                    {10, 8.6},
                    {13.4, 5.2},
                    {14.8, 6.6},
                    {11.4, 10},
                    {14.8, 13.4},
                    {13.4, 14.8},
                    {10, 11.4},
                    {6.6, 14.8},
                    {5.2, 13.4},
                    {8.6, 10},
                    {5.2, 6.6}});
}

QPainterPath tick()
{
    return polygon({{4.8, 10}, {6.2, 8.6}, {8.8, 11.2}, {13.8, 6}, {15.2, 7.4}, {8.8, 14}});
}

QPainterPath dots()
{
    QPainterPath path;
    for (const qreal across : {6.2, 10.0, 13.8})
        path.addEllipse(QPointF(across, 10), 1.3, 1.3);
    return path;
}

constexpr QRgb pink = 0xd6457f, green = 0x2f9e58, violet = 0x7b5cd6, gold = 0xb9821b, blue = 0x2f7fd0,
               orange = 0xd9662b, teal = 0x1e8f96, grey = 0x6b7280, red = 0xc93f3f;

struct Look {
    Kind kind;
    QRgb color;
    QPainterPath (*sign)();
};

constexpr std::array<Look, 24> looks = {{
    {Kind::follow, pink, heart},
    {Kind::tip, green, coin},
    {Kind::subscription, violet, star},
    {Kind::resubscription, violet, star},
    {Kind::gift, violet, present},
    {Kind::community_gift, violet, present},
    {Kind::cheer, gold, gem},
    {Kind::kicks, gold, gem},
    {Kind::raid, orange, rush},
    {Kind::host, orange, rush},
    {Kind::superchat, green, bubble},
    {Kind::member, violet, star},
    {Kind::channel_points, teal, ring},
    {Kind::redemption, teal, ring},
    {Kind::merch, blue, bag},
    {Kind::purchase, blue, bag},
    {Kind::charity, green, heart},
    {Kind::hype_train, gold, bolt},
    {Kind::chat, blue, bubble},
    {Kind::stream_online, red, triangle},
    {Kind::stream_offline, grey, square},
    {Kind::connection_lost, red, cross},
    {Kind::connection_back, green, tick},
    {Kind::other, grey, dots},
}};

QIcon drawn(const Look &look)
{
    constexpr int field = 20;
    QIcon icon;
    for (const int size : {16, 18, 20, 24, 32, 36, 40, 48}) {
        QPixmap picture(size, size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(static_cast<qreal>(size) / field, static_cast<qreal>(size) / field);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(look.color));
        painter.drawEllipse(1, 1, field - 2, field - 2);
        painter.setBrush(Qt::white);
        painter.drawPath(look.sign());
        painter.end();
        icon.addPixmap(picture);
    }
    return icon;
}

} // namespace

const QIcon &icon_of(Kind kind)
{
    static std::map<Kind, QIcon> made;
    const auto known = made.find(kind);
    if (known != made.end())
        return known->second;
    const auto *look = std::find_if(looks.begin(), looks.end(), [&](const Look &one) { return one.kind == kind; });
    return made.emplace(kind, drawn(look == looks.end() ? looks.back() : *look)).first->second;
}

} // namespace astro::studio::dock
