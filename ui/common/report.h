#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace unividx::ui {

/// A button that does something about what is reported.
struct ReportAct {
    QString text;
    std::function<void()> act;
};

/// How something ended, as it is told to the user: mostly that it failed.
struct Report {
    enum class Kind { Failure, Success };

    QString topic;  ///< what it is about; a later report of the same topic replaces it
    QString what;   ///< "The run on room has failed"
    QString why;    ///< may have several lines; empty: `what` says it all
    QString advice; ///< what to do; empty: nothing that a sentence could say
    std::vector<ReportAct> acts;
    bool ofProject = false; ///< means nothing to another project
    Kind kind = Kind::Failure;
};

} // namespace unividx::ui
