# Ends what is left of a run once whoever started it has ended, however that was: SIGKILL, too, closes the pipe that this
# reads. What belongs to a run has RUN in its environment, whatever its parent, group and session are by now.
#
# sh guard.sh RUN FOLDER: RUN is `NAME=value`; FOLDER is removed, unless LAB_KEEP is set.
run=$1
folder=$2

cat >/dev/null

rounds=0
while [ "$rounds" -lt 100 ]; do
  left=$(grep -lszxF -e "$run" /proc/[0-9]*/environ)
  [ -n "$left" ] || break
  for environ in $left; do
    pid=${environ#/proc/}
    kill -KILL "${pid%/environ}" 2>/dev/null
  done
  sleep 0.1
  rounds=$((rounds + 1))
done

[ -n "$LAB_KEEP" ] || rm -rf -- "$folder"
