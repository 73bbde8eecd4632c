#include "ui/window/messages.h"

#include "core/base/error.h"
#include "ui/common/words.h"

namespace unividx::ui {

void Messages::tell(const QString& sentence)
{
    last_ = sentence;
    Q_EMIT told(sentence);
}

void Messages::attempt(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        tell(errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    } catch (const std::exception& error) {
        tell(errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what()));
    }
}

} // namespace unividx::ui
