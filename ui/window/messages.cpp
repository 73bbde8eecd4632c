#include "ui/window/messages.h"

#include "core/base/error.h"
#include "ui/common/words.h"

namespace unividx::ui {

void Messages::tell(const QString& sentence)
{
    last_ = sentence;
    Q_EMIT told(sentence);
}

void Messages::report(const Report& report)
{
    last_ = report.why.isEmpty() ? report.what : report.what + ": " + report.why;
    Q_EMIT reported(report);
}

void Messages::attempt(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        const QString sentence = QString::fromUtf8(error.what());
        if (error.kind() == ErrorKind::Usage)
            tell(errorWord(error.kind()) + ": " + sentence);
        else
            report({"action", errorWord(error.kind()), sentence, errorAdvice(error.kind()), {}, false});
    } catch (const std::exception& error) {
        const ErrorKind kind = ErrorKind::Internal;
        report({"action", errorWord(kind), QString::fromUtf8(error.what()), errorAdvice(kind), {}, false});
    }
}

} // namespace unividx::ui
