#!/bin/bash
# Usage: tests/bench/studio_start.sh PROGRAM [REPEATS]
# How long PROGRAM takes from its start until its window has something on it, under Xvfb: the wall clock and, because the
# machine may be busy with other work, the processor time it took until then. The first start is not counted.
set -euo pipefail
program="$1"
repeats="${2:-5}"
home="$(mktemp -d)"
trap 'kill "$display_process" 2>/dev/null || true; rm -rf "$home"' EXIT
coproc DISPLAY_NUMBER { exec Xvfb -displayfd 1 -screen 0 1920x1080x24 -nolisten tcp -noreset 2>/dev/null; }
display_process="$DISPLAY_NUMBER_PID"
read -r number <&"${DISPLAY_NUMBER[0]}"
export DISPLAY=":$number" HOME="$home" XDG_RUNTIME_DIR="$home" QT_QPA_PLATFORM=xcb
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME XDG_CACHE_HOME
for ((i = 0; i <= repeats; ++i)); do
    start="$(date +%s%N)"
    "$program" &
    process=$!
    until window="$(xdotool search --onlyvisible --name 'UniVidX Studio' 2>/dev/null | head -1)" && [[ -n "$window" ]]; do
        sleep 0.01
    done
    end="$(date +%s%N)"
    # utime and stime in ticks of a hundredth of a second. Source: proc(5)
    ticks="$(awk '{ print $14 + $15 }' "/proc/$process/stat")"
    ((i == 0)) || echo "window after $(((end - start) / 1000000)) ms, $((ticks * 10)) ms of processor time"
    kill "$process"
    wait "$process" 2>/dev/null || true
done
