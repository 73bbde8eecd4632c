#pragma once

#include <QTranslator>

#include <string>

namespace unividx::ui {

/// The language of the interface, for as long as this lives: what the texts of the program and of Qt's own dialogs
/// are shown in.
class Language {
public:
    /// `code`: "de", "en"; empty: the system's. A language that is not there leaves English.
    explicit Language(const std::string& code);
    ~Language();
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

private:
    QTranslator own_;
    QTranslator qt_;
};

} // namespace unividx::ui
