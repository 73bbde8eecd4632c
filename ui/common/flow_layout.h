#pragma once

#include <QLayout>

#include <vector>

namespace unividx::ui {

/// Lays widgets out in lines like words, in as few lines as they need. The lines are about equally full and end flush.
class FlowLayout : public QLayout {
public:
    explicit FlowLayout(QWidget* parent, int gap);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place({0, 0, width, 0}, false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect& rect) override;

private:
    int linesIn(int width) const; ///< lines that the items need in that width
    /// Gives the height; moves the items there if `move`.
    int place(const QRect& rect, bool move) const;

    std::vector<QLayoutItem*> items_;
    int gap_;
};

} // namespace unividx::ui
