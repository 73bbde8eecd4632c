#include "ui/window/messages.h"

#include "core/base/error.h"
#include "ui/common/words.h"

namespace unividx::ui {

void Messages::tell(const QString& sentence)
{
    last_ = sentence;
    Q_EMIT told(sentence);
}

void Messages::fail(const Failure& failure)
{
    last_ = failure.why.isEmpty() ? failure.what : failure.what + ": " + failure.why;
    Q_EMIT failed(failure);
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
            fail({"action", errorWord(error.kind()), sentence, errorAdvice(error.kind()), {}, false});
    } catch (const std::exception& error) {
        const ErrorKind kind = ErrorKind::Internal;
        fail({"action", errorWord(kind), QString::fromUtf8(error.what()), errorAdvice(kind), {}, false});
    }
}

} // namespace unividx::ui
