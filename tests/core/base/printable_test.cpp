#include "core/base/printable.h"

#include <gtest/gtest.h>

namespace unividx {
namespace {

TEST(Printable, TextStaysAsItIs)
{
    for (const char* text : {"", "shot.0001.exr", "José 映像 🎬", "a\tb\nc"})
        EXPECT_EQ(printable(text), text);
}

TEST(Printable, WhatSteersATerminalIsShown)
{
    EXPECT_EQ(printable("\x1b[31mred\x1b]0;title\a"), "\\x1b[31mred\\x1b]0;title\\x07");
    EXPECT_EQ(printable("a\rb\bc\x7f"), "a\\x0db\\x08c\\x7f");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\x9b31m")
        << "CSI as one character";
    EXPECT_EQ(printable("gpj.\xe2\x80\xae"
                        "exe"),
              "gpj.\\u202eexe");
}

TEST(Printable, BytesThatAreNotUtf8AreShown)
{
    EXPECT_EQ(printable("a\xff\xc3"), "a\\xff\\xc3");
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half of a pair";
    EXPECT_EQ(printable("\xc0\xaf\xf4\x90\x80\x80"), "\\xc0\\xaf\\xf4\\x90\\x80\\x80");
}

} // namespace
} // namespace unividx
