# shellcheck shell=bash
# Packages, opened: one of each format in listen-FORMAT.opened, and one of an
# organisation, and of staff, who write markup, in listen-hostile.opened.

: "${sample:?}" "${ref:?}" "${work:?}"
home sample
sar-export request --quiet --file "$sample/requests/$ref.conf"

for format in same wav flac mp3 opus; do
    copy sample "listen-$format"
    package "$format"
done

evil='</script><img src=x onerror=hurt=1><script>hurt=2</script>&amp;"'\'
sed -e "s|^name = .*|name = $evil|" -e "s|^controller = .*|controller = $evil|" \
    -e "s|^contact = .*|contact = \"><svg onload=hurt=3>|" \
    -e "s|^complaint-route = .*|complaint-route = <a href=javascript:hurt=4>x</a>|" \
    "$sample/sar.conf" > "$work/hostile.conf"
home listen-hostile "$work/hostile.conf"
sed "s|^name = .*|name = $evil|" "$sample/requests/$ref.conf" > "$work/hostile.request"
sar-export request --quiet --file "$work/hostile.request"
mkdir "$work/hostile-marks"
for marks in "$sample"/marks/*.marks; do
    sed -e "s|^\(decision.1.information\): .*|\1: $evil|" \
        -e "s|\tTP$|\tTP $evil|" "$marks" > "$work/hostile-marks/${marks##*/}"
done
package same "$work/hostile-marks"
