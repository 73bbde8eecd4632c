// In AddressSanitizer's builds alone, what it begins with; ASAN_OPTIONS goes before. A program and its modules each
// hold the same constants and the program's are used by all, which is meant so; two of different sizes are still
// reported.
extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options()
{
    return "detect_odr_violation=1";
}
