#!/bin/sh
# Remakes the sample clips beside this script: make.sh [path of scene_render, default build/bin/scene_render].
# Needs the ffmpeg program. Fails if the clips are over the 3 MB they may take.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
render=${1:-$here/../../build/bin/scene_render}
samples=${SAMPLES:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clip() { # name family seed crf
    "$render" --family "$2" --seed "$3" --size 640x480 --frames 43 --samples "$samples" --out "$work/$1"
    mkdir -p "$work/done/$1"
    for layer in "$work/$1"/*/; do
        layer=$(basename "$layer")
        ffmpeg -v error -y -framerate 24 -i "$work/$1/$layer/%04d.png" \
            -vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p \
            -c:v libx264 -preset veryslow -crf "$4" -movflags +faststart \
            -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv \
            "$work/done/$1/$layer.mp4"
    done
}
clip room intrinsic 21 22
clip subject alpha 57 20

size=$(cat "$work"/done/*/*.mp4 | wc -c)
echo "$size bytes in all"
if [ "$size" -gt 3000000 ]; then
    echo "over 3,000,000 bytes: nothing was replaced; raise the crf values in this script" >&2
    exit 1
fi
cp -R "$work/done/." "$here/"
