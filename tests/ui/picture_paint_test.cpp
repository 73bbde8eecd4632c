// What is drawn of a picture: one function for the viewer, thumbnails and labels.

#include "ui/common/theme.h"
#include "ui/frames/picture_paint.h"

#include <QPainter>
#include <gtest/gtest.h>

namespace unividx::ui {
namespace {

QImage plain(const QSize& size, const QColor& color)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

QImage painted(const QSize& size, const QRectF& target, const PaintedPicture& picture)
{
    QImage canvas = plain(size, Qt::black);
    QPainter painter(&canvas);
    paintPicture(painter, target, picture);
    return canvas;
}

TEST(PicturePaint, AWipeShowsTheOtherPictureRightOfItsLine)
{
    PaintedPicture picture{plain({40, 30}, Qt::red), plain({20, 15}, Qt::blue), 0.25};
    const QImage canvas = painted({80, 60}, {0, 0, 80, 60}, picture);
    EXPECT_EQ(canvas.pixelColor(10, 5), QColor(Qt::red));
    EXPECT_EQ(canvas.pixelColor(20, 5), theme().strong);
    EXPECT_EQ(canvas.pixelColor(30, 5), QColor(Qt::blue));
    picture.other = {};
    EXPECT_EQ(painted({80, 60}, {0, 0, 80, 60}, picture).pixelColor(30, 5), QColor(Qt::red));
}

TEST(PicturePaint, GizmosAreOverTheOverlayAndTheOverlayOverThePicture)
{
    PaintedPicture picture{plain({40, 30}, Qt::red)};
    picture.overlay = plain({40, 30}, Qt::green);
    picture.gizmos = [](QPainter& painter) { painter.fillRect(QRect(0, 0, 10, 10), Qt::white); };
    const QImage canvas = painted({40, 30}, {0, 0, 40, 30}, picture);
    EXPECT_EQ(canvas.pixelColor(5, 5), QColor(Qt::white));
    EXPECT_EQ(canvas.pixelColor(20, 20), QColor(Qt::green));
}

TEST(PicturePaint, LeavesThePainterAsItWas)
{
    QImage canvas = plain({40, 30}, Qt::black);
    QPainter painter(&canvas);
    PaintedPicture picture{plain({4, 3}, Qt::red), plain({4, 3}, Qt::blue)};
    picture.safeAreas = true;
    const auto hints = painter.renderHints();
    const QPen pen = painter.pen();
    paintPicture(painter, {0, 0, 40, 30}, picture);
    EXPECT_EQ(painter.renderHints(), hints);
    EXPECT_EQ(painter.pen(), pen);
    EXPECT_FALSE(painter.hasClipping());
}

TEST(PicturePaint, AThumbnailIsInTheMiddleOnTheBackdrop)
{
    QImage canvas = plain({64, 36}, Qt::white);
    QPainter painter(&canvas);
    paintThumbnail(painter, {0, 0, 64, 36}, plain({40, 40}, Qt::red));
    EXPECT_EQ(canvas.pixelColor(32, 18), QColor(Qt::red));
    EXPECT_EQ(canvas.pixelColor(2, 18), theme().backdrop);
    EXPECT_EQ(canvas.pixelColor(61, 18), theme().backdrop);
}

TEST(PicturePaint, APixmapFitsItsRoomOnASharpScreen)
{
    const QPixmap pixmap = thumbnailPixmap(plain({200, 100}, Qt::red), {64, 36}, 2);
    EXPECT_EQ(pixmap.size(), QSize(128, 64));
    EXPECT_EQ(pixmap.deviceIndependentSize(), QSizeF(64, 32));
    EXPECT_EQ(pixmap.toImage().pixelColor(64, 32), QColor(Qt::red));
    EXPECT_TRUE(thumbnailPixmap({}, {64, 36}, 2).isNull());
}

} // namespace
} // namespace unividx::ui
