#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace unividx::ui {

/// A button that does something about a failure.
struct FailureAct {
    QString text;
    std::function<void()> act;
};

/// Something that did not work out, as it is told to the user.
struct Failure {
    QString topic;  ///< what it is about; a later failure of the same topic replaces it
    QString what;   ///< "The run on room has failed"
    QString why;    ///< may have several lines; empty: `what` says it all
    QString advice; ///< what to do; empty: nothing that a sentence could say
    std::vector<FailureAct> acts;
    bool ofProject = false; ///< means nothing to another project
};

} // namespace unividx::ui
