#pragma once

#include "core/comp/curve.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace unividx::ui {

/// One number that may change over time.
struct NumberField {
    std::string_view name; ///< core's
    QString word;
    float low = 0.0f;
    float high = 1.0f;
    QString unit;
};

/// Numbers of a node or a light, a line each: the name (dragged to the side it changes the number), a field, and the
/// key of the frame. It holds nothing itself: it shows what it is given and sends what is wanted.
class NumberForm : public QWidget {
    Q_OBJECT
public:
    explicit NumberForm(const std::vector<NumberField>& fields, QWidget* parent = nullptr);

    using CurveOf = std::function<const Curve&(std::string_view name)>;

    /// Shows the values of a frame, and which of them have a key there.
    void show(const CurveOf& curves, std::int64_t frame);

Q_SIGNALS:
    /// `dragging`: one of several values of one movement.
    void changed(std::string_view name, float value, bool dragging);
    void dragEnded();
    void keyed(std::string_view name, bool key, unividx::Interpolation to);

private:
    struct Row {
        NumberField field;
        QLabel* label = nullptr;
        QDoubleSpinBox* box = nullptr;
        QToolButton* key = nullptr;
    };

    void addRow(const NumberField& field, int line);
    void showRow(Row& row, const Curve& curve, std::int64_t frame);
    void showKeyMenu(Row& row);
    bool eventFilter(QObject* watched, QEvent* event) override;

    std::vector<Row> rows_;
    int dragged_ = -1; ///< the row whose name is dragged
    double dragFrom_ = 0;
    double valueFrom_ = 0;
    bool showing_ = false;
};

} // namespace unividx::ui
