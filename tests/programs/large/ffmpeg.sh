#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# FFmpeg: encoders with vector code for each processor, in several threads,
# set to make the same choices on all of them.
make() {
    ffmpeg -v error -nostdin -y -flags bitexact "$@"
    [ $? = 0 ] || echo "failed: $*"
}
sums() {
    make -i "$1" -fflags bitexact -bitexact -f framemd5 - | grep -v '^#' | sha256sum
}
source=(-f lavfi -i testsrc2=size=320x180:rate=25)
make "${source[@]}" -t 1 -pix_fmt yuv420p -f framemd5 - | tail -n 2
make "${source[@]}" -t 1 -c:v libx264 -threads 3 -preset medium -x264-params cpu-independent=1 \
    -fflags bitexact h264.mkv
sums h264.mkv
make "${source[@]}" -t 0.4 -c:v libvpx-vp9 -cpu-used 4 -row-mt 1 -threads 2 -b:v 200k -fflags bitexact vp9.webm
sums vp9.webm
make "${source[@]}" -t 1 -c:v ffv1 -level 3 -slices 4 -bitexact ffv1.mkv
sums ffv1.mkv
make -i ffv1.mkv -vf scale=200:100:flags=lanczos+accurate_rnd+bitexact,hflip,boxblur -f framemd5 - | sha256sum
make -f lavfi -i sine=frequency=440:duration=1 -c:a flac -bitexact sine.flac
sums sine.flac
make -f lavfi -i sine=frequency=440:duration=1 -c:a pcm_s16le -bitexact -f md5 -
ffprobe -v error -show_entries stream=codec_name,width,height,nb_read_frames -count_frames -of compact h264.mkv
